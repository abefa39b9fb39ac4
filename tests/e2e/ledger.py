"""What an installation keeps and shows: its database, written and read beside it, and its two pages."""

import asyncio
import json
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from sqlalchemy import Connection, Row, Select

from storage.effects import Effects, flush
from storage.engines.database import P, T, Work
from storage.engines.factory import open_database
from storage.ids import Ids
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency


async def write(url: str, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """One transaction beside whoever lives on this database."""
    async with open_database(url) as database:
        return await database.write(work, *args, **kwargs)


async def read(url: str, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    async with open_database(url) as database:
        return await database.read(work, *args, **kwargs)


async def found(url: str, statement: Select[Any]) -> Sequence[Row[Any]]:
    def look(connection: Connection) -> Sequence[Row[Any]]:
        return connection.execute(statement).all()

    return await read(url, look)


class Plan:
    """Calls to make, as a campaign or an earlier life leaves them."""

    def __init__(self) -> None:
        self.rows: list[OutboxRow] = []
        self._ids = Ids()

    def call(
        self, method: str, chat_id: int, urgency: Urgency, *, fills: str | None = None, at: str | None = None,
        **parameters: object,
    ) -> OutboxRow:  # fmt: skip
        now = datetime.now(UTC)
        body = json.dumps({"chat_id": chat_id, **parameters})
        row = OutboxRow(
            self._ids.next(), chat_id, urgency, method, body, now, now, fills=fills, at=at,
            expires_at=now + timedelta(days=1),
        )  # fmt: skip
        self.rows.append(row)
        return row

    def message(self, chat_id: int, urgency: Urgency, text: str) -> OutboxRow:
        return self.call("sendMessage", chat_id, urgency, text=text)

    async def commit(self, url: str) -> None:
        effects = Effects()
        for row in self.rows:
            effects.add(row)
        await write(url, flush, [effects])


@dataclass(frozen=True, slots=True)
class Door:
    """The address at which a life shows /healthz and /metrics."""

    address: str

    async def health(self) -> dict[str, Any]:
        health: dict[str, Any] = json.loads(await self._page("healthz"))
        return health

    async def look(self) -> tuple[int, dict[str, Any]]:
        """The status and what the health page says; 0 and nothing while nobody listens."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://{self.address}/healthz") as page,
            ):
                return page.status, json.loads(await page.text())
        except aiohttp.ClientConnectionError:
            return 0, {}

    async def shows(self, state: str, *, ok: bool = False, within: float = 20.0) -> dict[str, Any]:
        """What the health page says once it names that state, with the status that belongs to `ok`."""
        return await self._until(lambda health: health.get("state") == state and health["ok"] is ok, within)

    async def shows_not_ok(self, within: float = 20.0) -> dict[str, Any]:
        return await self._until(lambda health: health.get("ok") is False, within)

    async def shows_jump(self, seconds: float, within: float = 20.0) -> None:
        """Returns once the health page tells that the clock was set by so much, within five seconds."""
        await self._until(lambda health: abs((health.get("clock_jumped_s") or 0) - seconds) < 5, within)

    async def shows_poison(self, updates: int, within: float = 20.0) -> None:
        """Returns once the health page counts so many updates that could not be handled."""
        await self._until(lambda health: health.get("updates_poison") == updates, within)

    async def _until(self, is_so: Callable[[dict[str, Any]], bool], within: float) -> dict[str, Any]:
        health: dict[str, Any] = {}
        try:
            async with asyncio.timeout(within):
                while True:
                    status, health = await self.look()
                    assert status == (0 if not health else 200 if health["ok"] else 503), (status, health)
                    if is_so(health):
                        return health
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{self.address}: the health page says {health}") from None

    async def status(self) -> int:
        """The status of /healthz."""
        async with aiohttp.ClientSession() as session, session.get(f"http://{self.address}/healthz") as page:
            return page.status

    async def metrics(self) -> dict[str, float]:
        """Values by name and labels, as Prometheus reads them."""
        lines = [line for line in (await self.text()).splitlines() if not line.startswith("#")]
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}

    async def text(self) -> str:
        return await self._page("metrics")

    async def _page(self, name: str) -> str:
        async with aiohttp.ClientSession() as session, session.get(f"http://{self.address}/{name}") as page:
            return await page.text()


def free_address() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{listener.getsockname()[1]}"
