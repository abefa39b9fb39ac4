"""What a batch decided, written in a few bulk statements whatever the number of updates."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Table, bindparam, case, insert, literal_column, null, update

from storage import jobs
from storage.reports import upkeep
from storage.row_values import values_of
from storage.rows import ADDRESS_FIELDS, Answer, Customer, CustomerAddress, Job, OutboxRow, Row
from storage.states import OutboxState
from storage.tables import metadata, outbox, score_days, score_months
from storage.update import keyed, update_by_key
from storage.upsert import upsert
from storage.webhooks import row_events
from storage.webhooks.deliveries import publish

R = TypeVar("R", bound=Row)
_Changes = dict[tuple[type[Row], int], dict[str, Any]]
"""New values by the row's type and id."""


@dataclass(frozen=True, slots=True, order=True)
class Total:
    """The key of one running total of scores: a score given on a day, to which question, where, by whom."""

    day: date
    survey_id: str
    question_id: str
    touchpoint: str
    segment: str
    score: int


_TOTAL_NAMES = tuple(field.name for field in fields(Total))
_TOTAL = attrgetter(*_TOTAL_NAMES)


_REPLACE = (
    update(outbox)
    # As the partial index says it.
    .where(outbox.c.state == literal_column("'ready'"), outbox.c.key.is_not(None))
    .values(
        state=OutboxState.REPLACED,
        done_at=bindparam("now"),
        # It may be under way at this moment, and then be the recipe of a place.
        body=case((outbox.c.fills.is_(None), null()), else_=outbox.c.body),
    )
)


def addresses_of(customer: Customer) -> list[CustomerAddress]:
    """The rows that are the addresses among a customer's fields."""
    found = ((kind, getattr(customer, name)) for name, kind in ADDRESS_FIELDS.items())
    return [CustomerAddress(kind, str(value), customer.id) for kind, value in found if value is not None]


class Effects:
    """Plain data: rows to add, fields to change, totals to move. Nothing happens until it is flushed."""

    def __init__(self) -> None:
        self.added: list[Row] = []
        self._fresh: dict[tuple[type[Row], int], int] = {}
        self.changed: dict[tuple[type[Row], int], dict[str, Any]] = {}
        self.counted: Counter[Total] = Counter()

    @property
    def orders_jobs(self) -> bool:
        """Whether a job was added, so that somebody is to be woken for it after the commit."""
        return any(isinstance(row, Job) for row in self.added)

    def add(self, row: R) -> R:
        """Remember a row to be inserted, and return it."""
        row_id = getattr(row, "id", None)
        if row_id is not None:
            self._fresh[type(row), row_id] = len(self.added)
        self.added.append(row)
        return row

    def change(self, row: R, **values: Any) -> R:
        """The row with new values, remembered to be written; `row` must have an id.

        Changes add up, also those that were made to an earlier form of the row.
        """
        key = (type(row), row.id)  # type: ignore[attr-defined]  # only rows with an id are changed
        index = self._fresh.get(key)
        if index is None:
            self.changed.setdefault(key, {}).update(values)
            return replace(row, **self.changed[key])
        known = self.added[index]
        assert isinstance(known, type(row))
        self.added[index] = new = replace(known, **values)
        return new

    def split(self, *kinds: type[Row]) -> "Effects":
        """The rows of these types that were to be inserted, taken out to be written before the others.

        What is changed of them from now on is a change of a stored row.
        """
        early, rest = Effects(), [row for row in self.added if type(row) not in kinds]
        for row in self.added:
            if type(row) in kinds:
                early.add(row)
        self.added, self._fresh = [], {}
        for row in rest:
            self.add(row)
        return early

    def count(self, total: Total, n: int = 1) -> None:
        """Add `n` to a running total of scores; a score that is taken back counts −1."""
        self.counted[total] += n


def flush(connection: Connection, decided: Iterable[Effects]) -> None:
    """Write all effects: rows table by table, parents first; then changes; then totals of scores."""
    effects = list(decided)
    added = [row for one in effects for row in one.added]
    added += [address for row in added if isinstance(row, Customer) for address in addresses_of(row)]
    changes = _changes(effects)
    with upkeep.following(connection, changed=_counted_changes(changes, added), added=_counted_rows(added)):
        changed_events = row_events.of_changes(connection, changes)
        _insert(added, connection)
        _update(changes, connection)
    _count(effects, connection)
    for event, subjects in row_events.joined(row_events.of_rows(added), changed_events):
        publish(connection, event, subjects)


