"""The Bot API over HTTP: one call, one outcome. Nothing here retries and nothing here logs an address."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from math import isfinite
from pathlib import Path
from typing import Any

import aiohttp

from bot.config import schema
from bot.delivery.api_connections import ApiConnection, ApiConnections
from bot.delivery.content_limits import from_json, is_id, storable_text
from bot.delivery.http_pool import HttpAnswer, NotConnected
from bot.delivery.local_files import LocalFileError, LocalFiles
from bot.delivery.server_methods import ServerMethods
from bot.observability.redaction import one_line, redacted
from surveys.errors import LoggableError, UserError

_SEND_TIMEOUT_S = 15
_LONG_POLL_S = 30
_LATE_BY_AT_MOST_S = 10
_LONGEST_WORDS = 200
_LOOK_AGAIN_AFTER_S = 1
_WAIT_AT_MOST_S = 3600.0
"""A server that asks for more is asked again after that long."""
_NO_SUCH_TOKEN = (401, 404)
"""404 is what Telegram says to a token of a wrong form, own servers to any; and to unknown methods."""
_STANDARD = frozenset(HTTPStatus)
_ERROR_CODES = range(400, 600)
_SAID_BY_ANY_SERVER = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.TOO_MANY_REQUESTS)
"""What a server before the Bot API refuses in a page of its own was not carried out."""
_SAID_BY_GATEWAYS = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT)
"""They tell nothing of which methods the server knows."""


class NotSent(LoggableError):
    """The call did not reach Telegram: repeating it is safe."""


class Uncertain(LoggableError):
    """The call may or may not have been carried out.

    `answered` tells that something answered, as a gateway does with 502: then it was hardly carried out.
    """

    def __init__(self, *args: object, answered: bool = False) -> None:
        super().__init__(*args)
        self.answered = answered


class Refused(NotSent):
    """Telegram refuses a call that has to succeed; `words` are its own, made harmless for a terminal."""

    def __init__(self, method: str, reply: "ApiResponse") -> None:
        super().__init__(f"{method}: {reply.code}")
        self.method, self.code, self.retry_after = method, reply.code, reply.retry_after
        self.words = _harmless(reply.description)


class UnknownAnswer(Uncertain):
    """What came back is no answer of the Bot API."""


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

    @property
    def is_unknown_method(self) -> bool:
        """Telegram says 400 to everything else that it cannot find."""
        return self.code == 404


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
        self._server_methods = ServerMethods()
        self._local_files = LocalFiles(local_files, token)

    async def close(self) -> None:
        await self._ways.close()

    async def call(self, method: str, body: str, uploads: Sequence[Upload] = ()) -> ApiResponse:
        """Make one call with a JSON body.

        Raises `NotSent`, `Uncertain` or `InvalidToken`; a refusal is a response. A method that the server
        turned out not to know is refused without a call.
        """
        if self._server_methods.lack(method):
            return _UNKNOWN_METHOD
        try:
            reply = await self._believed(method, await self._posted(method, body, uploads))
        except UnknownAnswer:
            if self._server_methods.is_given_up(method):
                return _UNKNOWN_METHOD
            raise
        if reply.is_unknown_method:
            self._server_methods.is_given_up(method)
        else:
            self._server_methods.add(method)
        return reply

    async def ask(self, method: str, **parameters: Any) -> Any:
        """The result of a call such as getMe or setWebhook.

        Raises as `call` does, and `Refused` for a refusal.
        """
        reply = await self.call(method, json.dumps(parameters))
        if not reply.ok:
            raise Refused(method, reply)
        if reply.result is None:
            raise UnknownAnswer(f"{method} without a result")
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
        reply = await self._reply_of(lambda way: way.post("getUpdates", body, timeout_s))
        self._server_methods.add("getUpdates")
        return await self._believed("getUpdates", reply)

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

    async def _believed(self, method: str, reply: ApiResponse) -> ApiResponse:
        """One refusal of the token among good answers is a server's mistake: getMe is asked, twice.

        Raises `InvalidToken` if it is refused as well, and `NotSent` for a 401 that it does not confirm.
        """
        if reply.code not in _NO_SUCH_TOKEN or (method == "getMe" and reply.code != HTTPStatus.UNAUTHORIZED):
            return reply
        if refusal := await self._refusal_of_token():
            raise InvalidToken(words=_harmless(refusal.description))
        if reply.code == HTTPStatus.UNAUTHORIZED:
            raise NotSent(f"{named(reply.code)}, but not to getMe")
        return reply

    async def _refusal_of_token(self) -> ApiResponse | None:
        """What getMe is answered twice; None where the token is known, or nobody can tell at the moment."""
        for pause_s in (0, _LOOK_AGAIN_AFTER_S):
            await asyncio.sleep(pause_s)
            try:
                me = await self._reply_of(lambda way: way.post("getMe", "{}", _SEND_TIMEOUT_S))
            except (NotSent, Uncertain):
                return None
            if me.code not in _NO_SUCH_TOKEN:
                return None
        return me

    async def _reply_of(self, ask: Callable[[ApiConnection], Awaitable[HttpAnswer]]) -> ApiResponse:
        try:
            status, content = await self._ways.exchange(ask)
        except NotConnected as error:
            raise NotSent(str(error)) from None
        except (aiohttp.ClientError, OSError) as error:
            raise Uncertain(type(error).__name__) from None
        return _reply(status, content)

    async def _posted(self, method: str, body: str, uploads: Sequence[Upload]) -> ApiResponse:
        if uploads:
            return await self._reply_of(lambda way: way.post_form(method, _form(body, uploads)))
        return await self._reply_of(lambda way: way.post(method, body, _SEND_TIMEOUT_S))


_UNKNOWN_METHOD = ApiResponse(
    ok=False, code=404, description="Not Found: the server does not know the method"
)


def client_of(settings: schema.TelegramSection) -> BotApiClient:
    """A client of the configured bot."""
    proxies = [proxy.get_secret_value() for proxy in settings.proxy]
    token = settings.token.get_secret_value()
    return BotApiClient(settings.api_urls, token, proxy=proxies, local_files=settings.local_files)


def _listed(given: str | Sequence[str] | None) -> Sequence[str]:
    return [given] if isinstance(given, str) else given or ()


def named(code: int) -> str:
    """An error by its number and the standard's words; a server's own words may quote a person's."""
    words = HTTPStatus(code).phrase if code in _STANDARD else "without a name"
    return f"{code} {words}"


