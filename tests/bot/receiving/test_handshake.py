"""The first words with Telegram: what is refused for good is a sentence, what may pass is waited out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiogram import Bot

from bot.build import Components
from bot.clock import Clock
from bot.config.schema import TelegramSection
from bot.delivery.bot_api_client import BotApiClient
from bot.delivery.rate_limiter import RateLimiter
from bot.receiving.handshake import Handshake
from storage.engines.database import Database
from surveys.errors import UserErrors
from tests.harness import app_context
from tests.scripted_bot_api import HANG, ScriptedBotApi, refusal, scripted
from tests.words import words_of

TOKEN = "987654321:AAF-canary0token1canary2token3canary"
WEBHOOK = {"mode": "webhook", "webhook_url": "https://a.example/t", "webhook_secret": "canary-canary-canary"}
BAD_PORT = "Bad Request: bad webhook: webhook can be set up only on ports 80, 88, 443 or 8443"

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

Begun = Callable[..., Handshake]


@pytest.fixture
async def telegram() -> AsyncIterator[ScriptedBotApi]:
    async with scripted(TOKEN) as api:
        yield api


@pytest.fixture
async def begun(database: Database, telegram: ScriptedBotApi) -> AsyncIterator[Begun]:
    """Makes the handshake of a configured bot."""
    client = BotApiClient(telegram.url, TOKEN)

    def make(**settings: Any) -> Handshake:
        section = TelegramSection.model_validate({"token": TOKEN, "api_url": telegram.url} | settings)
        parts = Components(app_context(), database, client, Bot(TOKEN), RateLimiter(0, 0), Clock())
        return Handshake(section, client, database, parts.contexts, parts.enqueuer)

    yield make
    await client.close()


async def _sentence(handshake: Handshake) -> str:
    with pytest.raises(UserErrors) as caught:
        async with asyncio.timeout(60):
            await handshake.complete(asyncio.Event())
    return words_of(caught.value)


@pytest.mark.parametrize(
    ("method", "answer", "settings", "remedy"),
    [
        ("getMe", refusal(404, "Not Found"), {}, "telegram.token"),
        ("getMe", refusal(401, "Unauthorized"), {}, "telegram.token"),
        ("getMe", refusal(403, "Forbidden: bot is frozen"), {}, "telegram.token"),
        ("setWebhook", refusal(400, BAD_PORT), WEBHOOK, "telegram.webhook_url"),
        ("setWebhook", refusal(400, "Bad Request: bad host"), WEBHOOK, "telegram.webhook_url"),
        ("deleteWebhook", refusal(405, "Method Not Allowed"), {}, "telegram.api_url"),
    ],
)  # fmt: skip
async def test_a_refusal_is_a_sentence_in_telegrams_words_after_a_second_look(
    telegram: ScriptedBotApi, begun: Begun, method: str, answer: dict[str, Any], settings: dict[str, str],
    remedy: str,
) -> None:  # fmt: skip
    telegram.say(method, answer)
    sentence = await _sentence(begun(**settings))
    assert answer["description"] in sentence
    assert remedy in sentence
    assert telegram.calls.count(method) >= 2
    assert "canary" not in sentence


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("getMe", refusal(404, "Not Found")),
        ("getMe", refusal(401, "Unauthorized")),
        ("deleteWebhook", refusal(400, "Bad Request: try again")),
    ],
)
async def test_a_refusal_that_passes_is_not_believed(
    telegram: ScriptedBotApi, begun: Begun, method: str, answer: dict[str, Any]
) -> None:
    fine = {"ok": True, "result": {"username": "otklik_bot"}}
    telegram.say(method, answer, fine)
    async with asyncio.timeout(60):
        assert await begun().complete(asyncio.Event())


async def test_telegram_is_called_again_when_it_said_so(telegram: ScriptedBotApi, begun: Begun) -> None:
    telegram.say("getMe", refusal(429, "Too Many Requests: retry after 6", retry_after=6), None)
    async with asyncio.timeout(60):
        assert await begun().complete(asyncio.Event())
    assert telegram.calls[:2] == ["getMe", "getMe"]
    assert telegram.at[1] - telegram.at[0] >= 6


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
async def test_a_start_that_hangs_ends_at_once_when_it_is_asked_to(
    telegram: ScriptedBotApi, begun: Begun, method: str
) -> None:
    telegram.say(method, HANG)
    stopped = asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        completing = tasks.create_task(begun().complete(stopped))
        while method not in telegram.calls:
            await telegram.came.wait()
            telegram.came.clear()
        stopped.set()
        assert await completing is False


async def test_whoever_is_asked_to_stop_while_told_to_wait_an_hour_stops(
    telegram: ScriptedBotApi, begun: Begun
) -> None:
    telegram.say("getMe", refusal(429, "Too Many Requests", retry_after=3600))
    stopped = asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        completing = tasks.create_task(begun().complete(stopped))
        await telegram.came.wait()
        stopped.set()
        assert await completing is False
