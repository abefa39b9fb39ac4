"""A way to a server that a test can cut, hold up and open again: the server itself goes on for others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

_LARGEST_READ = 1 << 16


class Relay:
    """A port of this machine whose connections lead to a server."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = parts.hostname, parts.port
        self._port = 0
        self._listener: asyncio.Server | None = None
        self._near: set[asyncio.StreamWriter] = set()
        self._far: set[asyncio.StreamWriter] = set()
        self._flows = asyncio.Event()
        self._flows.set()

    def url_of(self, url: str) -> str:
        """The same address by way of the relay."""
        parts = urlsplit(url)
        login = f"{parts.username}@" if parts.username else ""
        return parts._replace(netloc=f"{login}127.0.0.1:{self._port}").geturl()

    async def open(self) -> None:
        """Take connections, and carry on with those that were held up."""
        self._flows.set()
        if self._listener is None:
            self._listener = await asyncio.start_server(self._join, "127.0.0.1", self._port)
            self._port = self._listener.sockets[0].getsockname()[1]

    def hold_up(self) -> None:
        """Connections are taken and stay open, and nothing passes any more."""
        self._flows.clear()

    def strand(self) -> None:
        """The server sees all connections end; whoever made them hears nothing of it."""
        self.hold_up()
        self._end(self._far)

    async def cut(self) -> None:
        """End all connections and refuse new ones, as a server that is away does."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        self._end(self._near)
        self._end(self._far)
        await asyncio.sleep(0)

    def _end(self, ends: set[asyncio.StreamWriter]) -> None:
        for end in list(ends):
            end.transport.abort()
        ends.clear()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._near.add(writer)
        try:
            await self._flows.wait()
            far_reader, far_writer = await asyncio.open_connection(*self._server)
            self._far.add(far_writer)
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._pump(reader, far_writer))
                ways.create_task(self._pump(far_reader, writer))
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(_LARGEST_READ):
                await self._flows.wait()
                writer.write(data)
                await writer.drain()
        await self._flows.wait()  # an end is not told while nothing passes
        writer.close()


@asynccontextmanager
async def relayed(url: str) -> AsyncIterator[Relay]:
    """An open relay to the server of an address."""
    relay = Relay(url)
    await relay.open()
    try:
        yield relay
    finally:
        relay.hold_up()
        await relay.cut()
