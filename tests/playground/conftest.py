"""A playground per test, an aiogram client that proves the shapes, and a bare client for the raw answers."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from playground import Person, Playground
from playground.shapes import Json


class Client(AiohttpSession):
    """aiogram's own session, but closed without the quarter of a second that it grants to TLS."""

    def __init__(self, telegram: Playground, seconds: float = 60.0) -> None:
        super().__init__(api=TelegramAPIServer.from_base(telegram.url), timeout=seconds)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


class Api:
    """Calls a method with a JSON body; remembers nothing."""

    def __init__(self, session: aiohttp.ClientSession, telegram: Playground) -> None:
        self.session = session
        self.base = f"{telegram.url}/bot{telegram.token}"

    async def __call__(self, method: str, **params: Json) -> dict[str, object]:
        async with self.session.post(f"{self.base}/{method}", json=params) as answer:
            body: dict[str, object] = await answer.json()
            assert answer.status == body.get("error_code", 200)
            return body

    async def refusal(self, method: str, **params: Json) -> str:
        """The sentence with which a call is refused."""
        body = await self(method, **params)
        assert body["ok"] is False
        return f"{body['error_code']} {body['description']}"

    async def updates(self, **params: Json) -> list[dict[str, object]]:
        result = (await self("getUpdates", **params))["result"]
        assert isinstance(result, list)
        return result


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(limits=False, seed=1) as playground:
        yield playground


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as client:
        yield client


@pytest.fixture
def api(session: aiohttp.ClientSession, telegram: Playground) -> Api:
    return Api(session, telegram)


@pytest.fixture
async def bot(telegram: Playground) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, session=Client(telegram)) as aiogram:
        yield aiogram


@pytest.fixture
async def anna(telegram: Playground) -> Person:
    """Anna, who has started the bot."""
    person = telegram.person("Anna", language="ru")
    await person.start()
    return person
