from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.outreach.policy import (
    DAY,
    WEEK,
    Action,
    ContactKind,
    ContactLimits,
    ContactRequest,
    PolicyReason,
    Verdict,
    judge,
)
from surveys.outreach.quiet_hours import QuietHours
from surveys.outreach.urgency import Urgency

NOON = datetime(2026, 10, 15, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOSCOW = ZoneInfo("Europe/Moscow")
NIGHT = QuietHours(time(21), time(9))
NIGHTTIME = NOON + 10 * HOUR
STARTED = [kind for kind in ContactKind if not kind.is_asked_for]
OFFER = ContactRequest(ContactKind.PROMOTION, NOON, NOON, MOSCOW, NIGHT, consented=True)
NPS = ContactRequest(ContactKind.RELATIONAL, NOON, NOON, MOSCOW, NIGHT)
SEND = Verdict(Action.SEND, PolicyReason.DUE)


def never(why: PolicyReason) -> Verdict:
    return Verdict(Action.NEVER, why)


def wait(why: PolicyReason, until: datetime) -> Verdict:
    return Verdict(Action.WAIT, why, until)


@pytest.mark.parametrize("kind", ContactKind)
def test_in_the_day_everything_goes(kind: ContactKind) -> None:
    assert judge(replace(OFFER, kind=kind)) == SEND


@pytest.mark.parametrize("kind", [ContactKind.REPLY, ContactKind.CASE])
def test_what_a_person_asked_for_goes_at_night_after_stop_and_over_the_cap(kind: ContactKind) -> None:
    many = tuple(NOON - n * HOUR for n in range(10))
    asked = replace(OFFER, kind=kind, now=NIGHTTIME, stopped=True, started_at=many, open_case=True)
    assert judge(replace(asked, consented=False)) == SEND


@pytest.mark.parametrize("kind", ContactKind)
def test_nothing_goes_to_whoever_blocked_the_bot(kind: ContactKind) -> None:
    assert judge(replace(OFFER, kind=kind, reachable=False)) == never(PolicyReason.UNREACHABLE)


@pytest.mark.parametrize("kind", STARTED)
def test_nothing_that_we_start_goes_after_stop(kind: ContactKind) -> None:
    assert judge(replace(OFFER, kind=kind, stopped=True)) == never(PolicyReason.STOPPED)


def test_only_offers_need_consent() -> None:
    assert judge(replace(OFFER, consented=False)) == never(PolicyReason.NO_CONSENT)
    assert judge(NPS) == SEND


def test_the_holdout_and_those_who_came_back_get_nothing() -> None:
    assert judge(replace(OFFER, held_out=True)) == never(PolicyReason.HELD_OUT)
    assert judge(replace(OFFER, obsolete=True)) == never(PolicyReason.OBSOLETE)


def test_at_night_a_message_waits_for_the_morning_where_the_person_lives() -> None:
    kathmandu = replace(NPS, zone=ZoneInfo("Asia/Kathmandu"), now=NIGHTTIME, planned_at=NIGHTTIME)
    assert judge(replace(NPS, now=NIGHTTIME)) == wait(
        PolicyReason.QUIET_HOURS, datetime(2026, 10, 16, 6, tzinfo=UTC)
    )
    assert judge(kathmandu) == wait(PolicyReason.QUIET_HOURS, datetime(2026, 10, 16, 3, 15, tzinfo=UTC))


def test_a_message_before_its_time_waits_for_it() -> None:
    assert judge(replace(NPS, planned_at=NOON + DAY)) == wait(PolicyReason.NOT_YET, NOON + DAY)
    at_night = replace(NPS, planned_at=NIGHTTIME)
    assert judge(at_night) == wait(PolicyReason.NOT_YET, datetime(2026, 10, 16, 6, tzinfo=UTC))


def test_surveys_keep_their_distance_and_give_up_when_it_is_too_long() -> None:
    recent = replace(NPS, last_relational_at=NOON - 80 * DAY)
    nearly = replace(NPS, last_relational_at=NOON - 85 * DAY)
    other = replace(NPS, kind=ContactKind.SURVEY, last_survey_at=NOON - 5 * DAY)
    assert judge(recent) == never(PolicyReason.RELATIONAL_REST)
    assert judge(nearly) == wait(PolicyReason.RELATIONAL_REST, NOON + 5 * DAY)
    assert judge(other) == wait(PolicyReason.SURVEY_REST, NOON + 2 * DAY)
    assert judge(replace(other, last_survey_at=NOON - 3 * DAY)) == never(PolicyReason.SURVEY_REST)
    assert judge(replace(other, kind=ContactKind.REMINDER)) == SEND


def test_a_fourth_message_within_a_week_waits_until_the_first_is_a_week_old() -> None:
    three = (NOON - DAY, NOON - 6 * DAY, NOON - 2 * DAY)
    assert judge(replace(OFFER, started_at=three)) == wait(PolicyReason.WEEKLY_CAP, NOON + DAY)
    assert judge(replace(OFFER, started_at=three[1:])) == SEND
    assert judge(replace(OFFER, started_at=(*three[:1], NOON - WEEK, *three[2:]))) == SEND
    assert judge(replace(OFFER, limits=ContactLimits(weekly_cap=0))) == wait(
        PolicyReason.WEEKLY_CAP, NOON + WEEK
    )


@pytest.mark.parametrize(
    "kind", [ContactKind.RELATIONAL, ContactKind.SURVEY, ContactKind.REMINDER, ContactKind.PROMOTION]
)
def test_with_an_open_complaint_we_wait_and_look_again_until_it_is_too_late(kind: ContactKind) -> None:
    angry = replace(OFFER, kind=kind, open_case=True)
    deadline = angry.deadline
    assert deadline is not None
    assert judge(angry) == wait(PolicyReason.OPEN_CASE, NOON + DAY)
    assert judge(replace(angry, now=deadline - HOUR)) == wait(PolicyReason.OPEN_CASE, deadline)
    assert judge(replace(angry, now=deadline)) == never(PolicyReason.OPEN_CASE)


def test_what_comes_too_late_is_dropped() -> None:
    assert judge(replace(NPS, kind=ContactKind.SURVEY, now=NOON + 3 * DAY)) == SEND
    assert judge(replace(NPS, kind=ContactKind.SURVEY, now=NOON + 3 * DAY + HOUR)) == never(
        PolicyReason.TOO_LATE
    )


def test_every_kind_has_an_urgency() -> None:
    assert [kind.urgency for kind in ContactKind] == sorted(kind.urgency for kind in ContactKind)
    assert ContactKind.PROMOTION.urgency is Urgency.PROMOTION


ZONES = ["Europe/Berlin", "Europe/Moscow", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo"]
INSTANTS = st.integers(0, 4000 * 1440).map(lambda minutes: NOON - timedelta(minutes=minutes))


@st.composite
def requests(draw: st.DrawFn) -> ContactRequest:
    now = draw(INSTANTS)
    ago = st.timedeltas(timedelta(), timedelta(days=100)).map(lambda past: now - past)
    return ContactRequest(
        kind=draw(st.sampled_from(ContactKind)),
        now=now,
        planned_at=now + draw(st.timedeltas(timedelta(days=-4), timedelta(days=2))),
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        quiet=QuietHours(draw(st.times()), draw(st.times())),
        stopped=draw(st.sampled_from([False, False, False, True])),
        consented=draw(st.booleans()),
        open_case=draw(st.sampled_from([False, False, False, True])),
        last_relational_at=draw(st.none() | ago),
        last_survey_at=draw(st.none() | ago),
        started_at=tuple(draw(st.lists(ago, max_size=5))),
    )


@settings(max_examples=500)
@given(requests())
def test_what_we_start_never_goes_at_night_after_stop_over_the_cap_or_late(request: ContactRequest) -> None:
    if judge(request).action is Action.SEND and not request.kind.is_asked_for:
        assert not request.quiet.covers(request.now, request.zone)
        assert not request.stopped
        assert request.consented or request.kind is not ContactKind.PROMOTION
        assert not request.open_case or request.kind is ContactKind.SERVICE
        assert sum(one > request.now - WEEK for one in request.started_at) < 3
        assert request.deadline is None or request.planned_at <= request.now <= request.deadline


@given(requests())
def test_the_same_facts_give_the_same_verdict_in_whatever_zone_now_is_written(
    request: ContactRequest,
) -> None:
    elsewhere = replace(request, now=request.now.astimezone(ZoneInfo("Asia/Tokyo")))
    assert judge(request) == judge(replace(request)) == judge(elsewhere)


@given(requests())
def test_waiting_always_ends_in_sending_or_giving_up_before_the_limit(request: ContactRequest) -> None:
    found = judge(request)
    for _ in range(40):
        if found.action is not Action.WAIT:
            break
        assert found.until is not None
        assert found.until > request.now
        assert request.deadline is None or found.until <= request.deadline
        request = replace(request, now=found.until)
        found = judge(request)
    assert found.action is not Action.WAIT
    assert found.why is not PolicyReason.TOO_LATE or request.now > request.planned_at


@given(requests())
def test_a_wait_is_no_longer_than_needed(request: ContactRequest) -> None:
    """Where nothing but time stands in the way, an hour before the end the answer is the same."""
    found = judge(request)
    if found.until is not None and not request.open_case and found.until - HOUR > request.now:
        assert judge(replace(request, now=found.until - HOUR)).action is Action.WAIT


@pytest.mark.parametrize("kind", [ContactKind.RELATIONAL, ContactKind.SURVEY])
def test_nobody_is_asked_within_an_hour_of_answering_something_else(kind: ContactKind) -> None:
    asked = replace(NPS, kind=kind, talked_at=NOON - timedelta(minutes=20))
    assert judge(asked) == wait(PolicyReason.IN_TALK, NOON + timedelta(minutes=40))
    assert judge(replace(asked, talked_at=NOON - HOUR)) == SEND


@pytest.mark.parametrize("kind", [ContactKind.REMINDER, ContactKind.SERVICE, ContactKind.REPLY])
def test_what_is_no_survey_interrupts_nobody(kind: ContactKind) -> None:
    assert judge(replace(NPS, kind=kind, talked_at=NOON)) == SEND


ASKED_LESS = PolicyReason.ASKED_LESS


def test_whoever_asked_for_less_gets_one_message_a_week_and_a_survey_in_thirty_days() -> None:
    written = replace(OFFER, started_at=(NOON - 2 * DAY,))
    assert judge(written) == SEND
    assert judge(replace(written, asked_less=True)) == wait(ASKED_LESS, NOON + 5 * DAY)
    asked = replace(NPS, last_survey_at=NOON - 25 * DAY)
    assert judge(asked) == SEND
    assert judge(replace(asked, asked_less=True)) == wait(ASKED_LESS, NOON + 5 * DAY)
    # A week late it makes no sense any more.
    assert judge(replace(asked, asked_less=True, last_survey_at=NOON - DAY)) == never(ASKED_LESS)


@pytest.mark.parametrize("kind", [ContactKind.REPLY, ContactKind.CASE, ContactKind.REQUESTED])
def test_what_was_asked_for_passes_the_wish_for_less(kind: ContactKind) -> None:
    many = tuple(NOON - n * HOUR for n in range(10))
    assert judge(replace(NPS, kind=kind, asked_less=True, started_at=many, last_survey_at=NOON)) == SEND


def test_where_the_company_sends_no_promotion_consent_changes_nothing() -> None:
    off = ContactLimits(promotion=False)
    for consented in (False, True):
        assert judge(replace(OFFER, consented=consented, limits=off)) == never(PolicyReason.NO_PROMOTION)
    assert judge(replace(NPS, limits=off)) == SEND
