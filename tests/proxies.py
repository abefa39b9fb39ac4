"""Proxies on loopback, each with one behaviour."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

SOCKS_DONE = 0
SOCKS_REFUSED = 5
NO_PASSWORD, PASSWORD, NO_METHOD = 0, 2, 0xFF


class Proxy:
    """`asked` are the targets that it was to reach; `close` ends it as if its machine had died."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[str] = []
        self.port = 0
        self.serve: Serve
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def start(self, port: int = 0) -> None:
        """Listen, on the same port as before if one is given."""

        async def kept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._writers.add(writer)
            try:
                with suppress(asyncio.IncompleteReadError, ConnectionError):
                    await self.serve(reader, writer)
            finally:
                self._writers.discard(writer)
                writer.close()

        self._server = await asyncio.start_server(kept, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()


@asynccontextmanager
async def refusing(status: int) -> AsyncIterator[Proxy]:
    """An HTTP proxy that refuses whatever it is asked for."""
    proxy = Proxy()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        proxy.asked.append(head.split(b" ")[1].decode())
        writer.write(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % status)
        await writer.drain()

    async with _running(proxy, serve, "http"):
        yield proxy


@asynccontextmanager
async def cutting() -> AsyncIterator[Proxy]:
    """An HTTP proxy that takes requests and breaks off."""
    proxy = Proxy()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        proxy.asked.append(head.split(b" ")[1].decode())

    async with _running(proxy, serve, "http"):
        yield proxy


@asynccontextmanager
async def passing(target: str) -> AsyncIterator[Proxy]:
    """An HTTP proxy that leads every request to the target, whoever is asked for."""
    proxy, there = Proxy(), urlsplit(target)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, address, rest = head.split(b" ", 2)
        proxy.asked.append(address.decode())
        path = urlsplit(address.decode()).path
        beyond, onward = await asyncio.open_connection(there.hostname, there.port)
        version, headers = rest.split(b"\r\n", 1)
        onward.write(b"%s %s %s\r\nConnection: close\r\n%s" % (method, path.encode(), version, headers))
        await _both_ways(reader, writer, beyond, onward)

    async with _running(proxy, serve, "http"):
        yield proxy


@asynccontextmanager
async def socks(target: str, password: str = "", answer: int = SOCKS_DONE) -> AsyncIterator[Proxy]:
    """A SOCKS5 proxy that leads every connection to the target; with a password it lets in only `boris`."""
    proxy, there = Proxy(), urlsplit(target)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, count = await reader.readexactly(2)
        offered = await reader.readexactly(count)
        wanted = PASSWORD if password else NO_PASSWORD
        writer.write(bytes([5, wanted if wanted in offered else NO_METHOD]))
        if password:
            _, length = await reader.readexactly(2)
            user = await reader.readexactly(length)
            [length] = await reader.readexactly(1)
            is_known = (user, await reader.readexactly(length)) == (b"boris", password.encode())
            writer.write(bytes([1, 0 if is_known else 1]))
            if not is_known:
                return
        _, _, _, kind = await reader.readexactly(4)
        length = 4 if kind == 1 else (await reader.readexactly(1))[0]
        host = await reader.readexactly(length)
        port = int.from_bytes(await reader.readexactly(2))
        proxy.asked.append(f"{host.decode() if kind == 3 else host.hex()}:{port}")
        writer.write(bytes([5, answer, 0, 1, 0, 0, 0, 0, 0, 0]))
        if answer == SOCKS_DONE:
            await _both_ways(reader, writer, *await asyncio.open_connection(there.hostname, there.port))

    async with _running(proxy, serve, "socks5"):
        yield proxy


@asynccontextmanager
async def _running(proxy: Proxy, serve: Serve, scheme: str) -> AsyncIterator[None]:
    proxy.serve = serve
    await proxy.start()
    proxy.address = f"{scheme}://127.0.0.1:{proxy.port}"
    try:
        yield
    finally:
        proxy.close()


async def _both_ways(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter,
    beyond: asyncio.StreamReader, onward: asyncio.StreamWriter,
) -> None:  # fmt: skip
    async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65536):
                sink.write(data)
        sink.close()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(copy(reader, onward))
        tasks.create_task(copy(beyond, writer))
