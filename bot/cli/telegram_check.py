"""`otklik check --online`: what Telegram says by every way that is configured. Nothing is changed there."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.config.schema import Config
from bot.delivery.bot_api_client import BotApiClient, InvalidToken, NotSent, Refused, Uncertain
from bot.observability.redaction import one_line, redacted
from surveys.errors import UserErrors
from surveys.language.interface_text import InterfaceText

_LONGEST_WORDS = 200

Findings = tuple[list[InterfaceText], list[InterfaceText]]
"""Faults, and what is good to know."""


def look(config: Config) -> Findings:
    """What Telegram says of the token, the webhook and the support chat, and which ways lead to it."""
    return asyncio.run(_look(config))


async def _look(config: Config) -> Findings:
    faults: list[InterfaceText] = []
    notices: list[InterfaceText] = []
    token = config.telegram.token.get_secret_value()
    if not token:
        return [InterfaceText("online-no-token")], []
    is_known = False
    for way, api_url, proxy in _ways(config):
        client = BotApiClient(api_url, token, proxy=proxy)
        try:
            me = await client.ask("getMe")
            notices.append(InterfaceText("online-answers", way=way, username=str(me["username"])))
            if not is_known:
                is_known = True
                info = await client.ask("getWebhookInfo")
                (faults if config.telegram.mode == "webhook" else notices).extend(_webhook(config, info))
                faults += await _support_chat(client, config)
        except (NotSent, Uncertain, InvalidToken) as error:
            faults += _explained(way, error)
        finally:
            await client.close()
    return list(dict.fromkeys(faults)), notices


def _ways(config: Config) -> list[tuple[str, str, str | None]]:
    """Each way with a name that holds no secret."""
    ways: list[tuple[str, str, str | None]] = []
    proxies: list[str | None] = [proxy.get_secret_value() for proxy in config.telegram.proxy]
    for api_url in config.telegram.api_urls:
        for proxy in proxies or [None]:
            parts = [_place(address) for address in (api_url, proxy) if address]
            ways.append((" – ".join(reversed(parts)), api_url, proxy))
    return ways


def _place(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def _webhook(config: Config, info: Mapping[str, Any]) -> Iterator[InterfaceText]:
    if config.telegram.mode == "webhook" and (words := info.get("last_error_message")):
        yield InterfaceText("online-webhook-fails", words=one_line(redacted(str(words)))[:_LONGEST_WORDS])
    elif config.telegram.mode == "polling" and (url := info.get("url")):
        yield InterfaceText("online-webhook-set", host=_place(str(url)))


async def _support_chat(client: BotApiClient, config: Config) -> list[InterfaceText]:
    if config.staff.support_chat is None:
        return []
    try:
        await client.ask("getChat", chat_id=config.staff.support_chat)
    except Refused as error:
        return [InterfaceText("online-no-support-chat", words=error.words)]
    return []


def _explained(way: str, error: NotSent | Uncertain | InvalidToken) -> list[InterfaceText]:
    if isinstance(error, UserErrors):
        return list(error.texts)
    if isinstance(error, Refused):
        return [InterfaceText("online-refused", way=way, method=error.method, words=error.words)]
    return [InterfaceText("online-unreachable", way=way, reason=error)]
