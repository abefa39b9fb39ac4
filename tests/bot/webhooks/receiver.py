"""Another system that is told of events: it checks the signature by itself and answers as it is told."""

import base64
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

from aiohttp import web

from tests.loopback import answering


class Receiver:
    def __init__(self) -> None:
        self.status = 200
        self.requests: list[tuple[Mapping[str, str], bytes]] = []

    @property
    def events(self) -> list[dict[str, Any]]:
        """What was received, in order."""
        return [json.loads(body) for _, body in self.requests]

    async def receive(self, request: web.Request) -> web.Response:
        self.requests.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status, headers={"Location": "/elsewhere"})


@asynccontextmanager
async def listening(receiver: Receiver) -> AsyncIterator[str]:
    """Its address while it listens."""
    async with answering("/{path:.*}", receiver.receive) as url:
        yield f"{url}/hook"


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the message is of whoever has the key, as a receiver finds out."""
    lower = {name.lower(): value for name, value in headers.items()}
    signed = f"{lower['webhook-id']}.{lower['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    return lower["webhook-signature"] == f"v1,{expected}"
