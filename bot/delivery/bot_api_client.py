"""The Bot API over HTTP: one call, one outcome. Nothing here retries and nothing here logs an address."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import aiohttp

from bot.config import schema
from bot.delivery.api_connections import ApiConnection, ApiConnections
from bot.delivery.http_pool import HttpAnswer, NotConnected
from bot.delivery.local_files import LocalFileError, LocalFiles
from bot.observability.redaction import one_line, redacted
from surveys.errors import LoggableError, UserError

_SEND_TIMEOUT_S = 15
_LONG_POLL_S = 30
_LATE_BY_AT_MOST_S = 10
_LONGEST_WORDS = 200


class NotSent(LoggableError):
    """The call did not reach Telegram: repeating it is safe."""


class Uncertain(LoggableError):
    """The call may or may not have been carried out."""


class Refused(NotSent):
    """Telegram refuses a call that has to succeed; `words` are its own, made harmless for a terminal."""

    def __init__(self, method: str, reply: "ApiResponse") -> None:
        super().__init__(f"{method}: {reply.code}")
        self.method, self.code, self.retry_after = method, reply.code, reply.retry_after
        self.words = _harmless(reply.description)


class InvalidToken(UserError):
    """Telegram does not know the token, and said so twice."""

    text_id = "token-unknown"


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """What Telegram answered to a call."""

    ok: bool
    result: Any = None
    code: int = 200
    description: str = ""
    retry_after: float | None = None
    migrate_to: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send along with a call."""

    field: str
    name: str
    media_type: str
    content: bytes


class BotApiClient:
    """A client of one bot. The token is part of each address, so no error of the HTTP library leaves it.

    Where there are several addresses or proxies, the next one is tried when a call could not be sent.
    """

    def __init__(
        self, api_url: str | Sequence[str], token: str, *, proxy: str | Sequence[str] | None = None,
        local_files: Path | None = None, monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.bot_id = int(token.partition(":")[0])
        self._ways = ApiConnections(_listed(api_url), token, _listed(proxy), monotonic)
        self._local_files = LocalFiles(local_files, token)

    async def close(self) -> None:
        await self._ways.close()

    async def call(self, method: str, body: str, uploads: Sequence[Upload] = ()) -> ApiResponse:
        """Make one call with a JSON body.

        Raises `NotSent`, `Uncertain` or `InvalidToken`; a refusal is a response.
        """
        if uploads:
            return await self._reply_of(lambda way: way.post_form(method, _form(body, uploads)))
        return await self._reply_of(lambda way: way.post(method, body, _SEND_TIMEOUT_S))

    async def ask(self, method: str, **parameters: Any) -> Any:
        """The result of a call such as getMe or setWebhook.

        Raises as `call` does, and `Refused` for a refusal.
        """
        reply = await self.call(method, json.dumps(parameters))
        if not reply.ok:
            raise Refused(method, reply)
        return reply.result

    async def get_updates(
        self, offset: int | None, allowed: Sequence[str], *, wait: bool = True
    ) -> ApiResponse:
        """Ask for updates, with `wait` for up to half a minute; raises as `call` does.

        Asking with an offset confirms everything below it.
        """
        timeout_s = _LONG_POLL_S if wait else 0
        parameters: dict[str, Any] = {"timeout": timeout_s, "limit": 100, "allowed_updates": allowed}
        if offset is not None:
            parameters["offset"] = offset
        body, timeout_s = json.dumps(parameters), _LONG_POLL_S + _LATE_BY_AT_MOST_S
        return await self._reply_of(lambda way: way.post("getUpdates", body, timeout_s))

    async def download(self, file_path: str, limit: int) -> bytes:
        """The content of a file, at most `limit` bytes; raises `NotSent` for a larger one or a failure."""
        content = await (
            self._read(file_path, limit) if file_path.startswith("/") else self._fetch(file_path, limit)
        )
        if len(content) > limit:
            raise NotSent("file: larger than allowed")
        return content

    async def _read(self, file_path: str, limit: int) -> bytes:
        """An own server in --local mode names a place on the disk."""
        try:
            return await asyncio.to_thread(self._local_files.read, file_path, self._ways.api_url, limit)
        except LocalFileError as error:
            raise NotSent(f"file: {error}") from None

    async def _fetch(self, file_path: str, limit: int) -> bytes:
        try:
            status, content = await self._ways.exchange(lambda way: way.fetch(file_path, limit))
        except NotConnected as error:
            raise NotSent(f"file: {error}") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NotSent(f"file: {type(error).__name__}") from None
        if status != 200:
            raise NotSent(f"file: HTTP {status}")
        return content

    async def _reply_of(self, ask: Callable[[ApiConnection], Awaitable[HttpAnswer]]) -> ApiResponse:
        reply = await self._heard(ask)
        if reply.code == 401:
            await self._doubt_token()
        return reply

    async def _doubt_token(self) -> None:
        """A 401 is believed when getMe is told the same; else the call was refused by mistake."""
        try:
            reply = await self._heard(lambda way: way.post("getMe", "{}", _SEND_TIMEOUT_S))
        except (NotSent, Uncertain):
            raise NotSent("HTTP 401 that cannot be confirmed") from None
        if reply.code in {401, 404}:
            raise InvalidToken(words=_harmless(reply.description))
        raise NotSent("HTTP 401 by mistake")

    async def _heard(self, ask: Callable[[ApiConnection], Awaitable[HttpAnswer]]) -> ApiResponse:
        try:
            status, content = await self._ways.exchange(ask)
        except NotConnected as error:
            raise NotSent(str(error)) from None
        except (aiohttp.ClientError, OSError) as error:
            raise Uncertain(type(error).__name__) from None
        return _reply(status, content)


def client_of(settings: schema.TelegramSection) -> BotApiClient:
    """A client of the configured bot."""
    proxies = [proxy.get_secret_value() for proxy in settings.proxy]
    token = settings.token.get_secret_value()
    return BotApiClient(settings.api_urls, token, proxy=proxies, local_files=settings.local_files)


def _listed(given: str | Sequence[str] | None) -> Sequence[str]:
    return [given] if isinstance(given, str) else given or ()


def _reply(status: int, content: bytes) -> ApiResponse:
    """Only `ok`, the result and the error's few fields are read: a full parse costs more than the call."""
    try:
        answer = json.loads(content)
        if answer["ok"]:
            return ApiResponse(ok=True, result=answer["result"])
        code = int(answer["error_code"])
        parameters = dict(answer.get("parameters") or {})
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise Uncertain(f"HTTP {status} that is no answer of the Bot API") from None
    if code >= 500:
        raise Uncertain(f"HTTP {code}")
    return ApiResponse(
        ok=False,
        code=code,
        description=str(answer.get("description", "")),
        retry_after=_seconds(parameters.get("retry_after")),
        migrate_to=parameters.get("migrate_to_chat_id"),
    )


def _seconds(given: object) -> float | None:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    return float(given) if isfinite(given) and given > 0 else None


def _harmless(description: str) -> str:
    return one_line(redacted(description))[:_LONGEST_WORDS]


def _form(body: str, uploads: Sequence[Upload]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in json.loads(body).items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for upload in uploads:
        form.add_field(upload.field, upload.content, filename=upload.name, content_type=upload.media_type)
    return form
