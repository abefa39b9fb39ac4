"""Telegram's limits are kept before it has to name them, and nobody waits longer than they ask."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.rate_limiter import RateLimiter
from surveys.outreach.urgency import Urgency
from tests.bot.delivery.traffic import Coming, by_chat, most_within, run

PER_SECOND, PER_MINUTE = 28, 18
SLACK_S = 1e-6

comings = st.lists(
    st.builds(
        Coming,
        at=st.integers(0, 400).map(lambda tenths: tenths / 10),
        chat_id=st.sampled_from([1, 2, 3, -10, -20]),
        urgency=st.sampled_from(Urgency),
    ),
    max_size=80,
)


def usual() -> RateLimiter:
    return RateLimiter(PER_SECOND, PER_MINUTE)


@settings(max_examples=60, deadline=None, database=None)
@given(comings, st.sampled_from([0.0, 0.05, 0.7]))
def test_no_limit_is_ever_exceeded_whatever_comes(coming: list[Coming], call_s: float) -> None:
    went = run(usual(), coming, call_s=call_s)
    assert len(went) == len(coming)
    bulk = [one.at for one in went if one.is_bulk]
    assert most_within(bulk, 1.0 - SLACK_S) <= PER_SECOND
    assert all(later - earlier >= 1 / PER_SECOND - SLACK_S for earlier, later in pairwise(bulk))
    for sent in by_chat(went):
        times = [one.at for one in sent]
        for seconds in (1, 5, 30):
            assert most_within(times, seconds - SLACK_S) <= 1 + seconds
        if sent[0].row.chat_id < 0:
            assert most_within(times, 60 - SLACK_S) <= PER_MINUTE


@settings(max_examples=60, deadline=None, database=None)
@given(comings, st.sampled_from([0.0, 0.7]))
def test_order_within_a_chat_and_urgency_is_kept(coming: list[Coming], call_s: float) -> None:
    for sent in by_chat(run(usual(), coming, call_s=call_s)):
        for urgency in Urgency:
            ids = [one.row.id for one in sent if one.row.urgency == urgency]
            assert ids == sorted(ids)


def test_a_broadcast_leaves_evenly() -> None:
    went = run(usual(), [Coming(0, chat, Urgency.SURVEY) for chat in range(1, 1501)])
    assert [one.at for one in went] == pytest.approx([number / PER_SECOND for number in range(1500)])


def test_a_reply_passes_a_broadcast_at_once() -> None:
    bulk = [Coming(0, chat, Urgency.PROMOTION) for chat in range(1, 501)]
    replies = [Coming(2 + number / 10, 1000 + number) for number in range(30)]
    went = run(usual(), bulk + replies, call_s=0.05)
    assert all(one.at == one.came for one in went if not one.is_bulk)
    assert went[-1].at < (500 + 30) / PER_SECOND + 1


def test_a_flood_of_replies_does_not_hold_up_the_rest_for_long_after_it() -> None:
    replies = [Coming(number / 200, 1000 + number) for number in range(2000)]
    survey = Coming(0, 1, Urgency.SURVEY)
    later = Coming(5, 2, Urgency.SURVEY)
    went = run(usual(), [survey, *replies, later])
    assert all(one.at == one.came for one in went if not one.is_bulk)
    assert went[-1].at <= 10 + 1 + 2 / PER_SECOND


def test_the_more_urgent_goes_first_between_chats() -> None:
    coming = [Coming(0, 10 + urgency, urgency) for urgency in reversed(Urgency)]
    went = run(usual(), coming)
    assert [one.row.urgency for one in went] == sorted(Urgency)


def test_a_chat_gets_two_at_once_and_then_one_a_second() -> None:
    went = run(usual(), [Coming(0, 1) for _ in range(5)])
    assert [one.at for one in went] == pytest.approx([0, 0, 1, 2, 3])


def test_a_group_gets_eighteen_a_minute() -> None:
    went = run(usual(), [Coming(0, -1, Urgency.ESCALATION) for _ in range(40)])
    assert went[17].at < 60 <= went[18].at
    assert went[-1].at < 180


def test_without_limits_everything_goes_at_once() -> None:
    went = run(RateLimiter(0, 0), [Coming(0, chat, Urgency.SURVEY) for chat in (1, -1) for _ in range(100)])
    assert {one.at for one in went} == {0}


def test_a_refused_chat_waits_alone() -> None:
    limiter = usual()
    assert limiter.refused(1, 30, 100) == 130
    assert limiter.chat_opens_at(1, 100) == 130
    assert limiter.chat_opens_at(2, 100) <= 100
    assert limiter.chat_opens_at(1, 130) <= 130


def test_two_refused_chats_wait_and_nobody_else_does() -> None:
    limiter = usual()
    limiter.refused(1, 10, 100)
    assert limiter.refused(2, 300, 101) == 401
    assert limiter.chat_opens_at(3, 101) <= 101
    assert limiter.bulk_opens_at() <= 101
    assert limiter.chat_opens_at(1, 101) == 110


def test_several_chats_refused_at_once_slow_down_what_nobody_waits_for() -> None:
    """So shows the limit of all messages together, and no more than it is counted over."""
    limiter = usual()
    for chat in (1, 2, 3):
        limiter.refused(chat, 300, 100 + chat)
    assert limiter.bulk_opens_at(Urgency.SURVEY) == limiter.bulk_opens_at(Urgency.PROMOTION) == 103 + 30
    for urgency in (Urgency.REPLY, Urgency.ESCALATION, Urgency.SERVICE):
        assert limiter.bulk_opens_at(urgency) <= 103
    assert limiter.chat_opens_at(4, 103) <= 103


def test_a_case_leaves_a_third_of_its_groups_minute_to_the_others() -> None:
    limiter = RateLimiter(0, PER_MINUTE)
    for second in range(12):
        limiter.sent(-1, second, 7)
    assert limiter.chat_opens_at(-1, 20, 7) == 60
    assert limiter.chat_opens_at(-1, 20, 8) <= 20
    assert limiter.chat_opens_at(-1, 20) <= 20
    for second in range(12, 18):
        assert limiter.chat_opens_at(-1, second, 8) <= second
        limiter.sent(-1, second)
    assert limiter.chat_opens_at(-1, 20, 8) == 60


def test_two_refusals_of_one_chat_or_far_apart_stop_nobody_else() -> None:
    limiter = usual()
    for chat, moment in ((1, 100), (1, 101), (2, 107)):
        limiter.refused(chat, 1, moment)
    assert limiter.chat_opens_at(3, 107) <= 107


def test_what_is_forgotten_would_no_longer_have_counted() -> None:
    limiter = usual()
    for second in range(PER_MINUTE):
        limiter.sent(-1, 100 + second)
    limiter.refused(2, 500, 100)
    limiter.tidy(150)
    assert limiter.chat_opens_at(-1, 150) == pytest.approx(160)
    limiter.tidy(200)
    assert limiter.chat_opens_at(-1, 200) <= 200
    assert limiter.chat_opens_at(2, 200) == 600


@pytest.mark.parametrize("stalled_s", [0.3, 1.0, 5.0])
def test_what_a_slow_database_held_up_after_its_turn_does_not_leave_in_a_bunch(stalled_s: float) -> None:
    limiter, turns = usual(), [number / PER_SECOND for number in range(10 * PER_SECOND)]
    left = [limiter.depart(max(turn, 2.0 + stalled_s) if turn >= 2.0 else turn) for turn in turns]
    assert most_within(left, 1.0) <= PER_SECOND + 1
    assert left[-1] <= turns[-1] + stalled_s + 0.2


def test_without_a_limit_of_our_own_everything_leaves_at_once() -> None:
    limiter = RateLimiter(0, 0)
    assert {limiter.depart(7.0) for _ in range(100)} == {7.0}
