"""The ways to the Bot API: its addresses, each directly or through the proxies, tried in turn."""

import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp
from yarl import URL

from bot.delivery.http_pool import HttpAnswer, HttpPool, NotConnected

log = logging.getLogger(__name__)

T = TypeVar("T")

_CONNECT_TIMEOUT_S = 10
_SEND_TIMEOUT_S = 15
_PASSED_OVER_FOR_S = 300
_BREAKS_MAKE_DEAD = 2
_PROXY_WANTS_PASSWORD = 407
_JSON = {"Content-Type": "application/json"}
_SOCKS = {"socks5", "socks5h"}
_NOT_CONNECTED = aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL


class ApiConnection:
    """One way to the methods and files of a bot; small calls go through a pool where nothing is between.

    Raises `NotConnected` for a request that was not sent, aiohttp.ClientError or OSError for one whose end is
    unknown.
    """

    def __init__(self, api_url: str, token: str, proxy: str | None) -> None:
        self.api_url = api_url.rstrip("/")
        self._methods = f"{self.api_url}/bot{token}/"
        self._files = f"{self.api_url}/file/bot{token}/"
        methods = URL(self._methods)
        self._path = methods.raw_path
        self._pool = HttpPool(methods) if proxy is None and methods.user is None else None
        is_socks = proxy is not None and URL(proxy).scheme in _SOCKS
        self._proxy = None if is_socks else proxy
        connector, not_connected = _socks_connector(proxy or "") if is_socks else (_connector(), ())
        self._not_connected: tuple[type[Exception], ...] = (*_NOT_CONNECTED, *not_connected)
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=_CONNECT_TIMEOUT_S, sock_read=_SEND_TIMEOUT_S
            ),
        )

    async def close(self) -> None:
        """What is under way ends by an error."""
        if self._pool is not None:
            self._pool.close()
        await self._session.close()

    async def post(self, method: str, body: str, timeout_s: float) -> HttpAnswer:
        """Post JSON and wait so long for the answer."""
        if self._pool is not None:
            return await self._pool.post(self._path + method, body.encode(), timeout_s)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_TIMEOUT_S, sock_read=timeout_s)
        return await self._post(method, data=body.encode(), headers=_JSON, timeout=timeout)

    async def post_form(self, method: str, form: aiohttp.FormData) -> HttpAnswer:
        """Post a form with files."""
        return await self._post(method, data=form)

    async def fetch(self, file_path: str, limit: int) -> HttpAnswer:
        """A file, cut off behind `limit` bytes and one more."""
        return await self._sent(self._get(self._files + file_path, limit))

    async def _post(self, method: str, **options: Any) -> HttpAnswer:
        async def post() -> HttpAnswer:
            async with self._session.post(self._methods + method, proxy=self._proxy, **options) as response:
                return HttpAnswer(response.status, await response.read())

        return await self._sent(post())

    async def _get(self, address: str, limit: int) -> HttpAnswer:
        async with self._session.get(address, proxy=self._proxy) as response:
            content = await response.content.read(limit + 1)
            while len(content) <= limit and (more := await response.content.read(limit + 1)):
                content += more
            return HttpAnswer(response.status, content)

    async def _sent(self, request: Awaitable[HttpAnswer]) -> HttpAnswer:
        try:
            answer = await request
        except aiohttp.ClientHttpProxyError as error:
            raise NotConnected(f"proxy: HTTP {error.status}") from None
        except self._not_connected as error:
            raise NotConnected(type(error).__name__) from None
        if answer.status == _PROXY_WANTS_PASSWORD:  # Telegram never answers so
            raise NotConnected(f"proxy: HTTP {answer.status}")
        return answer


@dataclass(eq=False)
class _Candidate:
    connection: ApiConnection
    api: int
    proxy: int
    dead_until: float = -math.inf
    breaks: int = 0


class ApiConnections:
    """Chooses a way for each call: the first that is not known to be dead.

    A dead proxy is passed over for five minutes. Another address of the API is turned to only when none of
    the proxies leads to the one in use, and then kept: two servers of one bot know different updates.
    """

    def __init__(
        self, api_urls: Sequence[str], token: str, proxies: Sequence[str], monotonic: Callable[[], float]
    ) -> None:
        self._monotonic = monotonic
        self._candidates = [
            _Candidate(ApiConnection(url, token, proxy), api, number if proxy else 0)
            for api, url in enumerate(api_urls, 1)
            for number, proxy in enumerate(proxies or [None], 1)
        ]
        self._used = self._candidates[0]

    @property
    def api_url(self) -> str:
        """The address in use."""
        return self._used.connection.api_url

    async def close(self) -> None:
        """Close every way."""
        for candidate in self._candidates:
            await candidate.connection.close()

    async def exchange(self, ask: Callable[[ApiConnection], Awaitable[T]]) -> T:
        """What the first way says that can be gone; raises as `ApiConnection` does."""
        failure = NotConnected("no way")
        for candidate in self._in_turn():
            try:
                answer = await ask(candidate.connection)
            except NotConnected as error:
                failure = error
                self._died(candidate)
            except (aiohttp.ClientError, OSError):
                candidate.breaks += 1
                if candidate.breaks >= _BREAKS_MAKE_DEAD:
                    self._died(candidate)
                raise
            else:
                self._worked(candidate)
                return answer
        raise failure

    def _in_turn(self) -> list[_Candidate]:
        if len(self._candidates) == 1:
            return self._candidates
        now = self._monotonic()
        return sorted(self._candidates, key=lambda one: (one.dead_until > now, one.api != self._used.api))

    def _died(self, candidate: _Candidate) -> None:
        candidate.dead_until = self._monotonic() + _PASSED_OVER_FOR_S

    def _worked(self, candidate: _Candidate) -> None:
        candidate.breaks, candidate.dead_until = 0, -math.inf
        if candidate is not self._used:
            log.warning("telegram is reached another way api=%d proxy=%d", candidate.api, candidate.proxy)
            self._used = candidate


def _connector() -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(limit=0, ttl_dns_cache=300, keepalive_timeout=60)


def _socks_connector(proxy: str) -> tuple[aiohttp.TCPConnector, tuple[type[Exception], ...]]:
    """A connector through a proxy, and the errors by which it says that nothing was sent.

    Names are looked up by the proxy: where one is needed, the names of Telegram may not be known.
    """
    from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

    address = "socks5" + proxy[proxy.index("://") :]
    connector = ProxyConnector.from_url(address, rdns=True, limit=0, keepalive_timeout=60)
    return connector, (ProxyConnectionError, ProxyTimeoutError, ProxyError)
