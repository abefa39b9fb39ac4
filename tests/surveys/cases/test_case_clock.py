"""The clock of a case by meaning: what starts it, what stops it, and by when something is due."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.cases import lifecycle
from surveys.cases.case_clock import (
    CaseClock,
    ClockRules,
    Deadline,
    DeadlineKind,
    ServiceLimits,
    is_meaningful,
)
from surveys.cases.lifecycle import CaseState, StaffMember
from surveys.hours.business_hours import BusinessHours
from surveys.hours.hours_text import read_week
from surveys.questions.message_kind import MessageKind
from surveys.roles import Role

MOSCOW = ZoneInfo("Europe/Moscow")
HOURS = BusinessHours(MOSCOW, read_week(["mon-fri 09:00-13:00 14:00-18:00"]))
LIMITS = ServiceLimits(timedelta(hours=2), timedelta(hours=1), timedelta(hours=5), timedelta(minutes=30))
RULES = ClockRules(HOURS, LIMITS)
OLEG = StaffMember(2, Role.SUPPORT)
HOUR_S = 3600


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In October 2026, whose fifteenth is a Thursday, by the clock of Moscow."""
    return datetime(2026, 10, day, hour, minute, tzinfo=MOSCOW)


NEW = lifecycle.opened(17, at(15, 12)).case


def answered(case: CaseState, moment: datetime) -> CaseState:
    return lifecycle.delivered(lifecycle.reply(case, OLEG).case, moment, is_last_word=True)


def due(clock: CaseClock, case: CaseState) -> dict[DeadlineKind, tuple[datetime, datetime]]:
    return {one.kind: (one.due_at, one.warn_at) for one in clock.deadlines(case, RULES)}


def test_what_is_due_is_due_after_working_time_and_warned_of_before_it() -> None:
    clock = CaseClock.started(at(15, 12))
    assert due(clock, NEW) == {
        DeadlineKind.FIRST_REPLY: (at(15, 15), at(15, 14, 30)),
        DeadlineKind.SOLUTION: (at(15, 18), at(15, 17, 30)),
    }
    taken = lifecycle.take(NEW, OLEG).case
    assert clock.follow(NEW, taken, at(15, 12, 30), HOURS) == clock
    assert clock.deadlines(NEW, ClockRules(HOURS)) == []


def test_an_answer_freezes_the_clock_and_words_of_the_customer_let_it_go_on() -> None:
    replied = answered(NEW, at(15, 14, 30))
    frozen = CaseClock.started(at(15, 12)).follow(NEW, replied, at(15, 14, 30), HOURS)
    assert frozen == CaseClock(at(15, 12), None, 1.5 * HOUR_S)
    assert due(frozen, replied) == {}
    thanked = lifecycle.customer_wrote(replied, at(15, 15), asks_nothing=True).case
    assert frozen.follow(replied, thanked, at(15, 15), HOURS) == frozen
    asked = lifecycle.customer_wrote(replied, at(16, 10)).case
    running = frozen.follow(replied, asked, at(16, 10), HOURS)
    assert due(running, asked) == {
        DeadlineKind.NEXT_REPLY: (at(16, 11), at(16, 10, 30)),
        DeadlineKind.SOLUTION: (at(16, 14, 30), at(16, 13)),
    }
    again = lifecycle.customer_wrote(asked, at(16, 12)).case
    assert running.follow(asked, again, at(16, 12), HOURS) == running, "asking again restarts nothing"


def test_a_case_that_is_opened_again_goes_on_with_what_is_left() -> None:
    taken = lifecycle.take(NEW, OLEG).case
    closed = lifecycle.CaseState(
        17, at(15, 12), lifecycle.Status.CLOSED, OLEG.id, "delivery", at(15, 17), at(15, 17, 45)
    )
    over = CaseClock.started(at(15, 12)).follow(taken, closed, at(15, 17, 45), HOURS)
    assert (over.awaiting_since, over.waited_s, due(over, closed)) == (None, 4.75 * HOUR_S, {})
    again = lifecycle.customer_wrote(closed, at(17, 8)).case
    running = over.follow(closed, again, at(17, 8), HOURS)
    solution = due(running, again)[DeadlineKind.SOLUTION]
    assert solution == (at(19, 9, 15), at(17, 8)), (
        "the quarter of an hour that is left is less than a warning"
    )


def test_an_answer_to_earlier_words_leaves_the_later_ones_waiting_from_when_they_were_written() -> None:
    clock = CaseClock.started(at(15, 12)).answered(at(15, 12, 30), HOURS)
    assert clock == CaseClock(at(15, 12), at(15, 12, 30), 0.5 * HOUR_S)
    assert clock.answered(at(15, 12, 10), HOURS) == clock, "a late answer turns nothing back"


def test_round_the_clock_nights_count() -> None:
    rules = ClockRules(BusinessHours(MOSCOW), LIMITS)
    [first, _] = CaseClock.started(at(17, 23)).deadlines(NEW, rules)
    assert first == Deadline(DeadlineKind.FIRST_REPLY, at(18, 1), at(18, 0, 30))


@pytest.mark.parametrize(
    ("kind", "words", "has_file", "expected"),
    [
        (MessageKind.TEXT, "Курьер не приехал", False, True),
        (MessageKind.TEXT, "Здравствуйте!", False, False),
        (MessageKind.TEXT, "Спасибо большое", False, False),
        (MessageKind.TEXT, "10", False, False),
        (MessageKind.STICKER, None, True, False),
        (MessageKind.ANIMATION, None, True, False),
        (MessageKind.VOICE, None, True, True),
        (MessageKind.PHOTO, "Добрый день", True, True),
        (MessageKind.LOCATION, None, False, True),
    ],
)
def test_the_clock_starts_with_what_says_something(
    kind: MessageKind, words: str | None, has_file: bool, expected: bool
) -> None:
    assert is_meaningful(kind, words, has_file=has_file) is expected
