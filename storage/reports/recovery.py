"""What became of people who scored low in a period: whether a case followed, and how they scored next."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Integer, Subquery, and_, exists, func, literal_column, or_, select
from sqlalchemy import case as when

from storage.engines.functions import seconds_between
from storage.reports.grouping import NOTHING, Only, matches, named, without
from storage.reports.latest_scores import LAST_DAY
from storage.tables import answers, cases
from surveys.statistics import suppression
from surveys.statistics.periods import Asked, Period
from surveys.statistics.recovery import (
    CASE_WITHIN,
    LOWEST_RECOVERED,
    RecoveryCounts,
    RecoveryReport,
    ScoreRecovery,
)

# As the partial index says it.
_IS_LOW: Final = and_(
    answers.c.kind == literal_column("'score'"), answers.c.score <= literal_column("6", Integer)
)
_LATER: Final = answers.alias("later")

_Counts = dict[bool, RecoveryCounts]
"""By whether a case followed."""


def report(connection: Connection, survey_id: str, question_id: str, asked: Asked) -> RecoveryReport:
    """Who of those who scored low in the period gave a better score since, with a case and without."""
    period, only = asked.period, asked.filters
    counts = _people(connection, survey_id, question_id, period, None, only).get("", {})
    secret = dict.fromkeys((True, False), False)
    for name, value in only.items():
        table = _people(connection, survey_id, question_id, period, name, without(only, name))
        for has_case in secret:
            sizes = {group: found[has_case].asked_again for group, found in table.items()}
            secret[has_case] |= value in suppression.hidden(sizes)
    with_case, without_case = (
        ScoreRecovery(counts.get(has_case, RecoveryCounts()), secret[has_case]) for has_case in (True, False)
    )
    return RecoveryReport(with_case, without_case)


def _people(
    connection: Connection, survey_id: str, question_id: str, period: Period, by: str | None, only: Only
) -> dict[str, _Counts]:
    """By group of the low score, or under an empty name without `by`, what became of the people."""
    low = _first_low(survey_id, question_id, period)
    later = _next_scores(low, survey_id, question_id)
    followed = exists().where(
        cases.c.customer_id == low.c.customer_id,
        cases.c.opened_at >= low.c.answered_at,
        seconds_between(low.c.answered_at, cases.c.opened_at) < CASE_WITHIN.total_seconds(),
        or_(later.c.answered_at.is_(None), cases.c.opened_at < later.c.answered_at),
    )
    is_recovered = later.c.score >= LOWEST_RECOVERED
    people = (
        select(
            named(low.c[by] if by else NOTHING).label("name"),
            when((followed, 1), else_=0).label("has_case"),
            when((later.c.score.is_not(None), 1), else_=0).label("is_again"),
            when((is_recovered, low.c.day)).label("low_on"),
            when((is_recovered, later.c.day)).label("better_on"),
        )
        .select_from(low.outerjoin(later, later.c.low_id == low.c.id))
        .where(low.c.place == 1, *matches(low, only))
        .subquery()
    )
    key = people.c.name, people.c.has_case, people.c.is_again, people.c.low_on, people.c.better_on
    return _gathered(connection.execute(select(*key, func.count()).group_by(*key)))


def _first_low(survey_id: str, question_id: str, period: Period) -> Subquery:
    """The low scores of a period; the first of each person, wherever it was given, has place 1."""
    order = answers.c.answered_at, answers.c.id
    return (
        select(
            answers.c.id,
            answers.c.customer_id,
            answers.c.day,
            answers.c.answered_at,
            answers.c.conversation_id,
            answers.c.latest_until,
            answers.c.touchpoint,
            answers.c.segment,
            func.row_number().over(partition_by=answers.c.customer_id, order_by=order).label("place"),
        )
        .where(
            answers.c.survey_id == survey_id,
            answers.c.question_id == question_id,
            answers.c.day >= period.start,
            answers.c.day < period.end,
            answers.c.latest_until.is_not(None),
            _IS_LOW,
        )
        .subquery()
    )


def _next_scores(low: Subquery, survey_id: str, question_id: str) -> Subquery:
    """What people who scored low scored next, in another conversation: a correction later on is none."""
    order = _LATER.c.answered_at, _LATER.c.id
    place = func.row_number().over(partition_by=low.c.id, order_by=order).label("place")
    found = (
        select(low.c.id.label("low_id"), _LATER.c.score, _LATER.c.day, _LATER.c.answered_at, place)
        .join_from(low, _LATER, _LATER.c.customer_id == low.c.customer_id)
        .where(
            low.c.place == 1,
            low.c.latest_until < LAST_DAY,
            _LATER.c.survey_id == survey_id,
            _LATER.c.question_id == question_id,
            _LATER.c.score.is_not(None),
            _LATER.c.latest_until.is_not(None),
            _LATER.c.answered_at > low.c.answered_at,
            _LATER.c.conversation_id != low.c.conversation_id,
        )
        .subquery()
    )
    first = select(found.c.low_id, found.c.score, found.c.day, found.c.answered_at)
    return first.where(found.c.place == 1).subquery()


def _gathered(rows: Iterable[Any]) -> dict[str, _Counts]:
    people, again = Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    days: dict[tuple[str, bool], Counter[int]] = {}
    for name, has_case, is_again, low_on, better_on, n in rows:
        key = name, bool(has_case)
        people[key] += n
        again[key] += n if is_again else 0
        if better_on is not None:
            days.setdefault(key, Counter())[(better_on - low_on).days] += n
    return {
        name: {
            has_case: RecoveryCounts(
                people[name, has_case], again[name, has_case], days.get((name, has_case), {})
            )
            for has_case in (True, False)
        }
        for name in {name for name, _ in people}
    }
