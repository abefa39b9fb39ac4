"""The complaints that were closed in a period, by their cause and by what was done."""

from sqlalchemy import Connection, distinct, func, select

from storage.reports.grouping import NOTHING, Column, Only, is_complaint, matches, named, without
from storage.tables import cases
from surveys.statistics import causes_report
from surveys.statistics.causes_report import CausesReport, ClosedChoice, ClosedCount, ClosedGroup
from surveys.statistics.periods import Asked, Period

_ALL = ""


def report(connection: Connection, asked: Asked) -> CausesReport:
    """The complaints that were closed in the period and not opened again since."""
    period, only = asked.period, asked.filters
    whole = groups(connection, period, None, only).get(_ALL, ClosedGroup())
    choices = [
        ClosedChoice(value, groups(connection, period, name, without(only, name)))
        for name, value in only.items()
    ]
    return causes_report.build(period, whole, choices)


def groups(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, ClosedGroup]:
    """By group or, without `by`, under an empty name; groups without such complaints are missing."""
    wholes = _counts(connection, period, by, only, NOTHING)
    causes = _counts(connection, period, by, only, cases.c.cause)
    remedies = _counts(connection, period, by, only, cases.c.remedy)
    return {name: ClosedGroup(whole[_ALL], causes[name], remedies[name]) for name, whole in wholes.items()}


def _counts(
    connection: Connection, period: Period, by: str | None, only: Only, column: Column
) -> dict[str, dict[str, ClosedCount]]:
    """By group, how many cases of how many people have each value of the column.

    A case that ended because its customer was forgotten was not solved, and counts nowhere.
    """
    closed = cases.c
    group, name = named(closed[by] if by else NOTHING), named(column)
    rows = connection.execute(
        select(group, name, func.count(), func.count(distinct(closed.customer_id)))
        .where(is_complaint(cases), closed.solved_at.is_not(None), *matches(cases, only))
        .where(closed.closed_at >= period.since, closed.closed_at < period.until)
        .group_by(group, name)
    )
    found: dict[str, dict[str, ClosedCount]] = {}
    for of, value, n, people in rows:
        found.setdefault(of, {})[value] = ClosedCount(int(n), int(people))
    return found