def _changes(effects: Iterable[Effects]) -> _Changes:
    """Of each row, whoever changed it; the last word counts."""
    changes: _Changes = {}
    for one in effects:
        for key, values in one.changed.items():
            changes.setdefault(key, {}).update(values)
    return changes


def _counted_changes(changes: _Changes, added: Iterable[Row]) -> upkeep.Ids:
    found: defaultdict[type[Row], set[int]] = defaultdict(set)
    for (kind, row_id), values in changes.items():
        if upkeep.is_counted(kind, values.keys()):
            found[kind].add(row_id)
    if moved := upkeep.customers_of(added):
        found[Customer] |= moved
    return found


def _counted_rows(added: Iterable[Row]) -> upkeep.Ids:
    found: defaultdict[type[Row], set[int]] = defaultdict(set)
    for row in added:
        if upkeep.is_counted(type(row)) and not (isinstance(row, Answer) and row.score is None):
            found[type(row)].add(row.id)  # type: ignore[attr-defined]  # what is counted has an id
    return found


def _insert(rows: list[Row], connection: Connection) -> None:
    by_type: defaultdict[type[Row], list[Row]] = defaultdict(list)
    for row in _with_replaced(rows, connection):
        by_type[type(row)].append(row)
    for kind in sorted(by_type, key=lambda kind: _rank()[kind.table.name]):
        statement = jobs.replacing(connection) if kind is Job else _insert_into(kind.table)
        connection.execute(statement, [values_of(row) for row in by_type[kind]])


def _with_replaced(rows: list[Row], connection: Connection) -> list[Row]:
    """The rows to insert, once what waits in the outbox under one of their keys was replaced by them."""
    latest = {row.key: row for row in rows if isinstance(row, OutboxRow) and row.key is not None}
    if not latest:
        return rows
    now = max(row.created_at for row in latest.values())
    connection.execute(_REPLACE.where(outbox.c.key.in_(latest)), {"now": now})
    return [_replaced(row) if _is_replaced(row, latest) else row for row in rows]


def _is_replaced(row: Row, latest: Mapping[str, OutboxRow]) -> bool:
    return isinstance(row, OutboxRow) and row.key is not None and latest[row.key] is not row


def _replaced(row: Row) -> Row:
    """A row that is replaced by another of the same batch."""
    assert isinstance(row, OutboxRow)
    return replace(row, state=OutboxState.REPLACED, body=None)


def _update(changes: _Changes, connection: Connection) -> None:
    merged: defaultdict[tuple[type[Row], tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
    for (kind, row_id), values in sorted(changes.items(), key=lambda item: (item[0][0].__name__, item[0][1])):
        merged[kind, tuple(sorted(values))].append(keyed(row_id, values))
    for (kind, names), parameters in merged.items():
        connection.execute(update_by_key(kind.table, names), parameters)


def _count(effects: Iterable[Effects], connection: Connection) -> None:
    counted: Counter[Total] = Counter()
    for one in effects:
        counted.update(one.counted)
    days = [_moved(total, n) for total, n in sorted(counted.items()) if n]
    if days:
        connection.execute(upsert(connection, score_days, add=("n",)), days)
        connection.execute(upsert(connection, score_months, add=("n",)), _by_month(days))


def _moved(total: Total, n: int) -> dict[str, Any]:
    return {**dict(zip(_TOTAL_NAMES, _TOTAL(total), strict=True)), "n": n}


def _by_month(days: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the order of their key, as the days are: two writers must not wait for each other in a circle."""
    months = [{**day, "day": day["day"].replace(day=1)} for day in days]
    return sorted(months, key=itemgetter(*_TOTAL_NAMES))


@cache
def _rank() -> dict[str, int]:
    return {table.name: rank for rank, table in enumerate(metadata.sorted_tables)}


@cache
def _insert_into(table: Table) -> Executable:
    return insert(table)
