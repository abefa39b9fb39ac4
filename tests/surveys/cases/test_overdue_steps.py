"""When the steps about an overdue case come, against a slow walk through the minutes of a week."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from surveys.cases.overdue_steps import NOTHING_DONE, CallRules, OverdueStep, StepTimes
from surveys.hours.business_hours import BusinessHours
from surveys.hours.hours_text import read_week
from surveys.outreach.quiet_hours import QuietHours

MOSCOW = ZoneInfo("Europe/Moscow")
MINUTE = timedelta(minutes=1)
HOURS = BusinessHours(MOSCOW, read_week(["mon-fri 09:00-13:00 14:00-18:00"]))
RULES = CallRules(StepTimes(), HOURS, HOURS)


def is_open(moment: datetime) -> bool:
    wall = moment.astimezone(MOSCOW)
    return wall.weekday() < 5 and (9 <= wall.hour < 13 or 14 <= wall.hour < 18)


def walked(due_at: datetime, gaps: list[tuple[OverdueStep, int]]) -> dict[OverdueStep, datetime]:
    """Minute by minute: a step comes when so many open minutes have passed, and it is open."""
    found, moment = {OverdueStep.TOPIC: due_at}, due_at
    for step, minutes in gaps:
        left = minutes
        while left or not is_open(moment):
            left -= is_open(moment)
            moment += MINUTE
        found[step] = moment
    return found


@pytest.mark.parametrize("has_holder", [True, False])
def test_steps_come_when_their_working_time_is_over_and_people_work(has_holder: bool) -> None:
    dice = Random(12)
    gaps = [(OverdueStep.HOLDER, 10), (OverdueStep.RELEASE, 20)] if has_holder else []
    gaps += [(OverdueStep.MANAGERS, 30), (OverdueStep.OWNERS, 60)]
    for _ in range(60):
        due_at = datetime(2026, 10, 16, 6, tzinfo=UTC) + dice.randrange(4 * 24 * 60) * MINUTE
        if not is_open(due_at - MINUTE):
            continue  # a deadline is in working time, its last minute included
        state, found = NOTHING_DONE, {}
        while (step := state.next_step(has_holder=has_holder)) is not None:
            at = state.step_at(due_at, RULES, has_holder=has_holder)
            assert at is not None
            found[step] = at
            state = state.made(step, at, has_reached=True)
        assert found == walked(due_at, gaps)
        assert state.next_at(due_at, RULES, has_holder=has_holder) is None


def test_a_step_that_reaches_nobody_takes_no_time_from_the_next() -> None:
    due_at = datetime(2026, 10, 15, 10, tzinfo=MOSCOW)
    state = NOTHING_DONE.made(OverdueStep.TOPIC, due_at, has_reached=False)
    assert state.step_at(due_at, RULES, has_holder=False) == due_at + timedelta(minutes=30)
    state = state.made(OverdueStep.MANAGERS, due_at + timedelta(minutes=30), has_reached=False)
    assert state.step_at(due_at, RULES, has_holder=False) == due_at + timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "end", "closed"),
    [(time(21), time(9), (8, 22)), (time(0), time(6), (0, 5)), (time(22), time(0), (22, 23))],
)
def test_waking_hours_are_those_that_are_not_quiet(start: time, end: time, closed: tuple[int, int]) -> None:
    quiet = QuietHours(start, end)
    waking = quiet.waking_hours(MOSCOW)
    moment = datetime(2026, 10, 15, tzinfo=MOSCOW)
    for minute in range(0, 24 * 60, 7):
        at = moment + minute * MINUTE
        assert waking.is_open(at) is not quiet.covers(at, MOSCOW)
    assert not any(waking.is_open(moment + timedelta(hours=hour)) for hour in closed)
    assert QuietHours(time(9), time(9)).waking_hours(MOSCOW).is_always_open
