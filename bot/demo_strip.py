"""What the demo's strip shows: the newest letters and calls as the database has them."""

import asyncio
from collections.abc import Iterator

from sqlalchemy import select

from playground import Playground, StripItem
from playground.stage import Station
from storage import outbox
from storage.database import Connection, Database
from storage.letters import DONE, WAITING
from storage.tables import letters
from storage.tables import outbox as rows

_EVERY_S = 0.3
_SHOWN = 24
_LETTERS: dict[str, Station] = {WAITING: "received", DONE: "handled"}
_CALLS: dict[str, Station] = {outbox.READY: "waiting", outbox.SENDING: "waiting", outbox.SENT: "sent"}
_KINDS = {"callback_query": "tap", "my_chat_member": "status", "edited_message": "edit"}


async def follow(telegram: Playground, database: Database) -> None:
    """Until cancelled."""
    while True:
        telegram.show_strip(await database.read(_newest))
        await asyncio.sleep(_EVERY_S)


def _newest(connection: Connection) -> list[StripItem]:
    return [*_letters(connection), *_calls(connection)]


def _letters(connection: Connection) -> Iterator[StripItem]:
    columns = (letters.c.update_id, letters.c.kind, letters.c.state, letters.c.received_at)
    newest = select(*columns).order_by(letters.c.received_at.desc()).limit(_SHOWN)
    for update_id, kind, state, at in connection.execute(newest):
        yield StripItem(
            f"letter {update_id}", _KINDS.get(kind, kind), _LETTERS.get(state, "failed"), at.timestamp()
        )


def _calls(connection: Connection) -> Iterator[StripItem]:
    columns = (rows.c.id, rows.c.method, rows.c.state, rows.c.created_at)
    newest = select(*columns).order_by(rows.c.id.desc()).limit(_SHOWN)
    for row_id, method, state, at in connection.execute(newest):
        yield StripItem(f"row {row_id}", method, _CALLS.get(state, "failed"), at.timestamp())
