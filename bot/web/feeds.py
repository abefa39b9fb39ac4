"""Feeds: spreadsheets read an export as CSV from an address that nobody guesses."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.jobs.kind import JobContext, Pool
from bot.web.server import NAMED
from reports import exports
from reports.exports import ExportFormat
from storage.engines.database import Database
from storage.reports import feeds
from storage.reports.exports import ExportRequest
from storage.rows import Feed

KEPT_S: Final = 60.0
"""Whoever asks again within it is given the same file."""
MOST: Final = 8
"""Answers under way at once; who comes then is asked to come again."""
_PATIENCE_S: Final = 50.0
"""Spreadsheets wait about a minute for an answer."""
_SENT_WITHIN_S: Final = 600.0
_PART: Final = 256 * 1024
_ENDING: Final = ".csv"
_HEADERS: Final = {
    "Cache-Control": f"private, max-age={KEPT_S:.0f}",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class _Copy:
    """An export as it was at a moment: a file that has no name any more and is gone once nobody reads it."""

    descriptor: int
    size: int
    made_at: float

    def __del__(self) -> None:
        os.close(self.descriptor)


class Feeds:
    """The route of feeds. One file is written at a time, in the process for what may wait."""

    def __init__(self, database: Database, contexts: ContextStore, jobs: JobContext, clock: Clock) -> None:
        self._database, self._contexts, self._jobs, self._clock = database, contexts, jobs, clock
        self._copies: dict[int, asyncio.Task[_Copy]] = {}
        self._turn = asyncio.Lock()
        self._under_way = 0

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """What the HTTP server has to take for it."""
        path = f"/feeds/{NAMED}"
        return [web.get(path, self.show), web.head(path, self.show)]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The rows of a feed; 404 for an address that is unknown, expired or revoked, 503 under load."""
        feed = await self._find(request.path.rpartition("/")[2])
        if feed is None:
            return self._told(404, "feed-unknown-address")
        if self._under_way >= MOST:
            return self._busy()
        self._under_way += 1
        try:
            copy = await self._copy(feed)
            if copy is None:
                return self._busy()
            if request.method == "GET":
                await self._note(feed)
            return await _sent(request, feed, copy)
        finally:
            self._under_way -= 1

    async def _find(self, name: str) -> Feed | None:
        token = name.removesuffix(_ENDING)
        return await self._database.read(feeds.find_open, token, self._clock.now())

    async def _copy(self, feed: Feed) -> _Copy | None:
        """A copy of late; None where it takes longer than anybody waits: it is there for who asks again."""
        self._copies = {feed_id: made for feed_id, made in self._copies.items() if self._is_fresh(made)}
        making = self._copies.get(feed.id)
        if making is None:
            making = asyncio.get_running_loop().create_task(self._write(feed))
            self._copies[feed.id] = making
        await asyncio.wait({making}, timeout=_PATIENCE_S)
        return making.result() if making.done() else None

    def _is_fresh(self, made: asyncio.Task[_Copy]) -> bool:
        if not made.done():
            return True
        if made.cancelled() or made.exception() is not None:
            return False
        return self._clock.monotonic() - made.result().made_at < KEPT_S

    async def _write(self, feed: Feed) -> _Copy:
        company, order = self._contexts.current, ExportRequest(feed.export, has_names=feed.has_names)
        async with self._turn:
            with TemporaryDirectory() as folder:
                path = Path(folder) / "feed"
                made_as = order, ExportFormat.CSV, path, company.zone, company.language
                await self._jobs.read(Pool.BULK, exports.write, *made_as)
                opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        return _Copy(opened, os.fstat(opened).st_size, self._clock.monotonic())

    async def _note(self, feed: Feed) -> None:
        now = self._clock.now()
        if feed.read_at is None or (now - feed.read_at).total_seconds() >= KEPT_S:
            await self._database.write(feeds.note_reading, feed.id, now)

    def _busy(self) -> web.Response:
        return self._told(503, "feed-busy", {"Retry-After": f"{KEPT_S:.0f}"})

    def _told(self, status: int, text_id: str, headers: dict[str, str] | None = None) -> web.Response:
        current = self._contexts.current
        return web.Response(
            status=status, text=current.texts.text(current.language, text_id), headers=headers
        )


async def _sent(request: web.Request, feed: Feed, copy: _Copy) -> web.StreamResponse:
    """The copy as an answer, a part at a time; a HEAD is told how long it is."""
    response = web.StreamResponse(headers=_HEADERS)
    response.content_type, response.charset, response.content_length = "text/csv", "utf-8", copy.size
    response.headers["Content-Disposition"] = f'attachment; filename="{feed.export}{_ENDING}"'
    async with asyncio.timeout(_SENT_WITHIN_S):
        await response.prepare(request)
        for start in range(0, copy.size if request.method == "GET" else 0, _PART):
            await response.write(await asyncio.to_thread(os.pread, copy.descriptor, _PART, start))
        await response.write_eof()
    return response
