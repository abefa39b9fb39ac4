"""The Bot API over HTTP: one call, one outcome. Nothing here retries and nothing here logs an address."""

import asyncio
import json
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
from yarl import URL

from bot.config import schema
from bot.delivery.content_limits import from_json
from bot.delivery.http_pool import HttpAnswer, HttpPool, NotConnected
from bot.delivery.server_methods import ServerMethods
from surveys.errors import LoggableError, UserError

_SEND_TIMEOUT_S = 15
_CONNECT_TIMEOUT_S = 10
_LONG_POLL_S = 30
_LATE_BY_AT_MOST_S = 10
_LOOK_AGAIN_AFTER_S = 1
_NO_SUCH_TOKEN = (401, 404)
"""404 is what Telegram says to a token of a wrong form, own servers to any; and to unknown methods."""
_STANDARD = frozenset(HTTPStatus)
_JSON = {"Content-Type": "application/json"}


class NotSent(LoggableError):
    """The call did not reach Telegram: repeating it is safe."""


class Uncertain(LoggableError):
    """The call may or may not have been carried out."""


class UnknownAnswer(Uncertain):
    """What came back is no answer of the Bot API."""


class InvalidToken(UserError):
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

    Files, and everything where a proxy stands between, go through aiohttp; the rest through connections of
    our own.
    """

    def __init__(self, api_url: str, token: str, *, proxy: str | None = None) -> None:
        self.bot_id = int(token.partition(":")[0])
        self._methods = f"{api_url.rstrip('/')}/bot{token}/"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._proxy = proxy
        methods = URL(self._methods)
        self._path = methods.raw_path
        self._pool = HttpPool(methods) if proxy is None and methods.user is None else None
        self._server_methods = ServerMethods()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, ttl_dns_cache=300, keepalive_timeout=60),
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=_CONNECT_TIMEOUT_S, sock_read=_SEND_TIMEOUT_S
            ),
        )

    async def close(self) -> None:
        if self._pool is not None:
            self._pool.close()
        await self._session.close()

    async def call(self, method: str, body: str, uploads: Sequence[Upload] = ()) -> ApiResponse:
        """Make one call with a JSON body.

        Raises `NotSent`, `Uncertain` or `InvalidToken`; a refusal is a response. A method that the server
        turned out not to know is refused without a call.
        """
        if self._server_methods.lack(method):
            return _UNKNOWN_METHOD
        posting = (
            self._post_form(method, body, uploads) if uploads else self._post(method, body, _SEND_TIMEOUT_S)
        )
        try:
            reply = await self._believed(method, await self._reply_of(posting))
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

        Raises as `call` does, and `NotSent` for a refusal.
        """
        reply = await self.call(method, json.dumps(parameters))
        if not reply.ok:
            raise NotSent(f"{method}: {reply.code}")
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
        reply = await self._reply_of(
            self._post("getUpdates", json.dumps(parameters), _LONG_POLL_S + _LATE_BY_AT_MOST_S)
        )
        self._server_methods.add("getUpdates")
        return await self._believed("getUpdates", reply)

    async def download(self, file_path: str, limit: int) -> bytes:
        """The content of a file, at most `limit` bytes; raises `NotSent` for a larger one or a failure."""
        try:
            async with self._session.get(self._files + file_path, proxy=self._proxy) as response:
                if response.status != 200:
                    raise NotSent(f"file: HTTP {response.status}")
                content = await response.content.read(limit + 1)
                while len(content) <= limit and (more := await response.content.read(limit + 1)):
                    content += more
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotSent(f"file: {type(error).__name__}") from None
        if len(content) > limit:
            raise NotSent("file: larger than allowed")
        return content

    async def _believed(self, method: str, reply: ApiResponse) -> ApiResponse:
        """One refusal of the token among good answers is a server's mistake: getMe is asked, twice.

        Raises `InvalidToken` if it is refused as well, and `NotSent` for a 401 that it does not confirm.
        """
        if reply.code not in _NO_SUCH_TOKEN:
            return reply
        if method == "getMe":
            if reply.code == 401:
                raise InvalidToken
            return reply
        if await self._is_token_refused():
            raise InvalidToken
        if reply.code == 401:
            raise NotSent(f"{named(reply.code)}, but not to getMe")
        return reply

    async def _is_token_refused(self) -> bool:
        """False also where nobody can tell at the moment."""
        for pause_s in (0, _LOOK_AGAIN_AFTER_S):
            await asyncio.sleep(pause_s)
            try:
                me = await self._reply_of(self._post("getMe", "{}", _SEND_TIMEOUT_S))
            except (NotSent, Uncertain):
                return False
            if me.code not in _NO_SUCH_TOKEN:
                return False
        return True

    async def _reply_of(self, call: Awaitable[HttpAnswer]) -> ApiResponse:
        try:
            status, content = await call
        except NotConnected as error:
            raise NotSent(str(error)) from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, OSError) as error:
            raise Uncertain(type(error).__name__) from None
        return _reply(status, content)

    def _posted(self, method: str, body: str, uploads: Sequence[Upload]) -> Awaitable[HttpAnswer]:
        if uploads:
            return self._post_form(method, body, uploads)
        return self._post(method, body, _SEND_TIMEOUT_S)

    async def _post(self, method: str, body: str, timeout_s: float) -> HttpAnswer:
        if self._pool is not None:
            return await self._pool.post(self._path + method, body.encode(), timeout_s)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_TIMEOUT_S, sock_read=timeout_s)
        return await self._post_by_session(method, data=body.encode(), headers=_JSON, timeout=timeout)

    async def _post_form(self, method: str, body: str, uploads: Sequence[Upload]) -> HttpAnswer:
        return await self._post_by_session(method, data=_form(body, uploads))

    async def _post_by_session(self, method: str, **options: Any) -> HttpAnswer:
        async with self._session.post(self._methods + method, proxy=self._proxy, **options) as response:
            return HttpAnswer(response.status, await response.read())


_UNKNOWN_METHOD = ApiResponse(
    ok=False, code=404, description="Not Found: the server does not know the method"
)


def client_of(settings: schema.TelegramSection) -> BotApiClient:
    """A client of the configured bot."""
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    return BotApiClient(settings.api_url, settings.token.get_secret_value(), proxy=proxy)


def named(code: int) -> str:
    """An error by its number and the standard's words; a server's own words may quote a person's."""
    words = HTTPStatus(code).phrase if code in _STANDARD else "without a name"
    return f"{code} {words}"


def _reply(status: int, content: bytes) -> ApiResponse:
    """Only `ok`, the result and the error's few fields are read: a full parse costs more than the call."""
    try:
        answer = from_json(content)
        if answer["ok"]:
            return ApiResponse(ok=True, result=answer["result"])
        code = int(answer["error_code"])
        parameters = answer.get("parameters")
    except (ValueError, KeyError, TypeError):
        raise UnknownAnswer(f"{named(status)} that is no answer of the Bot API") from None
    if code >= 500:
        raise Uncertain(named(code))
    return ApiResponse(
        ok=False,
        code=code,
        description=str(answer.get("description", "")),
        retry_after=_number(parameters, "retry_after"),
        migrate_to=_number(parameters, "migrate_to_chat_id"),
    )


def _number(parameters: Any, name: str) -> int | None:
    found = parameters.get(name) if isinstance(parameters, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _form(body: str, uploads: Sequence[Upload]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in json.loads(body).items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for upload in uploads:
        form.add_field(upload.field, upload.content, filename=upload.name, content_type=upload.media_type)
    return form
