from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import engine, files
from surveys.engine import Tap, Typed
from surveys.journeys import (
    Arm,
    Interview,
    PlannedReminder,
    arm,
    has_returned,
    interview,
    invitation,
    is_settled,
    reminder,
)
from surveys.reasons import Taxonomy
from surveys.survey import SKIP, Survey

NOW = datetime(2026, 10, 15, 9, tzinfo=UTC)
DAY = timedelta(days=1)
MOSCOW = ZoneInfo("Europe/Moscow")
TREATED = next(number for number in range(100) if arm(number) is Arm.TREATED)


@pytest.fixture(scope="module")
def reasons() -> Taxonomy:
    return files.load_reasons()


@pytest.fixture(scope="module")
def leaving() -> Survey:
    return files.load()["leaving"]


@pytest.fixture(scope="module")
def nps() -> Survey:
    return files.load()["nps"]


def talk(survey: Survey, *given: engine.Input) -> engine.Conversation:
    conversation = engine.begin(survey, NOW).conversation
    for one in given:
        conversation = engine.answer(survey, conversation, None, one, NOW).conversation
    return conversation


def left(reason: str, return_on: date | None = None) -> Interview:
    return Interview(TREATED, reason, NOW, return_on)


def test_an_unanswered_survey_is_reminded_once_after_three_days(nps: Survey) -> None:
    assert nps.reminder is not None
    assert reminder(nps, talk(nps), reminded=False) == PlannedReminder(NOW + 3 * DAY, nps.reminder.text)
    assert reminder(nps, talk(nps), reminded=True) is None


def test_nobody_is_reminded_after_an_answer_even_without_words(nps: Survey) -> None:
    assert reminder(nps, talk(nps, Tap("9")), reminded=False) is None
    assert reminder(nps, talk(nps, Tap("9"), Typed("Супер")), reminded=False) is None


def test_what_the_customer_began_and_what_expires_first_is_not_reminded(nps: Survey, leaving: Survey) -> None:
    assert reminder(leaving, talk(leaving), reminded=False) is None
    assert reminder(replace(nps, expires_after=3 * DAY), talk(nps), reminded=False) is None


def test_an_interview_tells_the_reason_and_the_day(leaving: Survey) -> None:
    told = interview(leaving, 7, talk(leaving, Tap("SEASON"), Typed("15.03.2027")), NOW)
    skipped = interview(leaving, 7, talk(leaving, Tap("SEASON"), Tap(SKIP)), NOW)
    assert told == Interview(7, "SEASON", NOW, date(2027, 3, 15))
    assert skipped == Interview(7, "SEASON", NOW)
    assert interview(leaving, 7, talk(leaving, Tap("pause")), NOW) is None


def test_a_day_belongs_to_the_reason_that_asked_for_it(leaving: Survey) -> None:
    dated = talk(leaving, Tap("SEASON"), Tap("90d"))
    corrected = engine.answer(leaving, dated, "why", Tap("COMPETITOR"), NOW).conversation
    assert "return" in corrected.answers
    assert interview(leaving, 7, corrected, NOW) == Interview(7, "COMPETITOR", NOW)


def test_an_invitation_goes_three_days_later_or_on_the_day_that_was_named(reasons: Taxonomy) -> None:
    price = invitation(left("PRICE_HIGH"), reasons, MOSCOW, open_case=False)
    season = invitation(left("SEASON", date(2027, 3, 15)), reasons, MOSCOW, open_case=False)
    assert price is not None
    assert season is not None
    assert price.due_at == NOW + 3 * DAY
    assert season.due_at == datetime(2027, 3, 15, 8, tzinfo=UTC)
    assert price.text != season.text


@pytest.mark.parametrize(
    "reason", ["COMMS", "NEED_GONE", "LEFT_MARKET", "NO_ANSWER", "OTHER", "BLOCKED", "GONE"]
)
def test_those_for_whom_nothing_fits_are_left_alone(reasons: Taxonomy, reason: str) -> None:
    assert invitation(left(reason), reasons, MOSCOW, open_case=False) is None


def test_whoever_left_over_a_complaint_is_invited_only_after_it_is_closed(reasons: Taxonomy) -> None:
    told, closed = left("UNRESOLVED"), NOW + 20 * DAY
    assert invitation(told, reasons, MOSCOW, open_case=True) is None
    assert invitation(told, reasons, MOSCOW, open_case=False) is None
    after = invitation(told, reasons, MOSCOW, open_case=False, case_closed_at=closed)
    assert after is not None
    assert after.due_at == closed + 3 * DAY


def test_another_open_complaint_holds_every_invitation_back(reasons: Taxonomy) -> None:
    assert invitation(left("PRICE_HIGH"), reasons, MOSCOW, open_case=True) is None


def test_a_day_that_passed_while_the_case_was_open_is_made_up_for_at_once(reasons: Taxonomy) -> None:
    told, closed = left("SEASON", date(2026, 10, 20)), NOW + 20 * DAY
    planned = invitation(told, reasons, MOSCOW, open_case=False, case_closed_at=closed)
    assert planned is not None
    assert planned.due_at == closed


@given(st.integers(1, 2**62), st.floats(0, 1), st.floats(0, 1))
def test_a_customer_stays_in_the_holdout_when_its_share_grows(customer: int, one: float, two: float) -> None:
    small, large = sorted((one, two))
    assert arm(customer, small) is Arm.TREATED or arm(customer, large) is Arm.HOLDOUT
    assert arm(customer, 0) is Arm.TREATED
    assert arm(customer, 1) is Arm.HOLDOUT


def test_the_holdout_has_its_share_and_experiments_are_independent() -> None:
    held = [arm(number, 0.2) is Arm.HOLDOUT for number in range(10_000)]
    other = [arm(number, 0.2, "other") is Arm.HOLDOUT for number in range(10_000)]
    assert 1880 < sum(held) < 2120
    assert 320 < sum(a and b for a, b in zip(held, other, strict=True)) < 480


def test_an_order_since_the_interview_means_that_the_customer_is_back() -> None:
    assert is_settled(left("PRICE_HIGH"), NOW + DAY)
    assert not is_settled(left("PRICE_HIGH"), NOW - DAY)
    assert not is_settled(left("PRICE_HIGH"), None)


def test_a_return_is_an_order_within_the_window_and_not_before_the_invitation() -> None:
    assert has_returned(NOW, [NOW - DAY, NOW + 29 * DAY])
    assert not has_returned(NOW, [NOW - DAY, NOW + 30 * DAY])
    assert not has_returned(NOW, [])
