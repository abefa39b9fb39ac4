"""Rating, complaining and leaving through a peer's Bot API server, as it is.

`OTKLIK_PEER_BOT_API` may hold the URL of a real one, such as npm's telegram-test-api.
"""

import asyncio
import json
import os
import time
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from playground import Playground
from storage.states import OutboxState
from storage.tables import answers, cases, churn_sessions, inbox, outbox
from tests.e2e.conftest import Install
from tests.e2e.ledger import found
from tests.e2e.life import PATIENCE_S
from tests.peer_bot_api import listening
from tests.updates import Raw

PERSON = 700_000_301


class Phone:
    """A person at the server's own client, who is told nothing of edits: they look at what was sent."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session, self._url, self._token = session, url, token
        self._common = {
            "botToken": token,
            "date": int(time.time()),
            "from": {"id": PERSON, "first_name": "Zoya", "is_bot": False, "language_code": "en"},
            "chat": {"id": PERSON, "title": "Zoya", "first_name": "Zoya", "type": "private"},
        }

    async def says(self, text: str) -> None:
        verb, entities = "sendMessage", []
        if text.startswith("/"):
            verb, entities = "sendCommand", [{"offset": 0, "length": len(text), "type": "bot_command"}]
        await self._post(verb, self._common | {"text": text, "entities": entities})

    async def taps(self, data: str) -> None:
        """The client names no number of the message."""
        under = {name: self._common[name] for name in ("from", "chat")}
        tap = {"botToken": self._token, "from": self._common["from"], "message": under, "data": data}
        await self._post("sendCallback", tap | {"date": self._common["date"]})

    async def sees(self, words: str) -> list[str]:
        """The buttons of the newest message with these words, now or soon."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                reply = await self._post("getUpdates", {"token": self._token, "chatId": PERSON})
                for one in reply["result"]:
                    if words in one["message"]["text"]:
                        return _buttons(one["message"])
                await asyncio.sleep(0.05)

    async def _post(self, verb: str, body: Raw) -> Any:
        async with self._session.post(f"{self._url}/{verb}", json=body) as response:
            return await response.json()


def _buttons(message: Raw) -> list[str]:
    markup = message.get("reply_markup", {"inline_keyboard": []})
    markup = json.loads(markup) if isinstance(markup, str) else markup
    return [button["callback_data"] for row in markup["inline_keyboard"] for button in row]


async def test_a_person_rates_complains_and_leaves_through_a_peers_server(
    install: Install, telegram: Playground, tmp_path: Any
) -> None:
    url = f"sqlite:///{tmp_path}/otklik.db"
    async with listening() as (peer, stand_in), aiohttp.ClientSession() as session:
        api_url = os.environ.get("OTKLIK_PEER_BOT_API", stand_in)
        otklik = await install(url, settings={"OTKLIK_TELEGRAM__API_URL": api_url})
        life = otklik.start()
        phone = Phone(session, api_url, telegram.token)
        await _converses(phone)
        await life.says("the server does not know a method", within=90)
        assert life.words.count("the server does not know a method") == 1
        assert life.words.count("is poison") == 0
        assert await life.stop() == 0
        if api_url == stand_in:
            assert peer.asked["setMyCommands"] < 20
    scores = [row.score for row in await found(url, select(answers)) if row.score is not None]
    assert scores == [9]
    assert [row.words for row in await found(url, select(cases))] == ["The cake was broken"]
    assert len(await found(url, select(churn_sessions))) == 1
    assert {row.state for row in await found(url, select(inbox))} == {"done"}
    unsent = await found(url, select(outbox).where(outbox.c.state == OutboxState.READY))
    assert [row.method for row in unsent if row.method == "sendMessage"] == []


async def _converses(phone: Phone) -> None:
    await phone.says("/rate")
    await phone.taps(next(data for data in await phone.sees("how likely are you") if data.endswith(":9")))
    await phone.sees("Your score: 9")
    await phone.says("/complain")
    await phone.taps((await phone.sees("What is it about"))[0])
    await phone.sees("Tell us what happened")
    await phone.says("The cake was broken")
    await phone.sees("number 1")
    await phone.says("/leave")
    await phone.taps((await phone.sees("main reason"))[0])
    await phone.taps((await phone.sees("main reason"))[0])
    await phone.sees("Thank you")


@pytest.mark.parametrize("method", ["getMe", "getUpdates", "sendMessage"])
async def test_the_stand_in_gives_what_the_original_gives(method: str) -> None:
    async with listening() as (_, url), aiohttp.ClientSession() as session:
        body = {"chat_id": 5, "text": "x"}
        async with session.post(f"{url}/bot42:x/{method}", json=body) as response:
            assert (response.status, (await response.json())["ok"]) == (200, True)
        async with session.post(f"{url}/bot42:x/setMyCommands", json=body) as response:
            assert (response.status, list(await response.json())) == (500, ["message"])
