"""What became of rows: what Telegram's answer to a call means, and the report of it that is to be written."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto

from bot.clock import Clock
from bot.delivery.bot_api_client import ApiResponse
from bot.observability.failpoints import hit
from storage.delivery.outbox import Mark
from storage.delivery.outcomes import ChatRefusal, DeliveryReport
from storage.ids import Ids
from storage.rows import OutboxRow, Place
from storage.states import OutboxState

_WRITE_DOWN_WITHIN_S = 0.05
_ERROR_LENGTH = 200


class CallOutcome(Enum):
    """What a call came to."""

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
_MARKUP_IS_BROKEN = ("can't parse entities", "can't parse messageentity")
_MESSAGE_IS_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


def classify(response: ApiResponse) -> CallOutcome:  # noqa: PLR0911  # one line an outcome
    """What Telegram's response means, by its code or by known sentences; `DEAD` for what nobody knows."""
    if response.ok:
        return CallOutcome.SENT
    words = response.description.lower()
    if response.migrate_to is not None:
        return CallOutcome.MIGRATED
    if response.code == 429:
        return CallOutcome.WAIT
    if response.code == 403 or _says(words, _CHAT_IS_CLOSED):
        return CallOutcome.UNREACHABLE
    if _says(words, _IS_SO_ALREADY):
        return CallOutcome.SENT
    if _says(words, _THREAD_IS_GONE):
        return CallOutcome.PLACE_GONE
    if _says(words, _MESSAGE_IS_GONE):
        return CallOutcome.NOT_EDITABLE
    if _says(words, _MARKUP_IS_BROKEN):
        return CallOutcome.MARKUP_BROKEN
    return CallOutcome.DEAD


def _says(words: str, known: tuple[str, ...]) -> bool:
    return any(phrase in words for phrase in known)


class Outcomes:
    """Collects what became of rows until the next transaction writes it, or asks for one of its own soon."""

    def __init__(self, clock: Clock, ids: Ids, write_down_soon: Callable[[], None]) -> None:
        self._clock = clock
        self._ids = ids
        self._write_down_soon = write_down_soon
        self._report = DeliveryReport()
        self._timer: asyncio.TimerHandle | None = None

    def take(self) -> DeliveryReport:
        """The report to write now. It is given back with `keep` if that failed."""
        report, self._report = self._report, DeliveryReport()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if report:
            hit("sender.marking")
        return report

    def keep(self, report: DeliveryReport) -> None:
        """Take back a report that was not written: it comes before what happened since."""
        report.join(self._report)
        self._report = report
        self._soon()

    def mark(
        self, row: OutboxRow, state: OutboxState, *, message_id: int | None = None, error: str | None = None
    ) -> None:
        """Note that a row is done with; `state` is one of storage.delivery.outbox."""
        now = self._clock.now()
        error = error and error[:_ERROR_LENGTH]
        mark = Mark(row.id, state, row.tries, row.due_at, now, message_id, error, row.plan_id, row)
        self._report.marks.append(mark)
        self._soon()

    def postpone(self, row: OutboxRow, until: datetime, error: str) -> None:
        """Note that a row is tried again from `until` on, and why it was not sent."""
        mark = Mark(
            row.id, OutboxState.READY, row.tries, until, None, None, error[:_ERROR_LENGTH], row.plan_id
        )
        self._report.marks.append(mark)
        self._soon()

    def postpone_chat(self, chat_id: int, until: datetime) -> None:
        """Note that nothing is due for a chat before then."""
        self._report.postponed_chats[chat_id] = until
        self._soon()

    def refuse(self, row: OutboxRow, response: ApiResponse, *, is_closed: bool) -> None:
        """Note that Telegram refused a call to a group; whoever reads the report may tell people."""
        refusal = ChatRefusal(
            row.chat_id, response.code, response.description, self._clock.now(), row.id, is_closed
        )
        self._report.refusals.append(refusal)
        self._soon()

    def fill(self, place: Place) -> None:
        """Note where a place is, once what makes it was sent."""
        self._report.filled.append(place)
        self._soon()

    def heal(self, name: str, recipe: OutboxRow) -> None:
        """Note that a place is gone; a new row like the one that made it makes it again."""
        self._report.emptied.append(name)
        self._report.added.append(_once_more(recipe, self._ids.next(), self._clock.now()))
        self._soon()

    def close_chat(self, chat_id: int) -> None:
        """Note that nothing reaches this chat any longer."""
        self._report.closed_chats.add(chat_id)
        self._soon()

    def move_chat(self, old: int, new: int) -> None:
        """Note that a group has another id, and so have all its rows."""
        self._report.moved_chats[old] = new
        self._soon()

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_WRITE_DOWN_WITHIN_S, self._write_down_soon)


def _once_more(recipe: OutboxRow, row_id: int, now: datetime) -> OutboxRow:
    """The same call as a new row, with as much time as the first one had."""
    expires = recipe.expires_at and now + (recipe.expires_at - recipe.created_at)
    return replace(
        recipe, id=row_id, state=OutboxState.READY, tries=0, created_at=now, due_at=now, expires_at=expires
    )
