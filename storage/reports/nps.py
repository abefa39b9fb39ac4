"""How often each score was given, for the report on NPS and its picture."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, Subquery, func, select

from storage.engines.functions import first_of_month
from storage.reports import responses, spans
from storage.reports.grouping import NOTHING, Column, Only, matches, named
from storage.reports.totals import SCORES
from surveys.statistics import nps_report
from surveys.statistics.nps_report import NpsReport
from surveys.statistics.periods import Asked, Period


def report(
    connection: Connection, survey_id: str, question_id: str, asked: Asked, *, by: str = "touchpoint"
) -> NpsReport:
    """The report on NPS of a period beside the one before it, by touchpoint or segment."""

    def of(period: Period) -> dict[str, dict[int, int]]:
        only = {**asked.filters, "question_id": question_id}
        return distribution(connection, survey_id, period.start, period.end, by=by, **only)

    asking = responses.funnels(connection, survey_id, asked.period, by, asked.filters)
    return nps_report.build(asked.period, asked.previous, of(asked.period), of(asked.previous), asking)


def distribution(
    connection: Connection, survey_id: str, start: date, end: date, *, by: str | None = None, **only: str
) -> dict[str, dict[int, int]]:
    """By group, how often each score was given to a survey on days [start, end).

    Groups are touchpoints or segments, or one under an empty name without `by`; `only` are filters by column.
    """
    scores = spans.of_days(SCORES, start, end)
    group = named(scores.c[by]) if by else named(NOTHING)
    groups: dict[str, dict[int, int]] = {}
    for name, score, n in connection.execute(_counted(scores, group, {**only, "survey_id": survey_id})):
        groups.setdefault(name, {})[score] = int(n)
    return groups


def monthly(
    connection: Connection, survey_id: str, question_id: str, start: date, end: date, only: Only
) -> dict[date, dict[int, int]]:
    """By the first day of each month, how often each score was given on days [start, end).

    Months without scores are missing.
    """
    scores = spans.of_days(SCORES, start, end)
    wanted = {**only, "survey_id": survey_id, "question_id": question_id}
    months: dict[date, dict[int, int]] = {}
    for month, score, n in connection.execute(_counted(scores, first_of_month(scores.c.day), wanted)):
        months.setdefault(month, {})[score] = int(n)
    return months


def _counted(scores: Subquery, group: Column, only: Only) -> Select[Any]:
    """Scores that were taken back leave no group behind."""
    n = func.sum(scores.c.n)
    return (
        select(group, scores.c.score, n)
        .where(*matches(scores, only))
        .group_by(group, scores.c.score)
        .having(n != 0)
    )
