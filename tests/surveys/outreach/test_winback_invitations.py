from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.catalogue import files
from surveys.outreach.holdout import Arm, arm_of
from surveys.outreach.winback_invitations import (
    JOURNEY,
    LeavingInterview,
    has_ordered_since,
    has_returned,
    interview_of,
    invitation_of,
    morning_of,
)
from surveys.questions import engine
from surveys.questions.inputs import Tap, Typed
from surveys.questions.question import SKIP
from surveys.questions.reasons import Taxonomy
from surveys.questions.survey import Survey
from tests.surveys.outreach.conversations import NOW, conversation_of

DAY = timedelta(days=1)
MOSCOW = ZoneInfo("Europe/Moscow")
TREATED = next(number for number in range(100) if arm_of(number, JOURNEY) is Arm.TREATED)


@pytest.fixture(scope="module")
def reasons() -> Taxonomy:
    return files.load_reasons()


@pytest.fixture(scope="module")
def leaving() -> Survey:
    return files.load()["leaving"]


def left(reason: str, return_on: date | None = None) -> LeavingInterview:
    return LeavingInterview(TREATED, reason, NOW, return_on)


def test_an_interview_tells_the_reason_and_the_day(leaving: Survey) -> None:
    told = interview_of(leaving, 7, conversation_of(leaving, Tap("SEASON"), Typed("15.03.2027")), NOW)
    skipped = interview_of(leaving, 7, conversation_of(leaving, Tap("SEASON"), Tap(SKIP)), NOW)
    assert told == LeavingInterview(7, "SEASON", NOW, date(2027, 3, 15))
    assert skipped == LeavingInterview(7, "SEASON", NOW)
    assert interview_of(leaving, 7, conversation_of(leaving, Tap("pause")), NOW) is None


def test_a_day_belongs_to_the_reason_that_asked_for_it(leaving: Survey) -> None:
    dated = conversation_of(leaving, Tap("SEASON"), Tap("90d"))
    corrected = engine.answer(leaving, dated, "why", Tap("COMPETITOR"), NOW).conversation
    assert "return" in corrected.answers
    assert interview_of(leaving, 7, corrected, NOW) == LeavingInterview(7, "COMPETITOR", NOW)


def test_an_invitation_goes_three_days_later_or_when_the_reason_says(reasons: Taxonomy) -> None:
    price = invitation_of(left("PRICE_HIGH"), reasons, open_case=False)
    season = invitation_of(left("SEASON"), reasons, open_case=False)
    assert price is not None
    assert season is not None
    assert price.due_at == NOW + 3 * DAY
    assert season.due_at == NOW + 270 * DAY
    assert price.text != season.text


def test_whoever_named_a_day_is_reminded_on_its_morning_and_not_invited(reasons: Taxonomy) -> None:
    assert invitation_of(left("SEASON", date(2027, 3, 15)), reasons, open_case=False) is None
    assert morning_of(date(2027, 3, 15), MOSCOW) == datetime(2027, 3, 15, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "reason", ["COMMS", "NEED_GONE", "LEFT_MARKET", "NO_ANSWER", "OTHER", "BLOCKED", "GONE"]
)
def test_those_for_whom_nothing_fits_are_left_alone(reasons: Taxonomy, reason: str) -> None:
    assert invitation_of(left(reason), reasons, open_case=False) is None


def test_whoever_left_over_a_complaint_is_invited_only_after_it_is_closed(reasons: Taxonomy) -> None:
    told, closed = left("UNRESOLVED"), NOW + 20 * DAY
    assert invitation_of(told, reasons, open_case=True) is None
    assert invitation_of(told, reasons, open_case=False) is None
    after = invitation_of(told, reasons, open_case=False, case_closed_at=closed)
    assert after is not None
    assert after.due_at == closed + 3 * DAY


def test_another_open_complaint_holds_every_invitation_back(reasons: Taxonomy) -> None:
    assert invitation_of(left("PRICE_HIGH"), reasons, open_case=True) is None


def test_an_order_since_the_interview_means_that_the_customer_is_back() -> None:
    assert has_ordered_since(left("PRICE_HIGH"), NOW + DAY)
    assert not has_ordered_since(left("PRICE_HIGH"), NOW - DAY)
    assert not has_ordered_since(left("PRICE_HIGH"), None)


def test_a_return_is_an_order_within_the_window_and_not_before_the_invitation() -> None:
    assert has_returned(NOW, [NOW - DAY, NOW + 29 * DAY])
    assert not has_returned(NOW, [NOW - DAY, NOW + 30 * DAY])
    assert not has_returned(NOW, [])
