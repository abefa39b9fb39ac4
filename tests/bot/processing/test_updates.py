"""Whatever comes from outside is a letter or is passed over; reading it never raises."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.processing.processor import acknowledgement_of
from bot.processing.updates import KINDS, inbox_updates_of, is_private, person_of
from storage.rows import InboxUpdate
from tests.updates import ANNA, GROUP, edited, membership, said, tapped

NOW = datetime(2026, 11, 1, tzinfo=UTC)

words = st.sampled_from(
    ["message", "callback_query", "from", "chat", "id", "type", "private", "update_id", "data"]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | words,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(words | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=6,
)
updates = st.dictionaries(words | st.text(max_size=40), anything, max_size=3)


def inbox_update_of(raw: Any) -> InboxUpdate:
    [update] = inbox_updates_of([raw], 42, NOW)
    return update


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(updates | anything, max_size=3))
def test_no_update_is_too_weird_to_be_read(weird: list[Any]) -> None:
    for update in inbox_updates_of(weird, 42, NOW):
        assert isinstance(update.lane, int)
        assert abs(update.lane) < 2**63 > abs(update.update_id)
        assert len(update.kind) <= 32
        assert update.kind.isprintable()
        person = person_of(update)
        assert person is None or abs(person) < 2**63
        assert is_private(update) in (True, False)
        found = acknowledgement_of(update)
        assert found is None or isinstance(found.callback_id, str)


@pytest.mark.parametrize(
    "numberless",
    [{}, {"message": {}}, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**63}, 7, None],
)
def test_what_has_no_number_is_passed_over(numberless: Any) -> None:
    assert inbox_updates_of([numberless, {"update_id": 8}], 42, NOW) == [inbox_update_of({"update_id": 8})]


def test_letters_keep_their_order_and_their_words() -> None:
    came = [said(ANNA, "1"), tapped(ANNA, "2"), said(ANNA, "3")]
    updates = inbox_updates_of(json.loads(json.dumps(came)), 42, NOW)
    assert [update.payload for update in updates] == came
    assert [update.kind for update in updates] == ["message", "callback_query", "message"]


def test_what_a_person_does_in_private_shares_one_lane_and_a_group_has_its_own() -> None:
    private = [said(ANNA, "a"), edited(ANNA, "b"), tapped(ANNA, "c"), membership(ANNA, "member", "kicked")]
    assert {inbox_update_of(update).lane for update in private} == {ANNA.id}
    assert inbox_update_of(said(ANNA, "a", chat=GROUP)).lane == GROUP["id"]
    in_group = tapped(ANNA, "c", message={"message_id": 1, "date": 0, "chat": GROUP})
    assert inbox_update_of(in_group).lane == ANNA.id
    unreadable = {"update_id": 17, "message": "seven"}
    assert inbox_update_of(unreadable).lane == 17


def test_a_person_is_whoever_acted_never_the_chat_or_the_author_of_a_forward() -> None:
    forward = said(ANNA, "x", chat=GROUP, forward_from={"id": 1}, sender_chat=GROUP)
    assert person_of(inbox_update_of(forward)) == ANNA.id
    assert person_of(inbox_update_of({"update_id": 1, "channel_post": {"chat": GROUP, "text": "x"}})) is None


def test_private_is_the_chat_and_not_the_person() -> None:
    assert is_private(inbox_update_of(said(ANNA, "x")))
    assert is_private(inbox_update_of(tapped(ANNA, "x")))
    assert is_private(inbox_update_of(tapped(ANNA, "x", message=None)))
    assert not is_private(inbox_update_of(said(ANNA, "x", chat=GROUP)))
    assert not is_private(inbox_update_of(tapped(ANNA, "x", message={"chat": GROUP})))


@pytest.mark.parametrize("kind", ["a\x00b", "\ud800", "\n", "k" * 500])
def test_a_kind_that_no_database_could_hold_is_no_kind(kind: str) -> None:
    update = inbox_update_of({"update_id": 1, kind: {"from": {"id": 5}}})
    assert update.kind not in KINDS
    assert update.kind.isprintable()
    assert person_of(update) is None
