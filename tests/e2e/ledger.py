"""What an installation keeps and shows: its database, written and read beside it, and its two pages."""

import json
import socket
from collections.abc import Sequence
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
