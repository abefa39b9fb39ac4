"""What becomes of a call on a connection that is kept open, whatever the server does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from yarl import URL

from bot.delivery.http_pool import HttpPool, NotConnected

Respond = Callable[[int, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""Serves a connection; the first one has the number 1."""

YES = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'


class Server:
    """Answers on each connection as `respond` does; `requests` are heads and bodies as they came."""

    def __init__(self, respond: Respond) -> None:
        self.url = URL()
        self.connections = 0
        self.ended = asyncio.Event()
        """A connection was closed by the other side, or served to its end."""
        self._respond = respond

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._respond(self.connections, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self.ended.set()


@asynccontextmanager
async def serving(respond: Respond) -> AsyncIterator[tuple[Server, HttpPool]]:
    server = Server(respond)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = URL(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}")
    pool = HttpPool(server.url)
    try:
        yield server, pool
    finally:
        pool.close()
        listener.close()


async def request(reader: asyncio.StreamReader) -> bytes:
    """The body of the next request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return await reader.readexactly(int(length))


async def echo(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        body = await request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))


def answering(*pieces: bytes) -> Respond:
    """Each piece comes in a packet of its own."""

    async def respond(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await request(reader)
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)

    return respond


async def post(pool: HttpPool, body: bytes = b"{}", timeout_s: float = 5) -> tuple[int, bytes]:
    return await pool.post("/bot/getMe", body, timeout_s)


async def test_calls_one_after_the_other_share_a_connection() -> None:
    async with serving(echo) as (server, pool):
        assert [await post(pool, b"%d" % number) for number in range(5)] == [
            (200, b"%d" % number) for number in range(5)
        ]
        assert server.connections == 1


async def test_calls_at_the_same_time_get_their_own_answers() -> None:
    async with serving(echo) as (server, pool):
        bodies = [b"%d" % number * 5_000 for number in range(20)]
        answers = await asyncio.gather(*(post(pool, body) for body in bodies))
        assert [content for _, content in answers] == bodies
        assert server.connections == 20


@pytest.mark.parametrize(
    ("pieces", "status", "content"),
    [
        ((b"HTTP/1.1 2", b"00 OK\r\nContent-Le", b"ngth: 5\r\n\r\nhe", b"llo"), 200, b"hello"),
        (
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n", b"3\r\nllo\r\n0\r\n\r\n"),
            200,
            b"hello",
        ),
        ((b"HTTP/1.1 100 Continue\r\n\r\n", YES), 200, b'{"ok":true}'),
        ((b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>",), 502, b"<html>"),
        ((b"HTTP/1.1 204 No Content\r\n\r\n",), 204, b""),
    ],
)
async def test_an_answer_is_read_in_whatever_pieces_it_comes(
    pieces: tuple[bytes, ...], status: int, content: bytes
) -> None:
    async with serving(answering(*pieces)) as (server, pool):
        assert await post(pool) == (status, content)
        assert await post(pool) == (status, content)
        assert server.connections == 1


@pytest.mark.parametrize(
    "last_words",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", b"this is no HTTP\r\n\r\n"],
    ids=["nothing", "half", "nonsense"],
)
async def test_a_call_that_breaks_off_may_have_been_carried_out(last_words: bytes) -> None:
    async def respond(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(last_words if number == 1 else YES)

    async with serving(respond) as (server, pool):
        with pytest.raises(ConnectionError):
            await post(pool)
        assert await post(pool) == (200, b'{"ok":true}')
        assert server.connections == 2


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_server_that_does_not_listen_has_heard_nothing(scheme: str, unused_tcp_port: int) -> None:
    pool = HttpPool(URL(f"{scheme}://127.0.0.1:{unused_tcp_port}"))
    with pytest.raises(NotConnected, match="ConnectionRefusedError"):
        await post(pool)


async def test_a_server_that_speaks_no_tls_has_heard_nothing() -> None:
    async def respond(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()

    async with serving(respond) as (server, _):
        with pytest.raises(NotConnected, match="SSLError"):
            await post(HttpPool(server.url.with_scheme("https")))


async def test_a_server_that_is_silent_for_too_long_may_have_done_it() -> None:
    async def respond(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        if number == 1:
            await reader.read()
        else:
            writer.write(YES)
            await reader.read()

    async with serving(respond) as (server, pool):
        with pytest.raises(TimeoutError):
            await post(pool, timeout_s=0.05)
        assert await post(pool) == (200, b'{"ok":true}')
        assert server.connections == 2


async def test_an_answer_that_comes_too_late_is_nobody_elses() -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def respond(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        body = await request(reader)
        asked.set()
        if body == b"slow":
            await go_on.wait()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))

    async with serving(respond) as (_, pool):
        async with asyncio.TaskGroup() as calls:
            slow = calls.create_task(post(pool, b"slow"))
            await asked.wait()
            slow.cancel()
        go_on.set()
        assert await post(pool, b"next") == (200, b"next")


async def test_a_connection_that_the_server_gave_up_is_not_used_again() -> None:
    async def respond(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(YES)

    async with serving(respond) as (server, pool):
        for count in range(1, 4):
            server.ended.clear()
            assert await post(pool) == (200, b'{"ok":true}')
            await server.ended.wait()
            for _ in range(3):  # the loop looks at the socket and tells the connection
                await asyncio.sleep(0)
            assert server.connections == count


async def test_a_connection_is_not_kept_when_the_answer_says_so() -> None:
    goodbye = YES.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    async with serving(answering(goodbye)) as (server, pool):
        assert await post(pool) == (200, b'{"ok":true}')
        assert await post(pool) == (200, b'{"ok":true}')
        assert server.connections == 2


async def test_what_nobody_has_asked_for_is_no_answer_to_the_next_call() -> None:
    async def respond(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(YES + (b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n" * (number == 1)))
        await request(reader)

    async with serving(respond) as (server, pool):
        assert await post(pool) == (200, b'{"ok":true}')
        assert await post(pool) == (200, b'{"ok":true}')
        assert server.connections == 2


async def test_a_closed_pool_leaves_no_connection_open() -> None:
    async with serving(echo) as (server, pool):
        await post(pool)
        server.ended.clear()
        pool.close()
        async with asyncio.timeout(5):
            await server.ended.wait()


async def test_the_head_of_a_call_names_the_server_and_its_media_type() -> None:
    heads: list[bytes] = []

    async def respond(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(YES)

    async with serving(respond) as (server, pool):
        await post(pool, b"")
        host = f"127.0.0.1:{server.url.port}".encode()
    assert heads[0].split(b"\r\n")[:-2] == [
        b"POST /bot/getMe HTTP/1.1",
        b"Host: " + host,
        b"User-Agent: otklik",
        b"Content-Type: application/json",
        b"Content-Length: 0",
    ]
