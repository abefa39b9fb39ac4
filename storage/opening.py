"""The two ends of a batch's transaction: what is loaded when it opens, what is written when it closes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from storage import letters, staff
from storage.delivery import Report, write_down
from storage.effects import Effects, flush
from storage.people import Known, known
from storage.rows import Letter
from surveys.roles import Role


@dataclass(frozen=True, slots=True)
class Opened:
    """The letters to handle now, who wrote them, and whether more may wait in the inbox."""

    letters: list[Letter] = field(default_factory=list)
    people: dict[int, Known] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)
    """Of those who are no customers: whoever has written in groups only may be enrolled all the same."""
    more: bool = False


def open_batch(
    connection: Connection,
    arrived: Sequence[Letter],
    limit: int,
    *,
    from_inbox: bool,
    person_of: Callable[[Letter], int | None],
) -> Opened:
    """Make what arrived durable and load what its handlers may read.

    While letters wait in the inbox, new ones queue behind them: a lane keeps its order.
    """
    if from_inbox:
        if arrived:
            letters.keep(connection, arrived)
        heads = letters.take_waiting(connection, limit)
        more = bool(heads)
    else:
        heads = letters.receive(connection, arrived)
        more = len({letter.lane for letter in arrived}) < len(arrived)
    who = {person for letter in heads if (person := person_of(letter)) is not None}
    people = known(connection, who)
    return Opened(heads, people, staff.roles_of(connection, who - people.keys()), more)


def close_batch(
    connection: Connection,
    effects: Iterable[Effects],
    spoilt: Iterable[tuple[Letter, str]],
    report: Report,
    now: datetime,
) -> None:
    """Write everything that the batch decided, and what became of earlier messages."""
    letters.poison(connection, spoilt)
    flush(connection, effects)
    write_down(connection, report, now)
