"""What customers say outside cases: what of it staff are to read, and what may become of it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from surveys.cases.courtesy import is_courtesy
from surveys.cases.greetings import without_greetings
from surveys.questions.message_kind import MessageKind


class FeedbackKind(StrEnum):
    """The value is stored."""

    COMMENT = "comment"
    """Words or a file that answered a question."""
    WISH = "wish"
    MESSAGE = "message"
    """What nobody asked for."""


class FeedbackState(StrEnum):
    """How far staff have dealt with it. The value is stored."""

    NEW = "new"
    SEEN = "seen"
    ANSWERED = "answered"
    CASE = "case"
    """It is part of a case now."""


STEPS: Final[Mapping[FeedbackState, frozenset[FeedbackState]]] = {
    FeedbackState.SEEN: frozenset({FeedbackState.NEW}),
    FeedbackState.ANSWERED: frozenset({FeedbackState.NEW, FeedbackState.SEEN}),
    FeedbackState.CASE: frozenset({FeedbackState.NEW, FeedbackState.SEEN, FeedbackState.ANSWERED}),
}
"""By the state that staff bring an entry to, those that it may come from; a case is the end."""

_SILENT: Final = frozenset({MessageKind.STICKER, MessageKind.DICE, MessageKind.GAME, MessageKind.PAYLOAD})
_KIND_SIGNS: Final = "👍👌🙏👋😊🙂❤️💛💚💙🧡💜🖤♥️🌹🌸💐🤝✅ \n.,!)–-"
_LONE_COMMAND: Final = re.compile(r"/[A-Za-z0-9_@]*\s*")


def is_for_staff(kind: MessageKind, words: str | None, *, has_file: bool) -> bool:
    """Whether a person should read it: no for greetings, thanks, stickers, and a command without words."""
    if kind in _SILENT:
        return False
    if has_file:
        return True
    if kind is MessageKind.COMMAND and _LONE_COMMAND.fullmatch(words or ""):
        return False
    return not _only_greets_or_thanks(words or "")


def _only_greets_or_thanks(words: str) -> bool:
    """Signs are thanks only where they are kind ones: another may be all that somebody has to say."""
    said = without_greetings(words)
    if re.search(r"\w", said):
        return is_courtesy(said)
    return "?" not in said and not said.strip(_KIND_SIGNS)
