"""What follows for people from what became of calls: a table of rules, one a purpose."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.cases.follow_up import FollowUp
from handlers.support import reply_outcomes
from storage.delivery.outbox import Mark
from storage.delivery.outcomes import DeliveryReport
from storage.effects import flush
from storage.engines import savepoints
from storage.engines.database import Connection
from storage.engines.errors import is_passing
from storage.ids import Ids
from storage.rows import OutboxRow
from storage.states import Purpose

log = logging.getLogger(__name__)

Rule = Callable[[FollowUp, Mark, OutboxRow], None]
Work = Callable[[FollowUp], None]
"""A rule with the outcome that it is about."""

_RULES: Final[Mapping[Purpose, Rule]] = {Purpose.STAFF_REPLY: reply_outcomes.settle}


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
        works = _works(marks)
        return [row for work in works for row in self._attempt(connection, work, now)]

    def _attempt(self, connection: Connection, work: Work, now: datetime) -> list[OutboxRow]:
        """What one rule says of one outcome.

        If it fails, the outcome is written all the same, and the other rules go on.
        """
        try:
            return savepoints.attempted(connection, self._apply, work, now)
        except Exception as error:
            if is_passing(error):
                raise
            log.error("what follows from an outcome is not done", exc_info=error)
            return []

    def _apply(self, connection: Connection, work: Work, now: datetime) -> list[OutboxRow]:
        after = FollowUp(connection, self._contexts.current, self._ids, now)
        work(after)
        rows = [self._enqueuer.post(one, after.customer, after.effects) for one in after.outgoing]
        flush(connection, [after.effects])
        return rows


def _works(marks: Sequence[Mark]) -> Iterator[Work]:
    for mark in marks:
        if mark.row is not None and mark.row.purpose is not None and mark.row.purpose in _RULES:
            yield partial(_settle, rule=_RULES[mark.row.purpose], mark=mark, row=mark.row)


def _settle(after: FollowUp, rule: Rule, mark: Mark, row: OutboxRow) -> None:
    rule(after, mark, row)
