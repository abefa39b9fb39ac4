"""Running totals: how often each score was given, by day, touchpoint and segment."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, literal, select, text

from storage.tables import answers, totals


def distribution(
    connection: Connection, survey_id: str, start: date, end: date, *, by: str | None = None, **only: str
) -> dict[str, dict[int, int]]:
    """How often each score was given on days in [start, end), by touchpoint or segment or as one group."""
    group = totals.c[by] if by else literal("")
    statement = (
        select(group, totals.c.score, func.sum(totals.c.n))
        .where(totals.c.survey_id == survey_id, totals.c.day >= start, totals.c.day < end)
        .group_by(group, totals.c.score)
    )
    for column, value in only.items():
        statement = statement.where(totals.c[column] == value)
    groups: dict[str, dict[int, int]] = {}
    for name, score, n in connection.execute(statement):
        if n:
            groups.setdefault(name, {})[score] = int(n)
    return groups


def differences(connection: Connection) -> list[tuple[object, ...]]:
    """Totals that a recount of the answers does not confirm: (…key, counted, stored); none is right."""
    counted = _by_key(connection, _recount())
    stored = _by_key(connection, select(*totals.primary_key, totals.c.n).where(totals.c.n != 0))
    keys = sorted(counted.keys() | stored.keys(), key=str)
    return [
        (*key, counted.get(key, 0), stored.get(key, 0))
        for key in keys
        if counted.get(key, 0) != stored.get(key, 0)
    ]


def rebuild(connection: Connection) -> None:
    """Count anew. Whoever stores an answer meanwhile waits, or the new total would miss it or meet it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE totals IN EXCLUSIVE MODE"))
    connection.execute(delete(totals))
    columns = [column.name for column in totals.columns]
    connection.execute(insert(totals).from_select(columns, _recount()))


def _by_key(connection: Connection, statement: Select[Any]) -> dict[tuple[object, ...], int]:
    return {tuple(row)[:-1]: int(row[-1]) for row in connection.execute(statement)}


def _recount() -> Select[Any]:
    key = (
        answers.c.day,
        answers.c.survey_id,
        answers.c.question_id,
        func.coalesce(answers.c.touchpoint, "").label("touchpoint"),
        func.coalesce(answers.c.segment, "").label("segment"),
        answers.c.score,
    )
    return select(*key, func.count().label("n")).where(answers.c.score.is_not(None)).group_by(*key)
