"""A server that refuses every call and remembers exactly what was posted."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.loopback import answering

TOKEN = "42:capture"


@dataclass(frozen=True)
class File:
    name: str | None
    content: bytes


@dataclass
class Posted:
    method: str
    parameters: dict[str, Any] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)


class Capture:
    def __init__(self) -> None:
        self.url = ""
        self.last = Posted("")

    async def answer(self, request: web.Request) -> web.Response:
        self.last = Posted(request.match_info["method"])
        if request.content_type == "application/json":
            self.last.parameters = json.loads(await request.read())
        elif request.content_type.startswith("multipart/"):
            await self._read_parts(request)
        else:
            self.last.parameters = dict(await request.post())
        return web.json_response({"ok": False, "error_code": 400, "description": "captured"}, status=400)

    async def _read_parts(self, request: web.Request) -> None:
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            assert part.name is not None
            if part.filename is None:
                self.last.parameters[part.name] = await part.text()
            else:
                named = part.filename if part.filename != part.name else None
                self.last.files[part.name] = File(named, bytes(await part.read()))


@asynccontextmanager
async def capturing() -> AsyncIterator[Capture]:
    capture = Capture()
    async with answering(f"/bot{TOKEN}/{{method}}", capture.answer) as capture.url:
        yield capture
