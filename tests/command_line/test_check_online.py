"""`otklik check --online` asks Telegram, by every way that is configured, one sentence each."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.command_line.terminal import TOKEN, Said, Terminal
from tests.proxies import passing, refusing
from tests.scripted_bot_api import ScriptedBotApi, refusal, scripted

WEBHOOK = {"TELEGRAM__MODE": "webhook", "TELEGRAM__WEBHOOK_URL": "https://a.example/t",
           "TELEGRAM__WEBHOOK_SECRET": "canary-canary-canary"}  # fmt: skip


@pytest.fixture
async def telegram() -> AsyncIterator[ScriptedBotApi]:
    async with scripted(TOKEN) as api:
        api.say("getWebhookInfo", {"ok": True, "result": {"url": "", "pending_update_count": 0}})
        yield api


async def _check(otklik: Terminal, folder: Path, url: str, language: str = "en", **variables: str) -> Said:
    where = {"TELEGRAM__API_URL": url} | variables
    checked = partial(otklik, folder, "check", "--online", language=language, **where)
    return await asyncio.to_thread(checked)


@pytest.mark.parametrize(
    ("language", "word"), [("ru", "отвечает бот @otklik_bot"), ("en", "the bot @otklik_bot answers")]
)
async def test_it_says_which_bot_answers(
    otklik: Terminal, tmp_path: Path, telegram: ScriptedBotApi, language: str, word: str
) -> None:
    said = await _check(otklik, tmp_path, telegram.url, language)
    assert (said.code, said.err) == (0, "")
    assert word in said.out
    assert set(telegram.calls) <= {"getMe", "getWebhookInfo", "getChat"}, "it changes nothing"


async def test_an_unknown_token_is_said_in_telegrams_words(
    otklik: Terminal, tmp_path: Path, telegram: ScriptedBotApi
) -> None:
    telegram.say("getMe", refusal(401, "Unauthorized"))
    said = await _check(otklik, tmp_path, telegram.url)
    assert said.code == 2
    assert "“Unauthorized”" in said.err


async def test_every_proxy_is_tried_and_each_that_fails_is_named(
    otklik: Terminal, tmp_path: Path, telegram: ScriptedBotApi
) -> None:
    async with passing(telegram.url) as good, refusing(407) as closed:
        proxies = f"{good.address}, {closed.address.replace('//', '//boris:canary@')}, socks5://127.0.0.1:1"
        said = await _check(otklik, tmp_path, telegram.url, TELEGRAM__PROXY=proxies)
    assert said.code == 2
    assert [str(closed.port) in line or "127.0.0.1:1 " in line for line in said.err.splitlines()] == [
        True,
        True,
    ]
    assert "HTTP 407" in said.err
    assert "otklik_bot" in said.out


async def test_nobody_there_is_one_sentence(otklik: Terminal, tmp_path: Path) -> None:
    said = await _check(otklik, tmp_path, "http://127.0.0.1:1", "ru")
    assert said.code == 2
    assert "127.0.0.1" in said.err


async def test_a_webhook_that_telegram_cannot_reach_is_said(
    otklik: Terminal, tmp_path: Path, telegram: ScriptedBotApi
) -> None:
    info = {
        "url": "https://a.example/t",
        "last_error_message": "Wrong response from the webhook: 502 Bad Gateway",
    }
    telegram.say("getWebhookInfo", {"ok": True, "result": info | {"pending_update_count": 7}})
    said = await _check(otklik, tmp_path, telegram.url, **WEBHOOK)
    assert said.code == 2
    assert "502 Bad Gateway" in said.err
    polling = await _check(otklik, tmp_path, telegram.url)
    assert polling.code == 0
    assert "a.example" in polling.out


async def test_a_support_chat_that_cannot_be_seen_is_said(
    otklik: Terminal, tmp_path: Path, telegram: ScriptedBotApi
) -> None:
    telegram.say("getChat", refusal(400, "Bad Request: chat not found"))
    said = await _check(otklik, tmp_path, telegram.url, STAFF__SUPPORT_CHAT="-100500")
    assert said.code == 2
    assert "staff.support_chat" in said.err
    assert "chat not found" in said.err


async def test_without_a_token_there_is_nobody_to_ask(
    otklik: Terminal, tmp_path: Path, telegram: ScriptedBotApi
) -> None:
    said = await _check(otklik, tmp_path, telegram.url, TELEGRAM__TOKEN="")
    assert said.code == 2
    assert "telegram.token" in said.err
    assert telegram.calls == []
