"""What Telegram's answer to a call means for the row that was sent."""

from enum import Enum, auto

from bot.telegram import Reply


class Verdict(Enum):
    SENT = auto()
    WAIT = auto()
    """Too fast: not carried out, to be tried after `retry_after`."""
    UNREACHABLE = auto()
    """The person blocked the bot, or the chat is gone."""
    MIGRATED = auto()
    """The group became a supergroup under another id."""
    PLACE_GONE = auto()
    """The topic or the message that the call refers to no longer exists."""
    NOT_EDITABLE = auto()
    """The message cannot be edited: say it in a new one."""
    MARKUP_BROKEN = auto()
    """The formatting could not be read: say it in plain text."""
    DEAD = auto()
    """Refused for good."""


# Telegram's wording is not part of its contract: the code is looked at first, words only where they decide.
_CHAT_IS_CLOSED = ("chat not found", "user is deactivated", "bot was kicked", "group chat was deleted")
_IS_SO_ALREADY = ("message is not modified", "topic_not_modified")
_THREAD_IS_GONE = (
    "message thread not found",
    "topic_deleted",
    "topic_id_invalid",
    "topic_closed",  # to us, who may not open it: what comes now belongs into a new one
    "message to be replied not found",
)
_MESSAGE_IS_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


def judge(reply: Reply) -> Verdict:  # noqa: PLR0911  # one line a verdict
    if reply.ok:
        return Verdict.SENT
    words = reply.description.lower()
    if reply.migrate_to is not None:
        return Verdict.MIGRATED
    if reply.code == 429:
        return Verdict.WAIT
    if reply.code == 403 or _says(words, _CHAT_IS_CLOSED):
        return Verdict.UNREACHABLE
    if _says(words, _IS_SO_ALREADY):
        return Verdict.SENT
    if _says(words, _THREAD_IS_GONE):
        return Verdict.PLACE_GONE
    if _says(words, _MESSAGE_IS_GONE):
        return Verdict.NOT_EDITABLE
    if "can't parse entities" in words:
        return Verdict.MARKUP_BROKEN
    return Verdict.DEAD


def _says(words: str, known: tuple[str, ...]) -> bool:
    return any(phrase in words for phrase in known)
