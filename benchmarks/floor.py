"""A bot without framework, parsing or storage: it shows what the fake server can carry."""

import asyncio
import os
import re
from collections import deque
from urllib.parse import urlsplit

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
UPDATE_ID = re.compile(rb'"update_id":(\d+)')
STEP = re.compile(
    rb'"update_id":\d+,"(message|callback_query)":\{(?:"id":"(\d+)"|"message_id":\d+),"from":\{"id":(\d+)'
)
ROW = b",".join(b'{"text":"%d","callback_data":"score:%d"}' % (score, score) for score in range(11))
QUESTION = b'{"chat_id":%%s,"text":"0-10?","reply_markup":{"inline_keyboard":[[%s]]}}' % ROW
CONNECTIONS = 16


class Caller(asyncio.Protocol):
    """One keep-alive connection, one call at a time; the rest wait in a queue that all connections share."""

    def __init__(self, bot: "Bot") -> None:
        self._bot = bot
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._bot.idle.append(self)

    def call(self, request: bytes) -> None:
        if self._transport is not None:
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        length = LENGTH.search(self._buffer)
        if end < 0 or length is None or len(self._buffer) < end + 4 + int(length[1]):
            return
        body, self._buffer = self._buffer[end + 4 :], b""
        self._bot.answered(self, body)


class Bot:
    def __init__(self, path: str) -> None:
        self._path = path.encode()
        self._queue: deque[bytes] = deque()
        self.idle: list[Caller] = []
        self._poller: Caller | None = None

    def start(self) -> None:
        self._poller = self.idle.pop()
        self._poll(0)

    def answered(self, caller: Caller, body: bytes) -> None:
        if caller is not self._poller:
            self.idle.append(caller)
        else:
            ids = UPDATE_ID.findall(body)
            for kind, tap, customer in STEP.findall(body):
                self._handle(kind, tap, customer, body)
            self._poll(int(ids[-1]) + 1 if ids else 0)
        while self.idle and self._queue:
            self.idle.pop().call(self._queue.popleft())

    def _handle(self, kind: bytes, tap: bytes, customer: bytes, body: bytes) -> None:
        if kind == b"callback_query":
            self._enqueue(b"answerCallbackQuery", b'{"callback_query_id":"%s"}' % tap)
            self._enqueue(b"editMessageText", b'{"chat_id":%s,"message_id":1,"text":"why?"}' % customer)
        else:
            self._enqueue(b"sendMessage", QUESTION % customer)

    def _poll(self, offset: int) -> None:
        if self._poller is not None:
            self._poller.call(self._request(b"getUpdates", b'{"offset":%d,"timeout":30}' % offset))

    def _enqueue(self, method: bytes, body: bytes) -> None:
        self._queue.append(self._request(method, body))

    def _request(self, method: bytes, body: bytes) -> bytes:
        head = (
            b"POST %s/%s HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        )
        return head % (self._path, method, len(body)) + body


async def main() -> None:
    url = urlsplit(os.environ["OTKLIK_TELEGRAM__API_URL"])
    bot = Bot(f"/bot{os.environ['OTKLIK_TELEGRAM__TOKEN']}")
    loop = asyncio.get_running_loop()
    for _ in range(CONNECTIONS):
        await loop.create_connection(lambda: Caller(bot), url.hostname or "", url.port or 80)
    bot.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
