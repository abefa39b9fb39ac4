"""Whatever comes from outside is a letter or is passed over; reading it never raises."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import mail
from bot.desk import acknowledgement_of
from storage.rows import Letter
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


def letter_of(update: Any) -> Letter:
    [letter] = mail.letters_of([update], 42, NOW)
    return letter


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(updates | anything, max_size=3))
def test_no_update_is_too_weird_to_be_read(weird: list[Any]) -> None:
    for letter in mail.letters_of(weird, 42, NOW):
        assert isinstance(letter.lane, int)
        assert abs(letter.lane) < 2**63 > abs(letter.update_id)
        assert len(letter.kind) <= 32
        assert letter.kind.isprintable()
        person = mail.person_of(letter)
        assert person is None or abs(person) < 2**63
        assert mail.is_private(letter) in (True, False)
        found = acknowledgement_of(letter)
        assert found is None or isinstance(found.callback_id, str)


@pytest.mark.parametrize(
    "numberless",
    [{}, {"message": {}}, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**63}, 7, None],
)
def test_what_has_no_number_is_passed_over(numberless: Any) -> None:
    assert mail.letters_of([numberless, {"update_id": 8}], 42, NOW) == [letter_of({"update_id": 8})]


def test_letters_keep_their_order_and_their_words() -> None:
    came = [said(ANNA, "1"), tapped(ANNA, "2"), said(ANNA, "3")]
    letters = mail.letters_of(json.loads(json.dumps(came)), 42, NOW)
    assert [letter.payload for letter in letters] == came
    assert [letter.kind for letter in letters] == ["message", "callback_query", "message"]


def test_what_a_person_does_in_private_shares_one_lane_and_a_group_has_its_own() -> None:
    private = [said(ANNA, "a"), edited(ANNA, "b"), tapped(ANNA, "c"), membership(ANNA, "member", "kicked")]
    assert {letter_of(update).lane for update in private} == {ANNA.id}
    assert letter_of(said(ANNA, "a", chat=GROUP)).lane == GROUP["id"]
    in_group = tapped(ANNA, "c", message={"message_id": 1, "date": 0, "chat": GROUP})
    assert letter_of(in_group).lane == ANNA.id
    unreadable = {"update_id": 17, "message": "seven"}
    assert letter_of(unreadable).lane == 17


def test_a_person_is_whoever_acted_never_the_chat_or_the_author_of_a_forward() -> None:
    forward = said(ANNA, "x", chat=GROUP, forward_from={"id": 1}, sender_chat=GROUP)
    assert mail.person_of(letter_of(forward)) == ANNA.id
    assert mail.person_of(letter_of({"update_id": 1, "channel_post": {"chat": GROUP, "text": "x"}})) is None


def test_private_is_the_chat_and_not_the_person() -> None:
    assert mail.is_private(letter_of(said(ANNA, "x")))
    assert mail.is_private(letter_of(tapped(ANNA, "x")))
    assert mail.is_private(letter_of(tapped(ANNA, "x", message=None)))
    assert not mail.is_private(letter_of(said(ANNA, "x", chat=GROUP)))
    assert not mail.is_private(letter_of(tapped(ANNA, "x", message={"chat": GROUP})))


@pytest.mark.parametrize("kind", ["a\x00b", "\ud800", "\n", "k" * 500])
def test_a_kind_that_no_database_could_hold_is_no_kind(kind: str) -> None:
    letter = letter_of({"update_id": 1, kind: {"from": {"id": 5}}})
    assert letter.kind not in mail.KINDS
    assert letter.kind.isprintable()
    assert mail.person_of(letter) is None
