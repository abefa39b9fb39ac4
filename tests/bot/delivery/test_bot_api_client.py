"""What the client says of calls, whichever way they take."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.delivery.bot_api_client import BotApiClient, NotSent, Uncertain, Upload

TOKEN = "42:test"
YES = b'{"ok":true,"result":1}'


class Listener:
    """Answers every call with the same body, if it has one; `targets` are what was asked for."""

    def __init__(self, body: bytes | None) -> None:
        self.address = ""
        self.targets: list[str] = []
        self._body = body

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.targets.append(head.split(b" ")[1].decode())
        if self._body is not None:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(self._body), self._body))
        writer.close()


@asynccontextmanager
async def listening(body: bytes | None) -> AsyncIterator[Listener]:
    listener = Listener(body)
    server = await asyncio.start_server(listener.serve, "127.0.0.1", 0)
    listener.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield listener
    finally:
        server.close()


@asynccontextmanager
async def client(api_url: str, proxy: str | None = None) -> AsyncIterator[BotApiClient]:
    client = BotApiClient(api_url, TOKEN, proxy=proxy)
    try:
        yield client
    finally:
        await client.close()


UPLOADS = pytest.mark.parametrize(
    "uploads", [(), (Upload("file0", "a.txt", "text/plain", b"a"),)], ids=["words", "a file"]
)


@UPLOADS
async def test_a_call_goes_to_the_method_of_this_bot(uploads: tuple[Upload, ...]) -> None:
    async with listening(YES) as telegram, client(f"{telegram.address}/api/") as api:
        reply = await api.call("sendMessage", "{}", uploads)
        assert (reply.ok, reply.result) == (True, 1)
        assert telegram.targets == [f"/api/bot{TOKEN}/sendMessage"]


async def test_a_call_takes_the_way_through_the_proxy() -> None:
    async with listening(YES) as proxy, client("http://telegram.invalid", proxy.address) as api:
        assert await api.ask("getMe") == 1
        assert proxy.targets == [f"http://telegram.invalid/bot{TOKEN}/getMe"]


@UPLOADS
async def test_a_call_that_reached_nobody_is_not_sent_and_its_error_hides_the_address(
    uploads: tuple[Upload, ...], unused_tcp_port: int
) -> None:
    async with client(f"http://127.0.0.1:{unused_tcp_port}") as api:
        with pytest.raises(NotSent) as caught:
            await api.call("sendMessage", "{}", uploads)
    assert TOKEN not in str(caught.value)
    assert caught.value.__cause__ is None


@UPLOADS
@pytest.mark.parametrize("body", [None, b"<html>", b'{"ok":false,"error_code":502}'])
async def test_a_call_without_an_answer_that_can_be_read_is_uncertain(
    uploads: tuple[Upload, ...], body: bytes | None
) -> None:
    async with listening(body) as telegram, client(telegram.address) as api:
        with pytest.raises(Uncertain):
            await api.call("sendMessage", "{}", uploads)


@pytest.mark.parametrize(
    "parameters", [b"7", b'"x"', b"[]", b'{"retry_after":"soon","migrate_to_chat_id":true}']
)
async def test_a_refusal_with_absurd_parameters_is_a_refusal(parameters: bytes) -> None:
    body = b'{"ok":false,"error_code":429,"parameters":%s}' % parameters
    async with listening(body) as telegram, client(telegram.address) as api:
        reply = await api.call("sendMessage", "{}")
        assert (reply.code, reply.retry_after, reply.migrate_to) == (429, None, None)


async def test_an_answer_without_end_is_not_collected_without_end() -> None:
    async with listening(b"[" * (65 * 1024 * 1024)) as telegram, client(telegram.address) as api:
        with pytest.raises(Uncertain):
            await api.call("sendMessage", "{}")
