"""A token is unknown only when Telegram says so twice: one 401 among good answers ends nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.delivery.bot_api_client import ApiResponse, BotApiClient, InvalidToken, NotSent, Uncertain
from tests.bot.delivery.test_bot_api_client import client
from tests.scripted_bot_api import ScriptedBotApi, refusal, scripted
from tests.words import words_of

TOKEN = "42:test"
UNAUTHORIZED = refusal(401, "Unauthorized")

CALLS: dict[str, Callable[[BotApiClient], Awaitable[object]]] = {
    "sendMessage": lambda api: api.call("sendMessage", "{}"),
    "getUpdates": lambda api: api.get_updates(None, ["message"]),
    "getWebhookInfo": lambda api: api.ask("getWebhookInfo"),
}


@pytest.fixture
async def telegram() -> AsyncIterator[ScriptedBotApi]:
    async with scripted(TOKEN) as api:
        yield api


@pytest.mark.parametrize("method", CALLS)
async def test_one_401_among_good_answers_is_a_call_that_was_not_carried_out(
    telegram: ScriptedBotApi, method: str
) -> None:
    telegram.say(method, UNAUTHORIZED, {"ok": True, "result": 1})
    async with client(telegram.url) as api:
        with pytest.raises(NotSent):
            await CALLS[method](api)
        await CALLS[method](api)
    assert telegram.calls == [method, "getMe", method]


@pytest.mark.parametrize("method", CALLS)
async def test_a_401_that_get_me_confirms_is_believed_and_quoted(
    telegram: ScriptedBotApi, method: str
) -> None:
    telegram.say(method, UNAUTHORIZED)
    telegram.say("getMe", UNAUTHORIZED)
    async with client(telegram.url) as api:
        with pytest.raises(InvalidToken) as caught:
            await CALLS[method](api)
    assert "Unauthorized" in words_of(caught.value)


@pytest.mark.parametrize(
    "doubt", [refusal(500, "Internal"), refusal(429, "Too Many", retry_after=5), {"no": "answer"}]
)
async def test_a_401_whose_confirmation_goes_wrong_is_not_believed(
    telegram: ScriptedBotApi, doubt: dict[str, object]
) -> None:
    """The call itself was refused, so it may be repeated."""
    telegram.say("sendMessage", UNAUTHORIZED)
    telegram.say("getMe", doubt)
    async with client(telegram.url) as api:
        with pytest.raises(NotSent):
            await api.call("sendMessage", "{}")


@pytest.mark.parametrize("given", ["soon", -5, [1], {"a": 1}, True, 1e400])
async def test_a_wait_that_is_no_number_of_seconds_is_none(telegram: ScriptedBotApi, given: object) -> None:
    telegram.say("sendMessage", refusal(429, "Too Many Requests", retry_after=given))
    async with client(telegram.url) as api:
        reply = await api.call("sendMessage", "{}")
    assert isinstance(reply, ApiResponse)
    assert (reply.code, reply.retry_after) == (429, None)


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": False, "error_code": 400, "parameters": "none"},
        {"ok": False, "error_code": 400, "parameters": [1]},
        {"ok": False, "error_code": "bad"},
        {"ok": False, "error_code": None, "description": None},
    ],
)
async def test_an_answer_of_another_form_never_ends_the_program(
    telegram: ScriptedBotApi, answer: dict[str, object]
) -> None:
    telegram.say("sendMessage", answer | {"error_code": answer["error_code"]})
    async with client(telegram.url) as api:
        try:
            reply = await api.call("sendMessage", "{}")
        except Uncertain:
            return
    assert reply.code == 400
