"""What records change of rows that are stored: only what differs is written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from storage.update import keyed, update_by_key
from surveys.records.refusal import Refusal

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowChange:
    """New values of a row beside the old ones, by column."""

    row_id: int
    before: Values
    after: Values


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of records; each is counted once, and refused ones stand by themselves."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[Refusal, ...] = ()

    def __add__(self, other: "Stored") -> "Stored":
        return Stored(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.refused + other.refused,
        )


@dataclass(slots=True)
class RowSet:
    """Rows of a table as they are and as they are to be, while one record after the other is looked at."""

    table: Table
    rows: dict[int, Values] = field(default_factory=dict)
    fresh: dict[int, Values] = field(default_factory=dict)
    before: dict[int, Values] = field(default_factory=dict)
    """Of changed rows: the values that were there, by column."""

    @classmethod
    def load(
        cls, connection: Connection, columns: Collection[Column[Any]], ids: Collection[int], *, is_held: bool
    ) -> "RowSet":
        """The rows of these ids with these columns, `id` among them.

        With `is_held` nobody else changes them before this transaction has ended.
        """
        [table] = {column.table for column in columns}
        found = select(*columns).where(table.c.id.in_(sorted(ids))).order_by(table.c.id)
        found = found.with_for_update() if is_held else found
        rows = {row["id"]: dict(row) for row in connection.execute(found).mappings()} if ids else {}
        return cls(table, rows)

    def overlay(self, changes: Iterable[RowChange]) -> None:
        """Look at rows as they will be once changes that wait are written."""
        for change in changes:
            self.rows[change.row_id].update(change.after)

    def add(self, values: Values) -> None:
        """A row that is new."""
        self.rows[values["id"]] = self.fresh[values["id"]] = values

    def of_import(self, import_id: int | None) -> list[Values]:
        """The new rows, made by that import or by none."""
        return [{**row, "import_id": import_id} for row in self.fresh.values()]

    def is_late(self, row_id: int, updated_at: datetime | None) -> bool:
        """Whether a newer state of a row is known than what was said of it as of that moment."""
        known = self.rows[row_id]["source_updated_at"]
        return updated_at is not None and known is not None and updated_at < known

    def put(self, row_id: int, wanted: Values) -> bool:
        """Take over what differs; whether anything did."""
        row = self.rows[row_id]
        new = {name: value for name, value in wanted.items() if row.get(name) != value}
        if row_id not in self.fresh and new:
            before = self.before.setdefault(row_id, {})
            for name in new:
                before.setdefault(name, row.get(name))
        row.update(new)
        return bool(new)

    def changes(self, import_id: int | None = None) -> list[RowChange]:
        """What is different from what is stored.

        A row of another import than that one is of none from then on.
        """
        found = []
        for row_id, before in sorted(self.before.items()):
            row = self.rows[row_id]
            after = {name: row[name] for name in before}
            if after == before:
                continue
            is_others = row["import_id"] not in (None, import_id)
            of_import = {"import_id": row["import_id"]} if is_others else {}
            found.append(RowChange(row_id, before | of_import, after | dict.fromkeys(of_import)))
        return found


def write(connection: Connection, table: Table, changes: Iterable[RowChange]) -> None:
    """Write the new values."""
    alike: defaultdict[tuple[str, ...], list[Values]] = defaultdict(list)
    for change in changes:
        alike[tuple(sorted(change.after))].append(keyed(change.row_id, change.after))
    for names, rows in alike.items():
        connection.execute(update_by_key(table, names), rows)


def given_values(values: Mapping[str, Any]) -> Values:
    """The values that a record says: None changes nothing."""
    return {name: value for name, value in values.items() if value is not None}


def attributes_of(stored: Mapping[str, str] | None, said: Mapping[str, str]) -> dict[str, str] | None:
    """The attributes of a row with those that a record says; None where there are none."""
    return {**(stored or {}), **said} or None
