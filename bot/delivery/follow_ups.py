"""What follows for people from what became of calls: a table of rules, one a purpose."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.cases import card_outcomes
from handlers.cases.follow_up import FollowUp
from handlers.shared.app_context import SUPPORT_CHAT, SupportChat
from handlers.support import feedback_outcomes, forwarding_outcomes, reply_edit, reply_outcomes, reply_undo
from storage.delivery import outbox, refusing_chats
from storage.delivery.outbox import IN_LINE_TRIES, Mark
from storage.delivery.outcomes import ChatRefusal, DeliveryReport
from storage.effects import flush
from storage.engines import savepoints
from storage.engines.database import Connection
from storage.engines.errors import fault_of
from storage.ids import Ids
from storage.people import settings
from storage.rows import OutboxRow
from storage.states import OutboxState, Purpose

log = logging.getLogger(__name__)

Rule = Callable[[FollowUp, Mark, OutboxRow], None]
Work = Callable[[FollowUp], None]
"""A rule with the outcome that it is about."""

_RULES: Final[Mapping[Purpose, Rule]] = {
    Purpose.STAFF_REPLY: reply_outcomes.settle,
    Purpose.REPLY_EDIT: reply_edit.settle,
    Purpose.REPLY_UNDO: reply_undo.settle,
    Purpose.FEEDBACK_REPLY: feedback_outcomes.settle,
    Purpose.CASE_NOTICE: reply_outcomes.settle_notice,
    Purpose.CASE_DELAY: reply_outcomes.settle_notice,
    Purpose.CASE_CARD: card_outcomes.settle,
    Purpose.CASE_WORDS: forwarding_outcomes.settle,
}
_OPENS_GROUP: Final = ("sendMessage", "createForumTopic")
"""A group that refuses one of these refuses everything of a case; any other may be one kind of file."""


class FollowUps:
    """Runs in the transaction that writes outcomes down, so that each is told of, and none twice."""

    def __init__(self, contexts: ContextStore, enqueuer: Enqueuer, ids: Ids) -> None:
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._ids = ids

    def __call__(
        self, connection: Connection, report: DeliveryReport, marks: Sequence[Mark], now: datetime
    ) -> list[OutboxRow]:
        """Store what follows from these outcomes and return the rows to send."""
        for old, new in report.moved_chats.items():
            self._follow_support_chat(connection, old, new)
        works: list[Work] = [*_works(marks), *(partial(_note, refusal=one) for one in report.refusals)]
        rows = [row for work in works for row in self._attempt(connection, work, now)]
        for chat_id, at in _accepting(report.marks).items():
            if refusing_chats.recover(connection, chat_id, at):
                outbox.hasten(connection, chat_id, now)
        return rows

    def _follow_support_chat(self, connection: Connection, old: int, new: int) -> None:
        """Staff are heard in the supergroup from now on, also where the note of the move was missed.

        What is open is shown there when a note arrives, or as soon as something of it is said.
        """
        support = self._contexts.current.support
        if support is not None and support.id == old:
            settings.store_setting(connection, SUPPORT_CHAT, SupportChat(new, before=old).chosen())

    def _attempt(self, connection: Connection, work: Work, now: datetime) -> list[OutboxRow]:
        """What one rule says of one outcome.

        If it fails, the outcome is written all the same, and the other rules go on.
        """
        try:
            return savepoints.attempted(connection, self._apply, work, now)
        except Exception as error:
            if fault_of(error) is not None:
                raise
            log.error("what follows from an outcome is not done", exc_info=error)
            return []

    def _apply(self, connection: Connection, work: Work, now: datetime) -> list[OutboxRow]:
        after = FollowUp(connection, self._contexts.current, self._ids, now)
        work(after)
        rows = [self._enqueuer.post(one, None, after.effects) for one in after.outgoing]
        flush(connection, [after.effects])
        return rows


def _works(marks: Sequence[Mark]) -> Iterator[Work]:
    for mark in marks:
        if mark.row is not None and mark.row.purpose is not None and mark.row.purpose in _RULES:
            yield partial(_settle, rule=_RULES[mark.row.purpose], mark=mark, row=mark.row)


def _settle(after: FollowUp, rule: Rule, mark: Mark, row: OutboxRow) -> None:
    rule(after, mark, row)


def _note(after: FollowUp, refusal: ChatRefusal) -> None:
    """A refusal of the whole group is kept for its owners; that of one message is told in its case."""
    row = outbox.find_row(after.connection, refusal.row_id)
    if refusal.is_closed or row is None or (row.method in _OPENS_GROUP and not _fails_alone(after, row)):
        refusing_chats.note(after.connection, refusal)
    else:
        forwarding_outcomes.refused(after, refusal, row)


def _fails_alone(after: FollowUp, row: OutboxRow) -> bool:
    """Whether a message is refused once more, while the group has taken another one since."""
    return row.tries > IN_LINE_TRIES and not refusing_chats.is_refusing(after.connection, row.chat_id)


def _accepting(marks: Sequence[Mark]) -> dict[int, datetime]:
    """The groups that took a message, and when they did last."""
    return {
        mark.row.chat_id: mark.done_at
        for mark in marks
        if mark.row is not None and mark.row.chat_id < 0 and mark.row.method in _OPENS_GROUP
        if mark.state is OutboxState.SENT and mark.done_at is not None
    }
