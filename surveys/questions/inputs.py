"""What a customer does with a question, and what is said when that was not simply an answer."""

from dataclasses import dataclass
from enum import Enum

from surveys.questions.message_kind import MessageKind


@dataclass(frozen=True, slots=True)
class Tap:
    """A button that was pressed."""

    option: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that were written."""

    text: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that Telegram keeps, with what was written under it."""

    kind: MessageKind
    file_id: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class NotText:
    """A sticker, a place on the map: anything without words or a file."""


Input = Tap | Typed | SentFile | NotText


@dataclass(frozen=True, slots=True)
class Hint:
    """What would be an answer, said to whoever wrote or sent something else."""

    text: str
    """Id of the interface text that says it."""
    count: int = 0
    """How many it speaks of, `$n` in the text; 0 where it counts nothing."""


@dataclass(frozen=True, slots=True)
class UncertainValue:
    """A value that may be meant, or not: whoever wrote it is asked."""

    value: int


class Reply(Enum):
    """What is said when an input was not simply the answer that was awaited, whatever the question."""

    UNKNOWN_OPTION = "unknown_option"
    UNKNOWN_QUESTION = "unknown_question"
    NOT_AWAITED = "not_awaited"
    ALREADY_ANSWERED = "already_answered"
    CORRECTED = "corrected"
    TOO_LATE_TO_CORRECT = "too_late_to_correct"
    EXPIRED = "expired"