def _reply(status: int, content: bytes) -> ApiResponse:
    """Only `ok`, the result and the error's few fields are read: a full parse costs more than the call."""
    try:
        answer = from_json(content)
        if answer["ok"]:  # with or without a result, which some servers leave out: it was carried out
            return ApiResponse(ok=True, result=answer.get("result"))
        code = _error_code(answer.get("error_code"), status)
        parameters = answer.get("parameters")
        parameters = parameters if isinstance(parameters, dict) else {}
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        if status in _SAID_BY_ANY_SERVER:
            return ApiResponse(ok=False, code=status, description=named(status))
        said = f"{named(status)} that is no answer of the Bot API"
        if status in _SAID_BY_GATEWAYS:
            raise Uncertain(said, answered=True) from None
        raise UnknownAnswer(said, answered=status >= HTTPStatus.INTERNAL_SERVER_ERROR) from None
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Uncertain(named(code), answered=True)
    return ApiResponse(
        ok=False,
        code=code,
        description=storable_text(str(answer.get("description", ""))),
        retry_after=_seconds(parameters.get("retry_after")),
        migrate_to=_group(parameters.get("migrate_to_chat_id")),
    )


def _error_code(given: Any, status: int) -> int:
    """The number of an error; 400 where neither the answer nor HTTP's status has one."""
    code = status if given is None else int(given)
    return code if code in _ERROR_CODES else int(HTTPStatus.BAD_REQUEST)


def _seconds(given: object) -> float | None:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    return min(float(given), _WAIT_AT_MOST_S) if isfinite(given) and given > 0 else None


def _group(given: object) -> int | None:
    """The id of a group: no group becomes a person."""
    return given if is_id(given) and given < 0 else None


def _harmless(description: str) -> str:
    return one_line(redacted(description))[:_LONGEST_WORDS]


def _form(body: str, uploads: Sequence[Upload]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in json.loads(body).items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for upload in uploads:
        form.add_field(upload.field, upload.content, filename=upload.name, content_type=upload.media_type)
    return form
