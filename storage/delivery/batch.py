"""The two ends of a batch's transaction: what is loaded when it opens, what is written when it closes."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from storage.delivery import inbox
from storage.delivery.outcomes import DeliveryReport, Follow, record_outcomes
from storage.effects import Effects, flush
from storage.people import staff
from storage.people.customers import Known, known
from storage.rows import InboxUpdate
from surveys.roles import Role


@dataclass(frozen=True, slots=True)
class Opened:
    """The updates to handle now, who wrote them, and whether more may wait in the inbox."""

    updates: list[InboxUpdate] = field(default_factory=list)
    people: dict[int, Known] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)
    """Roles of those who are no customers: whoever has written in groups only may still be enrolled."""
    more: bool = False
    unread_cases: set[int] = field(default_factory=set)
    """The cases whose customers said something in updates of this batch: nobody was shown it yet."""


def open_batch(  # noqa: PLR0913  # how a batch is read is decided by its caller
    connection: Connection,
    arrived: Sequence[InboxUpdate],
    limit: int,
    *,
    from_inbox: bool,
    person_of: Callable[[InboxUpdate], int | None],
    without: Collection[int] = (),
    only: int | None = None,
    is_held: inbox.IsHeld = inbox.is_never_held,
) -> Opened:
    """Make what arrived durable and load what its handlers may read.

    While updates wait in the inbox, new ones queue behind them: a lane keeps its order. `person_of` tells the
    Telegram id of whoever wrote an update; None where it is from nobody. Of the inbox, lanes `without` are
    left out; with `only` that lane alone is looked at. `is_held` tells of an album that may not be complete.
    """
    if from_inbox:
        if arrived:
            inbox.store_waiting(connection, arrived)
        heads = inbox.take_waiting(connection, limit, without=without, only=only, is_held=is_held)
        more = bool(heads)
    else:
        heads = inbox.receive(connection, arrived)
        more = len({update.lane for update in arrived}) < len(arrived)
    who = {person for update in heads if (person := person_of(update)) is not None}
    people = known(connection, who)
    return Opened(heads, people, staff.roles_of(connection, who - people.keys()), more)


def close_batch(
    connection: Connection,
    effects: Iterable[Effects],
    spoilt: Iterable[tuple[InboxUpdate, str]],
    report: DeliveryReport,
    now: datetime,
    follow: Follow | None = None,
) -> None:
    """Write everything that the batch decided, its poison, and what became of earlier messages."""
    inbox.poison(connection, spoilt)
    flush(connection, effects)
    record_outcomes(connection, report, now, follow)
