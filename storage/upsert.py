"""Insert or update, the one statement whose construct differs between the engines."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Select, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection,
    table: Table,
    *,
    add: tuple[str, ...] = (),
    put: tuple[str, ...] = (),
    while_null: str | None = None,
    key: str | None = None,
    returning: str | None = None,
) -> Executable:
    """A statement that inserts by primary key, and where the key exists updates.

    It adds to the columns `add` and overwrites the columns `put`. With `while_null` a row is left as it is
    once that column is filled; `key` names another unique column to go by, `returning` a column whose value
    afterwards is returned.
    """
    return _upsert(connection.dialect.name, table, add, put, while_null, key, returning)


def insert_adding(dialect: str, table: Table, rows: Select[Any]) -> Executable:
    """A statement that inserts rows of totals, whose last column is `n`; where a key exists, it adds."""
    statement = _insert(dialect, table).from_select(table.columns.keys(), rows)
    more = {"n": table.c.n + statement.excluded.n}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=more)


def insert_new(connection: Connection, table: Table, returning: str) -> Executable:
    """A statement that inserts what is not there yet and returns that column of the rows that were new."""
    return _insert_new(connection.dialect.name, table, returning)


@cache
def _upsert(
    dialect: str,
    table: Table,
    add: tuple[str, ...],
    put: tuple[str, ...],
    while_null: str | None,
    key: str | None,
    returning: str | None,
) -> Executable:
    statement = _insert(dialect, table)
    values = {name: table.c[name] + statement.excluded[name] for name in add}
    values |= {name: statement.excluded[name] for name in put}
    still = table.c[while_null].is_(None) if while_null else None
    unique = [table.c[key]] if key else list(table.primary_key)
    upserted = statement.on_conflict_do_update(index_elements=unique, set_=values, where=still)
    return upserted.returning(table.c[returning]) if returning else upserted


@cache
def _insert_new(dialect: str, table: Table, returning: str) -> Executable:
    return _insert(dialect, table).on_conflict_do_nothing().returning(table.c[returning])


def _insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
