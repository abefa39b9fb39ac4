"""How many of those whom we asked answered: each asking counts once, and only what we began ourselves."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from storage.engines.database import Database
from storage.reports import nps, responses, totals
from storage.rows import Customer, Row
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactKind, PolicyReason
from surveys.statistics.nps_report import as_json
from surveys.statistics.periods import Period
from surveys.statistics.response import ResponseCohort, ResponseCounts, cohort_periods, cohorts
from surveys.statistics.scores import wilson
from tests.storage.history import asked, at, keep, plan
from tests.storage.samples import answer, conversation, customer


def asking(
    who: Customer, began: datetime, score: int | None = None, *, state: PlanState = PlanState.SENT,
    touchpoint: str | None = None,
) -> list[Row]:  # fmt: skip
    """A survey that a plan of ours began, and the score given in it."""
    begun = plan(
        who, None, began, journey="quarterly-nps", kind=ContactKind.RELATIONAL, state=state, done_at=began
    )
    talk = conversation(
        who, started_at=began, touched_at=began, touchpoint=touchpoint, plan_id=begun.id,
        answered_at=None if score is None else began,
    )  # fmt: skip
    given = (
        []
        if score is None
        else [answer(talk, score, day=began.date(), answered_at=began, touchpoint=touchpoint)]
    )
    return [begun, talk, *given]


async def test_who_was_asked_by_us_and_how_many_answered_is_told_by_group(database: Database) -> None:
    people = [customer(number) for number in range(7)]
    own = conversation(people[5], started_at=at(3, 10))
    await keep(
        database,
        *people,
        *asking(people[0], at(2, 10), 9, touchpoint="Arbat"),
        *asking(people[1], at(2, 10), touchpoint="Arbat"),
        *asking(people[2], at(2, 10), 3),
        *asking(people[3], at(2, 10), state=PlanState.DROPPED),  # nobody knows whether it came
        *asking(people[4], at(2, 10), 8, state=PlanState.DROPPED),  # it came, for it was answered
        own,
        answer(own, 10, day=at(3, 10).date(), answered_at=at(3, 10)),
        *asking(people[6], at(30, 9), 7),
    )
    await database.write(totals.rebuild)
    report = await database.read(nps.report, "nps", "score", asked(10))
    whole, *groups = as_json(report)["rows"]
    assert (whole["delivered"], whole["response_rate"]) == (4, 0.75)
    arbat = next(row for row in groups if row["group"] == "Arbat")
    assert (arbat["delivered"], arbat["response_rate"]) == (2, 0.5)
    assert report.whole.counts.n == 4
    filtered = await database.read(nps.report, "nps", "score", asked(10, touchpoint="Arbat"))
    assert as_json(filtered)["rows"][0]["delivered"] == 2
    november = await database.read(nps.report, "nps", "score", asked(11))
    assert [(row["delivered"], row["response_rate"]) for row in as_json(november)["rows"]] == [(None, None)]


# By send date ---------------------------------------------------------------------------------------


def sent(began: datetime, done: datetime, why: PolicyReason | None = None, **given: Any) -> list[Row]:
    """A question that began then and that arrived, or came to an end in another way."""
    who = customer()
    state = PlanState.SENT if why is None else PlanState.DROPPED
    about = {"journey": "quarterly-nps", "kind": ContactKind.RELATIONAL, "about": None}
    begun = plan(who, None, began, **about, state=state, why=why, done_at=done)
    score = given.pop("score", None)
    answered = done if score else None
    talk = conversation(
        who, started_at=began, touched_at=began, plan_id=begun.id, answered_at=answered, **given
    )
    scored = [answer(talk, score, day=done.date(), answered_at=done)] if score else []
    return [who, begun, talk, *scored]


async def cohorts_of(database: Database, period: Period, now: datetime, **only: str) -> list[ResponseCohort]:
    periods = cohort_periods(period)
    counts = await database.read(responses.by_send_date, "nps", periods, only)
    return cohorts(periods, counts, now, timedelta(days=14))


async def test_a_cohort_is_what_was_sent_in_a_week_and_is_judged_when_its_time_is_over(
    database: Database,
) -> None:
    # Sunday's question waits for Monday's morning: it is of Monday's week. By Moscow's clock, too.
    late = at(4, 10, 21, 30)
    await keep(
        database,
        *sent(at(1, 10), at(1, 10), score=9),
        *sent(at(2, 10), at(2, 10), touchpoint="hall"),
        *sent(at(2, 10), at(3, 10), PolicyReason.UNREACHABLE),
        *sent(at(4, 10), late, score=3),
        *sent(at(4, 10), at(5, 10), PolicyReason.FAILED),
        *sent(at(6, 10), at(6, 10), PolicyReason.UNCERTAIN, score=8),  # it came, for it was answered
        *sent(at(6, 10), at(6, 10), PolicyReason.OBSOLETE),  # never sent
        *sent(at(30, 10), at(30, 10)),
        *sent(at(31, 10), at(1, 11)),
        *sent(at(1, 10), at(1, 10), survey_id="order"),
    )
    first, second, *others, last = await cohorts_of(database, asked(10).period, at(25, 10))
    assert [first.period.start.day, first.period.end.day, second.period.end.day] == [1, 5, 12]
    assert first.counts == ResponseCounts(delivered=2, answered=1, blocked=1)
    assert (first.rate, first.interval) == (0.5, wilson(1, 2))
    assert second.counts == ResponseCounts(delivered=2, answered=2, failed=1)
    assert second.is_over is False  # the 25th is within fourteen days of the 11th
    assert (second.rate, second.interval) == (None, None)
    assert sum((one.counts for one in others), ResponseCounts()).sent == 0
    assert (last.period.end.day, last.counts.sent) == (1, 1)
    [hall, *_] = await cohorts_of(database, asked(10).period, at(25, 10), touchpoint="hall")
    assert hall.counts == ResponseCounts(delivered=1)
    later = await cohorts_of(database, asked(10).period, at(26, 10))
    assert later[1].rate == 1.0


def test_a_long_period_is_told_by_month_and_nothing_reaches_beyond_it() -> None:
    zone = asked(10).period.zone
    year = Period(date(2025, 10, 16), date(2026, 10, 16), zone)
    for period in (year, asked(10).period, Period(date(2026, 10, 7), date(2026, 10, 8), zone)):
        found = cohort_periods(period)
        assert (found[0].start, found[-1].end) == (period.start, period.end)
        assert all(one.end == after.start for one, after in pairwise(found))
    assert len(cohort_periods(year)) == 13
    assert {one.start.weekday() for one in cohort_periods(asked(10).period)[1:]} == {0}
