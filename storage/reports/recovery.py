"""What became of people who scored low in a period: whether a case followed, and how they scored next."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Subquery,
    exists,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy import case as when

from storage.engines.functions import seconds_between
from storage.engines.shared_reads import shared
from storage.reports.grouping import NOTHING, Only, grouped, is_low_score, matches, named, without
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

MOST_LOOKED_AT: Final = 15_000
"""Low scores with a later one, each of which is looked up: about a fifth of a second."""
_LATER: Final = answers.alias("later")
_NEXT: Final = answers.alias("next_score")
_GROUPS: Final = ("touchpoint", "segment")
_HAS_LATER: Final = answers.c.latest_until != LAST_DAY
"""Not asked with "<", for which SQLite would look through an index of all that have a later one."""
_A_ZONE: Final = timedelta(days=1)
"""How far a day of the business may lie from that of its zone today, if the zone was another one."""

_Counts = dict[bool, RecoveryCounts]
"""By whether a case followed."""


def report(
    connection: Connection, survey_id: str, question_id: str, asked: Asked, most: int = MOST_LOOKED_AT
) -> RecoveryReport | None:
    """Who of those who scored low in the period gave a better score since, with a case and without.

    None where more than `most` low scores have a later one: looking at each would take too long.
    """
    period, only = asked.period, asked.filters
    if _has_more_later(connection, survey_id, question_id, period, most):
        return None
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


def _has_more_later(
    connection: Connection, survey_id: str, question_id: str, period: Period, most: int
) -> bool:
    """Whether more low scores than that have a later one: none beyond the next is looked for."""
    found = select(answers.c.id).where(*_low(survey_id, question_id, period), _HAS_LATER)
    return connection.execute(found.offset(most).limit(1)).first() is not None


def _low(survey_id: str, question_id: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    found = answers.c
    return (
        is_low_score((survey_id, question_id)),
        found.day >= period.start,
        found.day < period.end,
        found.latest_until.is_not(None),
    )


@shared
def _people(
    connection: Connection, survey_id: str, question_id: str, period: Period, by: str | None, only: Only
) -> dict[str, _Counts]:
    """By group of the low score, or under an empty name without `by`, what became of the people.

    Of most there is nothing to look up: they scored low once, and neither a score nor a case came after.
    """
    low = _low(survey_id, question_id, period)
    has_more = answers.c.customer_id.in_(_with_more(low, period))
    found = _gathered(connection.execute(_outcomes(survey_id, question_id, (*low, has_more), by, only)))
    name = named(answers.c[by] if by else NOTHING)
    others = select(name, func.count()).where(*low, ~has_more, *matches(answers, only))
    for group, n in connection.execute(grouped(others, name, by)):
        counts = found.setdefault(group, {has_case: RecoveryCounts() for has_case in (True, False)})
        counts[False] = replace(counts[False], people=counts[False].people + n)
    return found


def _with_more(low: Sequence[ColumnElement[bool]], period: Period) -> CompoundSelect[Any]:
    """Ids of whoever scored low twice, or scored again, and of all who had a case about then."""
    theirs, opened = answers.c.customer_id, cases.c.opened_at
    since, until = period.since - _A_ZONE, period.until + CASE_WITHIN + _A_ZONE
    return union_all(
        select(theirs).where(*low, _HAS_LATER),
        select(theirs).where(*low).group_by(theirs).having(func.count() > 1),
        select(cases.c.customer_id).where(opened >= since, opened < until),
    )


def _outcomes(
    survey_id: str, question_id: str, which: Sequence[ColumnElement[bool]], by: str | None, only: Only
) -> Select[Any]:
    """How many people, by group, by whether a case followed, and by when they scored again and better."""
    low = _first_low(survey_id, question_id, which, only)
    followed = exists().where(
        cases.c.customer_id == low.c.customer_id,
        cases.c.opened_at >= low.c.answered_at,
        seconds_between(low.c.answered_at, cases.c.opened_at) < CASE_WITHIN.total_seconds(),
        or_(_NEXT.c.answered_at.is_(None), cases.c.opened_at < _NEXT.c.answered_at),
    )
    is_recovered = _NEXT.c.score >= LOWEST_RECOVERED
    people = (
        select(
            named(low.c[by] if by else NOTHING).label("name"),
            when((followed, 1), else_=0).label("has_case"),
            when((_NEXT.c.score.is_not(None), 1), else_=0).label("is_again"),
            when((is_recovered, low.c.day)).label("low_on"),
            when((is_recovered, _NEXT.c.day)).label("better_on"),
        )
        .select_from(low.outerjoin(_NEXT, _NEXT.c.id == low.c.next_id))
        .subquery()
    )
    key = people.c.name, people.c.has_case, people.c.is_again, people.c.low_on, people.c.better_on
    return select(*key, func.count()).group_by(*key)


def _first_low(
    survey_id: str, question_id: str, which: Sequence[ColumnElement[bool]], only: Only
) -> Subquery:
    """The first such low score of each person, wherever it was given, with the id of their next score.

    The next one is of another conversation: a correction later on is none.
    """
    found = answers.c
    order = found.answered_at, found.id
    columns = ("id", "customer_id", "day", "answered_at", "conversation_id", "latest_until")
    place = func.row_number().over(partition_by=found.customer_id, order_by=order).label("place")
    low = select(*(found[name] for name in (*columns, *_GROUPS)), place).where(*which).subquery()
    later = (
        select(_LATER.c.id)
        .where(
            _LATER.c.customer_id == low.c.customer_id,
            _LATER.c.survey_id == survey_id,
            _LATER.c.question_id == question_id,
            _LATER.c.score.is_not(None),
            _LATER.c.latest_until.is_not(None),
            _LATER.c.answered_at > low.c.answered_at,
            _LATER.c.conversation_id != low.c.conversation_id,
        )
        .order_by(_LATER.c.answered_at, _LATER.c.id)
        .limit(1)
        .scalar_subquery()
    )
    next_id = when((low.c.latest_until < LAST_DAY, later)).label("next_id")
    names = "customer_id", "day", "answered_at", *_GROUPS
    first = select(*(low.c[name] for name in names), next_id)
    return first.where(low.c.place == 1, *matches(low, only)).subquery()


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
