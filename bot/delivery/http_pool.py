"""HTTP/1.1 over connections that are kept open, for the few small calls that a bot makes all the time.

A client for everything does far more than these calls need, at five times their cost: see docs/decisions.
"""

import asyncio
import ssl
from collections import deque
from typing import NamedTuple

from httptools import HttpParserError, HttpResponseParser
from yarl import URL

_CONNECT_WITHIN_S = 10
_IDLE_AT_MOST_S = 60
_LARGEST_ANSWER = 64 * 1024 * 1024
"""A hundred updates of the longest kind take a tenth of it."""
_TRY_OTHER_FAMILY_AFTER_S = 0.25


class NotConnected(Exception):
    """The server was not reached, for the reason named: nothing of the request was sent."""


class HttpAnswer(NamedTuple):
    """The status and the whole body."""

    status: int
    content: bytes


class HttpConnection(asyncio.Protocol):
    """One connection to a server; one request at a time is under way."""

    def __init__(self) -> None:
        self.idle_since = 0.0
        """By the clock of the event loop; of a connection that waits in a pool."""
        self._parser = HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[HttpAnswer] | None = None
        self._body: list[bytes] = []
        self._length = 0

    @property
    def is_open(self) -> bool:
        """Whether another request may be sent."""
        return self._transport is not None and not self._transport.is_closing()

    async def exchange(self, request: bytes) -> HttpAnswer:
        """Send a request and wait for its answer; ConnectionError when the server gives none."""
        if self._transport is None:
            raise ConnectionResetError
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """At once; what is under way has no answer."""
        if self._transport is not None:
            self._transport.abort()

    # What the transport tells --------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionResetError())

    # What the parser tells -----------------------------------------------------------------------

    def on_body(self, body: bytes) -> None:
        self._length += len(body)
        if self._length > _LARGEST_ANSWER:
            self.close()
        else:
            self._body.append(body)

    def on_message_complete(self) -> None:
        status, body = self._parser.get_status_code(), b"".join(self._body)
        self._body.clear()
        self._length = 0
        if 100 <= status < 200:  # the answer itself is still to come
            return
        if not self._parser.should_keep_alive():
            self.close()
        if self._answer is None or self._answer.done():
            self.close()  # nobody has asked: what it says next would be taken for another's answer
        else:
            self._answer.set_result(HttpAnswer(status, body))


class HttpPool:
    """Connections to one server. Nothing is sent twice, so an exchange that broke off has an unknown end."""

    def __init__(self, server: URL) -> None:
        self._host, self._port = server.raw_host or "", server.port or 80
        self._tls = ssl.create_default_context() if server.scheme == "https" else None
        self._headers = (
            f"Host: {server.host_port_subcomponent}\r\n"
            "User-Agent: otklik\r\n"
            "Content-Type: application/json\r\n"
        )
        self._idle: deque[HttpConnection] = deque()
        self._is_closed = False

    async def post(self, path: str, body: bytes, timeout_s: float) -> HttpAnswer:
        """Post JSON to a path, which is quoted already, and wait so long for the whole answer.

        Raises `NotConnected`, and TimeoutError or another OSError if the request may have been carried out.
        """
        head = f"POST {path} HTTP/1.1\r\n{self._headers}Content-Length: {len(body)}\r\n\r\n"
        connection = self._take() or await self._connect()
        try:
            async with asyncio.timeout(timeout_s):
                answer = await connection.exchange(head.encode("ascii") + body)
        except BaseException:
            connection.close()
            raise
        self._put_back(connection)
        return answer

    def close(self) -> None:
        """Close what is idle now; what is under way is closed when it ends."""
        self._is_closed = True
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> HttpConnection | None:
        """The one used last, so that those beyond need grow old."""
        self._drop_old()
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open:
                return connection
        return None

    def _put_back(self, connection: HttpConnection) -> None:
        if self._is_closed:
            connection.close()
        elif connection.is_open:
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.append(connection)

    def _drop_old(self) -> None:
        """A server forgets an idle connection some day, and may do so just as we write."""
        oldest = asyncio.get_running_loop().time() - _IDLE_AT_MOST_S
        while self._idle and self._idle[0].idle_since < oldest:
            self._idle.popleft().close()

    async def _connect(self) -> HttpConnection:
        try:
            async with asyncio.timeout(_CONNECT_WITHIN_S):
                _, connection = await asyncio.get_running_loop().create_connection(
                    HttpConnection, self._host, self._port, ssl=self._tls,
                    happy_eyeballs_delay=_TRY_OTHER_FAMILY_AFTER_S,
                )  # fmt: skip
        except OSError as error:  # a timeout is one
            raise NotConnected(type(error).__name__) from None
        return connection
