"""The least HTTP/1.1 that Bot API clients need: keep-alive, known lengths, bodies in three encodings."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
TYPE = re.compile(rb"\r\ncontent-type: *([^\r]+)", re.IGNORECASE)
PART_NAME = re.compile(rb'\bname="([^"]+)"')
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"

Fields = dict[str, object]


@dataclass(slots=True)
class Request:
    method: str
    content_type: bytes
    body: bytes

    def fields(self) -> Fields:
        """Parameters of the call; in forms every value is a string."""
        if not self.body:
            return {}
        if self.content_type.startswith(b"multipart/form-data"):
            return _multipart(self.content_type, self.body)
        if self.content_type.startswith(b"application/json"):
            parsed: Fields = json.loads(self.body)
            return parsed
        return dict(parse_qsl(self.body.decode()))


def _multipart(content_type: bytes, body: bytes) -> Fields:
    boundary = b"--" + content_type.partition(b"boundary=")[2].strip(b'"')
    fields: Fields = {}
    for part in body.split(boundary)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        if name := PART_NAME.search(head):
            fields[name[1].decode()] = value.removesuffix(b"\r\n").decode(errors="replace")
    return fields


class Connection(asyncio.Protocol):
    """One client connection. The answer to a request may come later, as for a long poll."""

    def __init__(self, answer: "Callable[[Connection, Request], None]") -> None:
        self._answer = answer
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (request := self._next_request()) is not None:
            self._answer(self, request)

    def reply(self, payload: bytes) -> None:
        if self._transport is not None:
            self._transport.write(HEAD % len(payload) + payload)

    def _next_request(self) -> Request | None:
        buffer = self._buffer
        end = buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = buffer[:end]
        length = LENGTH.search(head)
        stop = end + 4 + (int(length[1]) if length else 0)
        if len(buffer) < stop:
            return None
        self._buffer = buffer[stop:]
        content_type = TYPE.search(head)
        target = head[: head.index(b" HTTP/")].rpartition(b"/")[2]
        return Request(target.decode(), content_type[1] if content_type else b"", buffer[end + 4 : stop])
