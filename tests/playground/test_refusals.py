"""What Telegram refuses, in the sentences that bots match on."""

import pytest

from playground import Person, Playground, Update
from playground.shapes import Json
from tests.playground.conftest import Api

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
KEYS = {"inline_keyboard": [[{"text": "9", "callback_data": "9"}]]}


async def test_people_who_blocked_or_never_started_cannot_be_written_to(
    api: Api, telegram: Playground, anna: Person
) -> None:
    anna.block()
    stranger = telegram.person("Zoya")
    blocked = await api.refusal("sendMessage", chat_id=anna.id, text="hi")
    unknown = await api.refusal("sendMessage", chat_id=stranger.id, text="hi")
    assert blocked == "403 Forbidden: bot was blocked by the user"
    assert unknown == "403 Forbidden: bot can't initiate conversation with a user"
    await anna.start()
    assert (await api("sendMessage", chat_id=anna.id, text="hi"))["ok"]


async def test_blocking_and_unblocking_are_told_to_the_bot(telegram: Playground, anna: Person) -> None:
    anna.block()
    anna.unblock()
    changes = [
        update.payload["my_chat_member"] for update in telegram.updates.log if update.kind != "message"
    ]
    statuses = [change["new_chat_member"]["status"] for change in changes]  # type: ignore[index, call-overload]  # raw JSON
    assert statuses == ["kicked", "member"]


@pytest.mark.parametrize(
    ("chat_id", "sentence"),
    [(None, "chat_id is empty"), (42, "chat not found"), ("@nobody", "chat not found")],
)
async def test_chats_that_are_not_there(api: Api, chat_id: Json, sentence: str) -> None:
    refused = await api.refusal("sendMessage", chat_id=chat_id, text="hi")
    assert refused == f"400 Bad Request: {sentence}"


async def test_an_edit_that_changes_nothing_is_refused(api: Api, anna: Person) -> None:
    sent = await _sent(api, anna)
    same: dict[str, Json] = {"chat_id": anna.id, "message_id": sent, "text": "question", "reply_markup": KEYS}
    refused = await api.refusal("editMessageText", **same)
    assert refused.startswith("400 Bad Request: message is not modified: specified new message content")
    without_keys = {**same, "reply_markup": None}
    assert (await api("editMessageText", **without_keys))["ok"]
    assert (await anna.sees("question")).buttons == []


@pytest.mark.parametrize(
    ("method", "fields", "sentence"),
    [
        ("editMessageText", {"text": "x"}, "message to edit not found"),
        ("editMessageReplyMarkup", {}, "message to edit not found"),
        ("deleteMessage", {}, "message to delete not found"),
        ("copyMessage", {"from_chat_id": 500_000_001}, "message to copy not found"),
        ("forwardMessage", {"from_chat_id": 500_000_001}, "message to forward not found"),
        ("setMessageReaction", {"reaction": []}, "message to react not found"),
    ],
)
async def test_messages_that_are_not_there(
    api: Api, anna: Person, method: str, fields: dict[str, Json], sentence: str
) -> None:
    refused = await api.refusal(method, chat_id=anna.id, message_id=999, **fields)
    assert refused == f"400 Bad Request: {sentence}"


async def test_a_deleted_message_cannot_be_edited(api: Api, anna: Person) -> None:
    sent = await _sent(api, anna)
    await api("deleteMessage", chat_id=anna.id, message_id=sent)
    refused = await api.refusal("editMessageText", chat_id=anna.id, message_id=sent, text="x")
    assert refused == "400 Bad Request: message to edit not found"


async def test_what_a_person_said_cannot_be_edited_by_the_bot(api: Api, anna: Person) -> None:
    said = anna.chat.messages[0]
    refused = await api.refusal("editMessageText", chat_id=anna.id, message_id=said.id, text="x")
    assert refused == "400 Bad Request: message can't be edited"


async def test_an_edit_is_held_to_the_length_too(api: Api, anna: Person) -> None:
    sent = await _sent(api, anna)
    refused = await api.refusal("editMessageText", chat_id=anna.id, message_id=sent, text="x" * 4097)
    assert refused == "400 Bad Request: MESSAGE_TOO_LONG"


async def test_a_reply_to_nothing_is_refused_unless_allowed(api: Api, anna: Person) -> None:
    reply = {"message_id": 999}
    refused = await api.refusal("sendMessage", chat_id=anna.id, text="x", reply_parameters=reply)
    assert refused == "400 Bad Request: message to be replied not found"
    lenient = {**reply, "allow_sending_without_reply": True}
    assert (await api("sendMessage", chat_id=anna.id, text="x", reply_parameters=lenient))["ok"]


async def test_messages_older_than_two_days_stay(api: Api, telegram: Playground, anna: Person) -> None:
    sent = await _sent(api, anna)
    telegram.clock.advance(48 * 3600 + 1)
    refused = await api.refusal("deleteMessage", chat_id=anna.id, message_id=sent)
    assert refused == "400 Bad Request: message can't be deleted for everyone"


async def test_a_tap_is_answered_once_and_in_time(api: Api, telegram: Playground, anna: Person) -> None:
    await _sent(api, anna)
    message = await anna.sees("question")
    first, late = await anna.tap(message, "9"), await anna.forge(message, "made up")
    assert (await api("answerCallbackQuery", callback_query_id=_query_id(first)))["ok"]
    assert await api.refusal("answerCallbackQuery", callback_query_id=_query_id(first)) == TOO_OLD
    telegram.clock.advance(16)
    assert await api.refusal("answerCallbackQuery", callback_query_id=_query_id(late)) == TOO_OLD
    assert await api.refusal("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_only_a_button_that_is_there_can_be_tapped(api: Api, anna: Person) -> None:
    await _sent(api, anna)
    with pytest.raises(LookupError, match="no button '10'"):
        await anna.tap(await anna.sees("question"), "10")


async def test_waiting_for_what_never_comes_tells_what_is_there(anna: Person) -> None:
    with pytest.raises(AssertionError, match="the chat ends with"):
        await anna.sees("never", within=0.01)


async def _sent(api: Api, anna: Person) -> int:
    await api("sendMessage", chat_id=anna.id, text="question", reply_markup=KEYS)
    return (await anna.sees("question")).id


def _query_id(update: Update) -> str:
    query = update.payload["callback_query"]
    assert isinstance(query, dict)
    return str(query["id"])
