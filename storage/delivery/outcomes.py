"""What the sender has to write down, in one place and one transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import Connection

from storage.delivery import outbox
from storage.delivery.outbox import Mark
from storage.outreach import plans
from storage.people import customers
from storage.row_values import values_of
from storage.rows import OutboxRow, Place
from storage.states import OutboxState
from storage.tables import outbox as outbox_table
from storage.upsert import insert_new
from surveys.outreach.policy import PolicyReason

_NOT_SENT = {
    OutboxState.UNCERTAIN: PolicyReason.UNCERTAIN,
    OutboxState.UNREACHABLE: PolicyReason.UNREACHABLE,
    OutboxState.EXPIRED: PolicyReason.TOO_LATE,
    OutboxState.DEAD: PolicyReason.FAILED,
}
"""What a plan is told of a message that was let through; one that was refused is dropped by the gate."""


@dataclass(frozen=True, slots=True)
class ChatRefusal:
    """Telegram refused a call to a group, in its own words. The row waits and is tried again later."""

    chat_id: int
    code: int
    description: str
    at: datetime
    row_id: int
    is_closed: bool
    """Whether nothing reaches the group: we were removed, or it is gone. Otherwise this call was refused."""


@dataclass(slots=True)
class DeliveryReport:
    """What became of calls since the last report, and what follows from it."""

    marks: list[Mark] = field(default_factory=list)
    filled: list[Place] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    closed_chats: set[int] = field(default_factory=set)
    moved_chats: dict[int, int] = field(default_factory=dict)
    added: list[OutboxRow] = field(default_factory=list)
    refusals: list[ChatRefusal] = field(default_factory=list)
    postponed_chats: dict[int, datetime] = field(default_factory=dict)
    follow_ups: list[OutboxRow] = field(default_factory=list)
    """Rows that were stored with the report, since they follow from it: set when it is written."""

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    def ids(self) -> Iterator[int]:
        """Ids of the outbox rows whose outcome this report holds."""
        return (one.id for one in self.marks)

    def join(self, later: "DeliveryReport") -> None:
        """Take over what happened after this report, when it could not be written at once."""
        self.marks += later.marks
        self.filled += later.filled
        self.emptied += later.emptied
        self.closed_chats |= later.closed_chats
        self.moved_chats |= later.moved_chats
        self.added += later.added
        self.refusals += later.refusals
        self.postponed_chats |= later.postponed_chats


Follow = Callable[[Connection, DeliveryReport, Sequence[Mark], datetime], list[OutboxRow]]
"""Stores what follows from outcomes for people, and returns the rows of the outbox that were added."""


def record_outcomes(
    connection: Connection, report: DeliveryReport, now: datetime, follow: Follow | None = None
) -> None:
    """Write a report down: in the outbox, in places and plans, and for customers who cannot be reached.

    `follow` stores what people are told of it, in the same transaction.
    """
    outbox.mark(connection, report.marks)
    _follow(connection, report, now)
    for name in report.emptied:
        outbox.empty(connection, name)
    outbox.fill(connection, report.filled)
    if report.added:  # a report whose commit was cut off is written once more
        connection.execute(
            insert_new(connection, outbox_table, "id"), [values_of(row) for row in report.added]
        )
    cancelled = outbox.cancel_chat(connection, report.closed_chats, now)
    customers.mark_blocked(connection, report.closed_chats, now)
    for chat_id, until in report.postponed_chats.items():
        outbox.postpone_chat(connection, chat_id, until)
    for old, new in report.moved_chats.items():
        outbox.move_chat(connection, old, new, now)
    if follow is not None:
        followed = [mark for mark in report.marks if mark.row is not None and mark.row.purpose is not None]
        unsent = [_unreachable(row, now) for row in cancelled]
        report.follow_ups = follow(connection, report, [*followed, *unsent], now)


def give_up_claimed(connection: Connection, now: datetime) -> int:
    """After a restart, give up what was being sent, drop its plans and return how many rows that were."""
    plans.drop(connection, outbox.plans_of(connection, OutboxState.SENDING), PolicyReason.UNCERTAIN, now)
    return outbox.give_up_claimed(connection, now)


def _follow(connection: Connection, report: DeliveryReport, now: datetime) -> None:
    """Tell the plans of these messages what became of them."""
    planned = [mark for mark in report.marks if mark.plan_id is not None]
    plans.mark_sent(connection, _plans_in(planned, OutboxState.SENT), now)
    for state, why in _NOT_SENT.items():
        plans.drop(connection, _plans_in(planned, state), why, now)
    if report.closed_chats:
        cancelled = outbox.plans_of(connection, OutboxState.READY, report.closed_chats)
        plans.drop(connection, cancelled, PolicyReason.UNREACHABLE, now)


def _unreachable(row: OutboxRow, now: datetime) -> Mark:
    return Mark(row.id, OutboxState.UNREACHABLE, row.tries, row.due_at, now, row=row)


def _plans_in(marks: list[Mark], state: OutboxState) -> list[int]:
    return [mark.plan_id for mark in marks if mark.state == state and mark.plan_id is not None]
