from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.outreach.urgency import Urgency
from surveys.policy import DAY, WEEK, Action, Contact, Kind, Limits, Verdict, Why, verdict
from surveys.quiet import QuietHours

NOON = datetime(2026, 10, 15, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOSCOW = ZoneInfo("Europe/Moscow")
NIGHT = QuietHours(time(21), time(9))
NIGHTTIME = NOON + 10 * HOUR
STARTED = [kind for kind in Kind if not kind.is_asked_for]
OFFER = Contact(Kind.PROMOTION, NOON, NOON, MOSCOW, NIGHT, consented=True)
NPS = Contact(Kind.RELATIONAL, NOON, NOON, MOSCOW, NIGHT)
SEND = Verdict(Action.SEND, Why.DUE)


def never(why: Why) -> Verdict:
    return Verdict(Action.NEVER, why)


def wait(why: Why, until: datetime) -> Verdict:
    return Verdict(Action.WAIT, why, until)


@pytest.mark.parametrize("kind", Kind)
def test_in_the_day_everything_goes(kind: Kind) -> None:
    assert verdict(replace(OFFER, kind=kind)) == SEND


@pytest.mark.parametrize("kind", [Kind.REPLY, Kind.CASE])
def test_what_a_person_asked_for_goes_at_night_after_stop_and_over_the_cap(kind: Kind) -> None:
    many = tuple(NOON - n * HOUR for n in range(10))
    asked = replace(OFFER, kind=kind, now=NIGHTTIME, stopped=True, started_at=many, open_case=True)
    assert verdict(replace(asked, consented=False)) == SEND


@pytest.mark.parametrize("kind", Kind)
def test_nothing_goes_to_whoever_blocked_the_bot(kind: Kind) -> None:
    assert verdict(replace(OFFER, kind=kind, reachable=False)) == never(Why.UNREACHABLE)


@pytest.mark.parametrize("kind", STARTED)
def test_nothing_that_we_start_goes_after_stop(kind: Kind) -> None:
    assert verdict(replace(OFFER, kind=kind, stopped=True)) == never(Why.STOPPED)


def test_only_offers_need_consent() -> None:
    assert verdict(replace(OFFER, consented=False)) == never(Why.NO_CONSENT)
    assert verdict(NPS) == SEND


def test_the_holdout_and_those_who_came_back_get_nothing() -> None:
    assert verdict(replace(OFFER, held_out=True)) == never(Why.HELD_OUT)
    assert verdict(replace(OFFER, settled=True)) == never(Why.SETTLED)


def test_at_night_a_message_waits_for_the_morning_where_the_person_lives() -> None:
    kathmandu = replace(NPS, zone=ZoneInfo("Asia/Kathmandu"), now=NIGHTTIME, planned_at=NIGHTTIME)
    assert verdict(replace(NPS, now=NIGHTTIME)) == wait(
        Why.QUIET_HOURS, datetime(2026, 10, 16, 6, tzinfo=UTC)
    )
    assert verdict(kathmandu) == wait(Why.QUIET_HOURS, datetime(2026, 10, 16, 3, 15, tzinfo=UTC))


def test_a_message_before_its_time_waits_for_it() -> None:
    assert verdict(replace(NPS, planned_at=NOON + DAY)) == wait(Why.NOT_YET, NOON + DAY)
    at_night = replace(NPS, planned_at=NIGHTTIME)
    assert verdict(at_night) == wait(Why.NOT_YET, datetime(2026, 10, 16, 6, tzinfo=UTC))


def test_surveys_keep_their_distance_and_give_up_when_it_is_too_long() -> None:
    recent = replace(NPS, last_relational_at=NOON - 80 * DAY)
    nearly = replace(NPS, last_relational_at=NOON - 85 * DAY)
    other = replace(NPS, kind=Kind.SURVEY, last_survey_at=NOON - 5 * DAY)
    assert verdict(recent) == never(Why.RELATIONAL_REST)
    assert verdict(nearly) == wait(Why.RELATIONAL_REST, NOON + 5 * DAY)
    assert verdict(other) == wait(Why.SURVEY_REST, NOON + 2 * DAY)
    assert verdict(replace(other, last_survey_at=NOON - 3 * DAY)) == never(Why.SURVEY_REST)
    assert verdict(replace(other, kind=Kind.REMINDER)) == SEND


def test_a_fourth_message_within_a_week_waits_until_the_first_is_a_week_old() -> None:
    three = (NOON - DAY, NOON - 6 * DAY, NOON - 2 * DAY)
    assert verdict(replace(OFFER, started_at=three)) == wait(Why.WEEKLY_CAP, NOON + DAY)
    assert verdict(replace(OFFER, started_at=three[1:])) == SEND
    assert verdict(replace(OFFER, started_at=(*three[:1], NOON - WEEK, *three[2:]))) == SEND
    assert verdict(replace(OFFER, limits=Limits(weekly_cap=0))) == wait(Why.WEEKLY_CAP, NOON + WEEK)


@pytest.mark.parametrize("kind", [Kind.RELATIONAL, Kind.SURVEY, Kind.REMINDER, Kind.PROMOTION])
def test_with_an_open_complaint_we_wait_and_look_again_until_it_is_too_late(kind: Kind) -> None:
    angry = replace(OFFER, kind=kind, open_case=True)
    deadline = angry.deadline
    assert deadline is not None
    assert verdict(angry) == wait(Why.OPEN_CASE, NOON + DAY)
    assert verdict(replace(angry, now=deadline - HOUR)) == wait(Why.OPEN_CASE, deadline)
    assert verdict(replace(angry, now=deadline)) == never(Why.OPEN_CASE)


def test_what_comes_too_late_is_dropped() -> None:
    assert verdict(replace(NPS, kind=Kind.SURVEY, now=NOON + 3 * DAY)) == SEND
    assert verdict(replace(NPS, kind=Kind.SURVEY, now=NOON + 3 * DAY + HOUR)) == never(Why.TOO_LATE)


def test_every_reason_is_said_in_both_languages_and_every_kind_has_an_urgency() -> None:
    texts = [why.text for why in Why]
    assert len({text.ru for text in texts} | {text.en for text in texts}) == 2 * len(Why)
    assert [kind.urgency for kind in Kind] == sorted(kind.urgency for kind in Kind)
    assert Kind.PROMOTION.urgency is Urgency.PROMOTION


ZONES = ["Europe/Berlin", "Europe/Moscow", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo"]
INSTANTS = st.integers(0, 4000 * 1440).map(lambda minutes: NOON - timedelta(minutes=minutes))


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    now = draw(INSTANTS)
    ago = st.timedeltas(timedelta(), timedelta(days=100)).map(lambda past: now - past)
    return Contact(
        kind=draw(st.sampled_from(Kind)),
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
@given(contacts())
def test_what_we_start_never_goes_at_night_after_stop_over_the_cap_or_late(contact: Contact) -> None:
    if verdict(contact).action is Action.SEND and not contact.kind.is_asked_for:
        assert not contact.quiet.hold(contact.now, contact.zone)
        assert not contact.stopped
        assert contact.consented or contact.kind is not Kind.PROMOTION
        assert not contact.open_case or contact.kind is Kind.SERVICE
        assert sum(one > contact.now - WEEK for one in contact.started_at) < 3
        assert contact.deadline is None or contact.planned_at <= contact.now <= contact.deadline


@given(contacts())
def test_the_same_facts_give_the_same_verdict_in_whatever_zone_now_is_written(contact: Contact) -> None:
    elsewhere = replace(contact, now=contact.now.astimezone(ZoneInfo("Asia/Tokyo")))
    assert verdict(contact) == verdict(replace(contact)) == verdict(elsewhere)


@given(contacts())
def test_waiting_always_ends_in_sending_or_giving_up_before_the_limit(contact: Contact) -> None:
    found = verdict(contact)
    for _ in range(40):
        if found.action is not Action.WAIT:
            break
        assert found.until is not None
        assert found.until > contact.now
        assert contact.deadline is None or found.until <= contact.deadline
        contact = replace(contact, now=found.until)
        found = verdict(contact)
    assert found.action is not Action.WAIT
    assert found.why is not Why.TOO_LATE or contact.now > contact.planned_at


@given(contacts())
def test_a_wait_is_no_longer_than_needed(contact: Contact) -> None:
    """Where nothing but time stands in the way, an hour before the end the answer is the same."""
    found = verdict(contact)
    if found.until is not None and not contact.open_case and found.until - HOUR > contact.now:
        assert verdict(replace(contact, now=found.until - HOUR)).action is Action.WAIT
