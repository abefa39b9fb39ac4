"""What cannot be read of an update is left out; words, sender, chat, file, reply, command always arrive."""

import json
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.processing.events import event_of
from bot.processing.updates import inbox_updates_of, is_private, person_of
from storage import tables
from storage.rows import InboxUpdate
from storage.states import InboxState
from tests.groups import FORUM
from tests.harness import Harness
from tests.updates import (
    ANNA,
    BORIS,
    GROUP,
    ZOYA,
    Person,
    Raw,
    customers,
    membership,
    message,
    said,
    sent,
    tapped,
    update,
)

BOT = Bot("42:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
WORDS = "Привезли разбитую вазу"
BOT_USER = {"id": 42, "is_bot": True, "first_name": "Otklik"}
DEEP: Any = []
for _ in range(300):
    DEEP = [DEEP]

GALAXY = {"type": "galaxy", "date": 1}
OLD_POLL = {
    "id": "1", "question": "Что вам привезти?", "options": [{"text": "Чай", "voter_count": 0}],
    "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
    "allows_multiple_answers": False,
}  # fmt: skip
GIFT = {"gift": {"id": "5", "sticker": {"file_id": "s"}, "star_count": 3}}
SPOILT_BRANCHES: dict[str, Raw] = {
    "a hidden origin without a name": {"forward_origin": {"type": "hidden_user", "date": 1422450181}},
    "an unknown origin": {"forward_origin": GALAXY},
    "an origin that is a word": {"forward_origin": "galaxy"},
    "a reply with an unknown origin": {"reply_to_message": message(ANNA, forward_origin=GALAXY)},
    "a reply to an older server's poll": {"reply_to_message": message(ANNA, poll=OLD_POLL)},
    "a reply that is a number": {"reply_to_message": 5},
    "a reply to elsewhere": {"external_reply": {"origin": GALAXY, "message_id": 3}},
    "a rich message": {"rich_message": {"blocks": [{"type": "hologram"}]}},
    "paid media": {"paid_media": {"star_count": 1, "paid_media": [{"type": "hologram"}]}},
    "an older server's poll": {"poll": OLD_POLL},
    "a gift": GIFT,
    "a background": {"chat_background_set": {"type": {"type": "aurora"}}},
    "entities that are a word": {"entities": "bold"},
    "an entity of another world": {"entities": [{"type": {"a": 1}, "offset": -5}, 7, None]},
    "an entity beyond the text": {"entities": [{"type": "bold", "offset": 10**30, "length": -1}]},
    "a date beyond time": {"date": 9 * 10**18},
    "no date": {"date": None},
    "a date in words": {"date": "yesterday"},
    "a number in words": {"message_id": "seven"},
    "a number beyond the database": {"message_id": 2**70},
    "a negative number": {"message_id": -7},
    "an author who is a list": {"via_bot": [1]},
    "a quote without a place": {"quote": {"text": 5}},
    "a thread in words": {"message_thread_id": "x", "is_topic_message": "perhaps"},
    "an album of absurd length": {"media_group_id": "9" * 5000},
    "an album that is a number": {"media_group_id": 7},
    "a name that is a number": {"from": ANNA.user | {"first_name": 7, "language_code": ["ru"]}},
    "a name that is missing": {"from": {"id": ANNA.id}},
    "a sender in letters": {"from": ANNA.user | {"id": str(ANNA.id)}},
    "a sender as a fraction": {"from": ANNA.user | {"id": float(ANNA.id)}},
    "no sender": {"from": None},
    "a sender beyond the database": {"from": {**ANNA.user, "id": 2**80}},
    "a chat without a type": {"chat": {"id": ANNA.id}},
    "a chat of a new type": {"chat": {"id": ANNA.id, "type": "telepathy"}},
    "no chat": {"chat": None},
    "a chat with an odd title": {"chat": ANNA.chat | {"title": 5, "is_forum": "no"}},
    "a letter that no database holds": {"author_signature": "\ud800", "text": f"{WORDS}\x00\ud800"},
    "not a number": {"effect_id": float("nan"), "edit_date": float("inf")},
    "a field nested 300 deep": {"checklist": DEEP},
    "everything null": dict.fromkeys(Message.model_fields.keys() - {"text", "from_user", "chat"}),
}  # fmt: skip


def read(raw: Raw, kind: type = Message) -> Any:
    event = event_of(inbox_update_of(raw), BOT)
    assert isinstance(event, kind)
    return event


def inbox_update_of(raw: Raw) -> InboxUpdate:
    [found] = inbox_updates_of([raw], 42, datetime(2026, 11, 1, tzinfo=UTC))
    return found


async def test_words_beside_something_unreadable_are_kept_and_answered(harness: Harness) -> None:
    people = dict(zip(SPOILT_BRANCHES, customers(len(SPOILT_BRANCHES)), strict=True))
    spoilt = [
        spoilt_by(branch, person)
        for branch, person in zip(SPOILT_BRANCHES.values(), people.values(), strict=True)
    ]
    told = await harness.deliver(*spoilt)
    answered = {call.body["chat_id"] for call in told if not call.is_menu}
    customer_ids = {row["id"]: row["telegram_id"] for row in await harness.customers()}
    kept = {customer_ids[row["customer_id"]]: row["words"] for row in await harness.rows(tables.messages)}
    lost = [name for name, person in people.items() if not kept.get(person.id, "").endswith(WORDS)]
    assert (lost, [name for name, person in people.items() if person.id not in answered]) == ([], [])
    assert {row["state"] for row in await harness.rows(tables.inbox)} == {InboxState.DONE}


def spoilt_by(branch: Raw, person: Person) -> Raw:
    """A message of the person's: what the branch says of Anna is said of them."""
    ours = json.loads(json.dumps(branch).replace(str(ANNA.id), str(person.id)))
    return sent(person, **{"text": WORDS, **ours})


def test_a_file_without_its_measures_still_has_its_id_and_caption() -> None:
    photo = read(sent(ANNA, photo=[{"file_id": "small"}, {"file_id": "large", "width": "wide"}], caption="a"))
    assert (photo.photo[-1].file_id, photo.caption) == ("large", "a")
    voice = read(sent(ANNA, voice={"file_id": "v", "duration": -1, "mime_type": 7}, caption=None))
    assert voice.voice.file_id == "v"
    document = read(sent(ANNA, document={"file_id": "d", "thumbnail": {"file_id": 1}}, caption_entities=3))
    assert document.document.file_id == "d"


def test_a_file_without_an_id_is_no_file_and_its_caption_stays() -> None:
    found = read(sent(ANNA, voice={"duration": 3}, caption=WORDS))
    assert (found.voice, found.caption) == (None, WORDS)


def test_the_id_of_what_was_replied_to_arrives_whatever_else_is_wrong_with_it() -> None:
    for replied in (
        {"message_id": 77},
        {"message_id": 77, "date": "x", "chat": {"id": "y"}, "from": 5, "poll": {}},
        message(ANNA, message_id=77, forward_origin=GALAXY, text=[WORDS]),
        {"message_id": "77", "date": 0, "chat": ANNA.chat},
    ):
        found = read(said(ANNA, WORDS, reply_to_message=replied))
        assert (found.text, found.reply_to_message.message_id) == (WORDS, 77)


def test_that_something_was_forwarded_is_known_whoever_wrote_it() -> None:
    """Else a forwarded command would be obeyed, and what colleagues forward would go to the customer."""
    for origin in (GALAXY, {"type": "user", "date": 1}, {}, "x", ["y"]):
        assert read(said(ANNA, "/stop", forward_origin=origin)).forward_origin is not None
    assert read(said(ANNA, "/stop", forward_origin=None, poll={})).forward_origin is None


async def test_a_forwarded_command_of_unknown_origin_is_not_obeyed(harness: Harness) -> None:
    await harness.deliver(said(ANNA, "/stop", forward_origin=GALAXY))
    [customer] = await harness.customers()
    assert customer["stopped_at"] is None


async def test_a_command_beside_something_unreadable_is_obeyed(harness: Harness) -> None:
    await harness.deliver(said(ANNA, "/stop", external_reply={"origin": GALAXY}))
    [customer] = await harness.customers()
    assert customer["stopped_at"] is not None


async def test_a_tap_needs_no_more_than_who_tapped_what(harness: Harness) -> None:
    under = {"message_id": 7, "date": "x", "forward_origin": GALAXY, "poll": OLD_POLL}
    odd: list[Raw] = [
        {"chat_instance": None},
        {"chat_instance": 7, "inline_message_id": 5, "game_short_name": []},
        {"a_field_of_next_year": {"b": [1]}},
        {"message": under},
        {"message": None},
        {"message": {}},
    ]
    for person, change in zip(customers(len(odd)), odd, strict=True):
        question = await harness.say(person, "/rate")
        tap = tapped(person, next(data for label, data in question.buttons.items() if label == "9"))
        given = tap["callback_query"] | change
        tap["callback_query"] = {name: value for name, value in given.items() if value is not None}
        assert "9" in await harness.pop_up(tap)
        await harness.told()


def test_where_a_tap_was_is_never_lost() -> None:
    """A tap in a group must not be taken for one in private."""
    under = {"message_id": "x", "chat": GROUP, "date": "x", "forward_origin": GALAXY}
    raw = tapped(ANNA, "a", message=under)
    assert not is_private(inbox_update_of(raw))
    assert read(raw, CallbackQuery).message.chat.id == GROUP["id"]


RESTRICTED = {"user": BOT_USER, "status": "restricted", "is_member": True, "can_send_messages": True}
ADMINISTRATOR = {"user": BOT_USER, "status": "administrator", "can_manage_topics": True}


async def test_an_administrator_with_rights_of_an_older_server_is_offered(harness: Harness) -> None:
    await harness.deliver(said(BORIS, "/help"))
    odd: list[Raw] = [{}, {"from": BORIS.user | {"first_name": None}}, {"date": "x"}]
    before: list[Any] = [{"status": "left"}, RESTRICTED, None, {"status": "ghost"}]
    for number, (change, old) in enumerate(product(odd, before)):
        group = FORUM | {"id": FORUM["id"] - number}
        raw = membership(BORIS, "member", "member", chat=group, **change)
        raw["my_chat_member"] |= {"old_chat_member": old, "new_chat_member": ADMINISTRATOR}
        [offer] = [call for call in await harness.deliver(raw) if not call.is_menu]
        assert offer.body["chat_id"] == BORIS.id
        assert f"group:{group['id']}" in offer.buttons.values()
    stored = [row["value"] for row in await harness.rows(tables.settings) if row["name"].startswith("group:")]
    assert [(one["is_administrator"], one["manages_topics"]) for one in stored] == [(True, True)] * 12


async def test_lost_rights_alarm_the_owners_however_little_is_said_of_them(harness: Harness) -> None:
    await harness.deliver(said(BORIS, "/help"))
    for after in (RESTRICTED, {"status": "member"}, {"status": "muted"}, {"user": 5, "status": "restricted"}):
        had = membership(BORIS, "member", "member", chat=GROUP)
        had["my_chat_member"]["new_chat_member"] = ADMINISTRATOR
        await harness.deliver(had, tapped(BORIS, f"group:{GROUP['id']}"))
        lost = membership(BORIS, "member", "member", chat=GROUP)
        lost["my_chat_member"]["new_chat_member"] = after
        [alarm] = [call for call in await harness.deliver(lost) if not call.is_menu]
        assert alarm.body["chat_id"] == BORIS.id


def test_rights_that_cannot_be_read_are_none() -> None:
    raw = membership(BORIS, "member", "member", chat=GROUP)
    raw["my_chat_member"]["new_chat_member"] = ADMINISTRATOR | {"can_manage_topics": "perhaps"}
    assert not read(raw, ChatMemberUpdated).new_chat_member.can_manage_topics


def test_an_update_is_what_it_holds_beside_fields_of_next_year() -> None:
    raw = {"update_id": 5, "next_year": {"text": "x"}, **{"message": said(ANNA, WORDS)["message"]}}
    assert read(raw).text == WORDS


def test_a_message_in_a_group_is_nobody_s_private_one() -> None:
    for chat in (GROUP, {"id": GROUP["id"]}, {"id": GROUP["id"], "type": 7}, {"id": str(GROUP["id"])}):
        raw = sent(ANNA, chat=chat, text=WORDS, poll=OLD_POLL)
        assert not is_private(inbox_update_of(raw))
        assert read(raw).chat.type == "supergroup"
        assert read(raw).chat.id == GROUP["id"]


@pytest.mark.parametrize("content", [None, 7, "x", [], {}, {"text": WORDS}, {"chat": {}, "from": {}}])
def test_what_nobody_sent_is_unreadable(content: Any) -> None:
    with pytest.raises(ValueError, match="validation error"):
        event_of(inbox_update_of(update(message=content)), BOT)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted(Message.model_fields.keys() - {"text", "from_user", "chat"})


@settings(max_examples=150, deadline=None, database=None)
@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=5))
def test_no_field_of_a_message_can_spoil_its_words(fields: Raw) -> None:
    found = read(sent(ANNA, **fields, text=WORDS))
    assert (found.text, found.chat.id, found.from_user.id) == (WORDS, ANNA.id, ANNA.id)
    assert person_of(inbox_update_of(sent(ANNA, **fields))) == ANNA.id


async def test_a_stranger_whose_chat_is_absurd_is_met_once(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    """Else one batch would store them twice, and be rolled back for all."""
    elsewhere = said(ANNA, WORDS, chat=ANNA.chat | {"id": 7})
    await harness.deliver(said(ANNA, WORDS), elsewhere, said(ZOYA, WORDS))
    assert len(await harness.customers()) == 2
    assert len(await harness.rows(tables.messages)) == 3
    assert "rolled back" not in caplog.text
