"""One try to tell another system of an event."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import aiohttp
from yarl import URL

from bot.webhooks.webhook_address import AddressLookup, PrivateAddress, check_literal
from storage.rows import Webhook
from surveys.webhooks.signature import signed_headers

_WITHIN_S: Final = 15.0


class WebhookReply(NamedTuple):
    """What a receiver answered; one of the two is None."""

    status: int | None
    error: str | None
    """The kind of error that kept us from getting an answer: never the address, which may hold a key."""

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class WebhookClient:
    """Posts events. `allow_private` allows addresses of one's own network, too."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._allow_private = allow_private

    async def post(
        self, webhook: Webhook, message_id: str, payload: Mapping[str, Any], at: datetime
    ) -> WebhookReply:
        """Post a signed event; redirects are not followed, and of the answer only the status is read."""
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "otklik",
            **signed_headers(webhook.secret, message_id, at, body),
        }
        try:
            url = URL(webhook.url)
            if not self._allow_private:
                check_literal(url)
            async with (
                self._session() as session,
                session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                return WebhookReply(answer.status, None)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return WebhookReply(None, _kind(error))

    def _session(self) -> aiohttp.ClientSession:
        resolver = None if self._allow_private else AddressLookup()
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, force_close=True, use_dns_cache=False),
            timeout=aiohttp.ClientTimeout(total=_WITHIN_S),
            cookie_jar=aiohttp.DummyCookieJar(),
        )


def _kind(error: Exception) -> str:
    """An inner address is told apart, however deep it lies: it does not become better by trying again."""
    causes = [error, error.__cause__, getattr(error, "os_error", None)]
    if any(isinstance(one, PrivateAddress) for one in causes):
        return PrivateAddress.__name__
    return type(error).__name__
