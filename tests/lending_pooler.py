"""A pooler in transaction mode: all clients share one connection of the server's, a transaction at a time.

It keeps prepared statements apart, as newer poolers do, or does not, as older ones.
"""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_PATIENCE_S = 10
_IDLE = b"I"
_FLUSHED = b"TnECs"
"""Kinds of the last message when a client asks for what there is: a description, an error, an end."""
_NAMED = {b"P": 0, b"D": 1, b"C": 1}
"""Where in these messages the name of a statement begins."""


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    kind = await reader.readexactly(1)
    return kind, await reader.readexactly(struct.unpack("!I", await reader.readexactly(4))[0] - 4)


def _framed(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


class LendingPooler:
    def __init__(self, host: str, port: int, *, keeps_apart: bool) -> None:
        self._server = host, port
        self._keeps_apart = keeps_apart
        self._turn = asyncio.Lock()
        self._greeting = b""
        self._clients = 0
        self._inside = 0
        self._left = asyncio.Event()
        self._left.set()
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def close(self) -> None:
        """Leave the server, once every client has left."""
        async with asyncio.timeout(_PATIENCE_S):
            await self._left.wait()
        if self._greeting:
            self._writer.close()
            await self._writer.wait_closed()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client, until it leaves."""
        self._clients += 1
        self._inside += 1
        self._left.clear()
        own = b"_%d" % self._clients
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await self._let_in(reader, writer)
            while True:
                first = await _message(reader)
                if first[0] == b"X":
                    break
                async with self._turn:
                    await self._transact(first, reader, writer, own)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        self._inside -= 1
        if not self._inside:
            self._left.set()

    async def _let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        size, code = struct.unpack("!II", await reader.readexactly(8))
        if code == 80877103:  # TLS is asked for
            writer.write(b"N")
            size, _ = struct.unpack("!II", await reader.readexactly(8))
        startup = await reader.readexactly(size - 8)
        async with self._turn:
            if not self._greeting:
                await self._connect(startup)
        writer.write(self._greeting)

    async def _connect(self, startup: bytes) -> None:
        self._reader, self._writer = await asyncio.open_connection(*self._server)
        self._writer.write(struct.pack("!II", len(startup) + 8, 196608) + startup)
        kind = b""
        while kind != b"Z":
            kind, body = await _message(self._reader)
            self._greeting += _framed(kind, body)

    async def _transact(
        self, message: tuple[bytes, bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter,
        own: bytes,
    ) -> None:  # fmt: skip
        while True:
            kind, body = message
            self._writer.write(_framed(kind, self._renamed(kind, body, own)))
            if kind == b"H":
                await self._answer(writer, _FLUSHED)
            elif kind in {b"S", b"Q"} and await self._answer(writer, b"Z") == _IDLE:
                return
            message = await _message(reader)

    async def _answer(self, writer: asyncio.StreamWriter, last: bytes) -> bytes:
        """Hand on what the server says, up to a message of one of these kinds, and return that one's body."""
        while True:
            kind, body = await _message(self._reader)
            writer.write(_framed(kind, body))
            if kind in last:
                return body

    def _renamed(self, kind: bytes, body: bytes, own: bytes) -> bytes:
        """The message with the client's mark behind the name of its statement, if it has one."""
        if not self._keeps_apart or (kind in {b"D", b"C"} and body[:1] != b"S"):
            return body
        if kind == b"B":
            begin = body.index(b"\0") + 1
        elif kind in _NAMED:
            begin = _NAMED[kind]
        else:
            return body
        end = body.index(b"\0", begin)
        return body if begin == end else body[:end] + own + body[end:]


@asynccontextmanager
async def lending_pooler(host: str, port: int, *, keeps_apart: bool) -> AsyncIterator[int]:
    """The port of a pooler before that server."""
    pooler = LendingPooler(host, port, keeps_apart=keeps_apart)
    server = await asyncio.start_server(pooler.serve, "127.0.0.1", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        await pooler.close()
