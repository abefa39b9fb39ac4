"""How people scored, for the report on NPS and its picture: of each the latest score, or all of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    func,
    literal_column,
    select,
    union_all,
)

from storage.engines.functions import first_of_month
from storage.engines.shared_reads import shared
from storage.reports import latest_scores, responses, spans
from storage.reports.grouping import NOTHING, Column, Only, band_of, matches, named, without
from storage.reports.totals import LATEST_SCORES, SCORES
from storage.tables import answers
from surveys.statistics import nps_report, suppression
from surveys.statistics.nps_report import NpsReport, Scores
from surveys.statistics.periods import Asked, Period
from surveys.statistics.scores import Counts

_BANDS: Final = ("detractors", "passives", "promoters")
"""What the bands of totals of latest scores are."""


def report(
    connection: Connection,
    survey_id: str,
    question_id: str,
    asked: Asked,
    *,
    by: str = "touchpoint",
    all_answers: bool = False,
) -> NpsReport:
    """The report on NPS of a period beside the one before it, by touchpoint or segment.

    People count with their latest score of a period, or with `all_answers` each of their scores counts.
    """
    asking = responses.funnels(connection, survey_id, asked.period, by, asked.filters)
    now, before = (
        _scores(connection, survey_id, question_id, period, by, asked.filters)
        for period in (asked.period, asked.previous)
    )
    hides, hid = (
        hides_choice(connection, survey_id, question_id, period, asked.filters, all_answers=all_answers)
        for period in (asked.period, asked.previous)
    )
    return nps_report.build(
        asked.period, asked.previous, now, before, asking, counts_answers=all_answers, secret=(hides, hid)
    )


@shared
def _scores(
    connection: Connection, survey_id: str, question_id: str, period: Period, by: str, only: Only
) -> dict[str, Scores]:
    """By group, how people scored, and all scores that were given."""
    wanted = {**only, "question_id": question_id}
    given = distribution(connection, survey_id, period.start, period.end, by=by, **wanted)
    people = latest(connection, survey_id, question_id, period, by, only)
    return {name: Scores(people.get(name, Counts()), Counts.of(given[name])) for name in given}


def hides_choice(
    connection: Connection,
    survey_id: str,
    question_id: str,
    period: Period,
    only: Only,
    *,
    all_answers: bool = False,
) -> bool:
    """Whether a filter chooses a group that the table of such groups hides."""
    for name, value in only.items():
        rest = without(only, name)
        if all_answers:
            table = _scores(connection, survey_id, question_id, period, name, rest)
        else:
            people = latest(connection, survey_id, question_id, period, name, rest)
            table = {group: Scores(counts) for group, counts in people.items()}
        if value in nps_report.hidden_groups(table, counts_answers=all_answers):
            return True
    return False


def latest(
    connection: Connection, survey_id: str, question_id: str, period: Period, by: str, only: Only
) -> dict[str, Counts]:
    """By group, how the people scored who answered in a period, each with their latest score in it.

    Whoever answered at two touchpoints is in the group of that score; so groups add up to the whole.
    """
    scores = _latest(survey_id, question_id, period.start, period.end)
    group = named(scores.c[by])
    n = func.sum(scores.c.n)
    rows = connection.execute(
        select(group, scores.c.band, n)
        .where(*matches(scores, only))
        .group_by(group, scores.c.band)
        .having(n > 0)
    )
    return _by_band(rows)


def monthly(
    connection: Connection, survey_id: str, question_id: str, start: date, end: date, only: Only
) -> dict[date, Counts]:
    """By the first day of each month, how the people scored who answered in it, each with their latest score.

    Both days are the first of a month. Months without scores are missing.
    """
    scores = spans.of_days(LATEST_SCORES, start, end)
    month, n = first_of_month(scores.c.day), func.sum(scores.c.n)
    wanted = {**only, "survey_id": survey_id, "question_id": question_id}
    rows = connection.execute(
        select(month, scores.c.band, n)
        .where(scores.c.until_month > month, *matches(scores, wanted))
        .group_by(month, scores.c.band)
        .having(n > 0)
    )
    return _by_band(rows)


def hidden_months(
    connection: Connection, survey_id: str, question_id: str, start: date, end: date, only: Only
) -> set[date]:
    """The first days of the months whose tables hide the group that a filter chooses."""
    found: set[date] = set()
    for name, value in only.items():
        sizes: dict[date, dict[str, int]] = {}
        scores = spans.of_days(LATEST_SCORES, start, end)
        month, group = first_of_month(scores.c.day), named(scores.c[name])
        wanted = {**without(only, name), "survey_id": survey_id, "question_id": question_id}
        people = select(month, group, func.sum(scores.c.n)).where(scores.c.until_month > month)
        rows = connection.execute(people.where(*matches(scores, wanted)).group_by(month, group))
        for first, of_group, n in rows:
            sizes.setdefault(first, {})[of_group] = int(n)
        found |= {first for first, groups in sizes.items() if value in suppression.hidden(groups)}
    return found


def distribution(
    connection: Connection, survey_id: str, start: date, end: date, *, by: str | None = None, **only: str
) -> dict[str, dict[int, int]]:
    """By group, how often each score was given to a survey on days [start, end), also by the same person.

    Groups are touchpoints or segments, or one under an empty name without `by`; `only` are filters by column.
    """
    scores = spans.of_days(SCORES, start, end)
    group = named(scores.c[by]) if by else named(NOTHING)
    groups: dict[str, dict[int, int]] = {}
    for name, score, n in connection.execute(_counted(scores, group, {**only, "survey_id": survey_id})):
        groups.setdefault(name, {})[score] = int(n)
    return groups


def _latest(survey_id: str, question_id: str, start: date, end: date) -> Subquery:
    """Scores of days [start, end) after which their person gave none before `end`: to be added up.

    The totals know the month of the next score. Where the period ends within that month, the rows of its
    shorter part do: those that stood at the end are added, or those that did not are taken off.
    """
    counted = spans.of_days(LATEST_SCORES, start, end)
    first, last = end.replace(day=1), spans.month_from(end)
    is_early = end - first < last - end
    columns = [counted.c[name] for name in ("touchpoint", "segment", "band", "n")]
    found: list[Select[Any]] = [
        select(*columns).where(
            counted.c.survey_id == survey_id,
            counted.c.question_id == question_id,
            counted.c.until_month >= (first if is_early else last),
        )
    ]
    if first != end:
        until, n = ((first, end), "-1") if is_early else ((end, last), "1")
        found.append(_latest_rows(survey_id, question_id, (start, end), until, n))
    return union_all(*found).subquery()


def _latest_rows(
    survey_id: str, question_id: str, days: tuple[date, date], until: tuple[date, date], n: str
) -> Select[Any]:
    """Scores of days whose next one was given on other days, both half-open, each as `n` of them."""
    columns: list[Column] = [
        named(answers.c.touchpoint).label("touchpoint"),
        named(answers.c.segment).label("segment"),
        band_of(answers.c.kind, answers.c.score).label("band"),
        literal_column(n).label("n"),
    ]
    return select(*columns).where(
        answers.c.survey_id == survey_id,
        answers.c.question_id == question_id,
        answers.c.score.is_not(None),
        *_within(answers.c.day, days),
        *_within(answers.c.latest_until, until),
        latest_scores.IS_PAST,
    )


def _within(day: Column, days: tuple[date, date]) -> tuple[ColumnElement[bool], ...]:
    return day >= days[0], day < days[1]


def _by_band(rows: Any) -> dict[Any, Counts]:
    found: dict[Any, dict[str, int]] = {}
    for group, band, n in rows:
        found.setdefault(group, {})[_BANDS[band]] = int(n)
    return {group: Counts(**bands) for group, bands in found.items()}


def _counted(scores: Subquery, group: Column, only: Mapping[str, str]) -> Select[Any]:
    """Scores that were taken back leave no group behind."""
    n = func.sum(scores.c.n)
    return (
        select(group, scores.c.score, n)
        .where(*matches(scores, only))
        .group_by(group, scores.c.score)
        .having(n != 0)
    )
