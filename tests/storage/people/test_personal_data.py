"""Every column that may tell of a person is declared, so that nobody is forgotten by halves."""

from collections.abc import Iterator

from sqlalchemy import Column, LargeBinary, String, Table, TypeDecorator

from storage.engines.types import Choice, IntChoice
from storage.people.personal_data import IMPERSONAL, PERSONAL, REKEYED
from storage.tables import metadata


def _holds_text(column: Column[object]) -> bool:
    """Whether anything may stand in it: text, JSON, bytes; not one of a fixed set."""
    kind = column.type
    if isinstance(kind, Choice | IntChoice):
        return False
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return isinstance(kind, String | LargeBinary)


def _texts(table: Table) -> set[str]:
    return {column.name for column in table.c if _holds_text(column)}


def _undeclared() -> Iterator[str]:
    for table in metadata.sorted_tables:
        one = PERSONAL.get(table.name)
        if one is None:
            known = IMPERSONAL.get(table.name, frozenset())
        elif one.is_dropped:
            continue
        else:
            known = one.kept | one.emptied.keys()
        yield from (f"{table.name}.{name}" for name in sorted(_texts(table) - known))


def test_every_column_of_text_is_declared() -> None:
    assert list(_undeclared()) == []


def test_every_table_is_personal_or_not() -> None:
    assert PERSONAL.keys() | IMPERSONAL.keys() == metadata.tables.keys()
    assert PERSONAL.keys() & IMPERSONAL.keys() == set()


def test_what_names_a_customer_is_personal() -> None:
    naming = {table.name for table in metadata.sorted_tables if "customer_id" in table.c}
    assert naming <= PERSONAL.keys()
    referring = {
        table.name
        for table in metadata.sorted_tables
        if any(key.column.table.name == "customers" for key in table.foreign_keys)
    }
    dropped = {name for name, one in PERSONAL.items() if one.is_dropped}
    assert referring <= {table.name for table in REKEYED} | dropped


def test_only_columns_that_exist_are_declared() -> None:
    for one in PERSONAL.values():
        assert one.emptied.keys() | one.kept | one.of_staff <= set(one.table.c.keys())
    for name, texts in IMPERSONAL.items():
        if not name.endswith(("_days", "_months")):
            assert texts <= set(metadata.tables[name].c.keys())
