"""What a customer does with a question, and what is said when that was not simply an answer."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Tap:
    option: str


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that Telegram keeps, with what was written under it."""

    kind: str
    file_id: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class NotText:
    """A sticker, a place on the map: anything without words or a file."""


Input = Tap | Typed | Sent | NotText


class Reply(Enum):
    """What is said when an input was not simply the answer that was awaited."""

    NOT_A_SCORE = "not_a_score"
    OUT_OF_RANGE = "out_of_range"
    NOT_TEXT = "not_text"
    NOT_AN_OPTION = "not_an_option"
    NOT_A_DATE = "not_a_date"
    NOT_ACCEPTED = "not_accepted"
    UNKNOWN_OPTION = "unknown_option"
    UNKNOWN_QUESTION = "unknown_question"
    NOT_AWAITED = "not_awaited"
    ALREADY_ANSWERED = "already_answered"
    CORRECTED = "corrected"
    TOO_LATE_TO_CORRECT = "too_late_to_correct"
    EXPIRED = "expired"
