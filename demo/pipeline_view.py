"""What the demo's strip shows: the newest updates and calls as the database has them."""

import asyncio
from collections.abc import Iterator

from playground import Playground, StripItem
from playground.stage import Station
from storage.delivery import inbox, outbox
from storage.engines.database import Connection, Database
from storage.states import InboxState, OutboxState

_EVERY_S = 0.3
_SHOWN = 24
_UPDATES: dict[InboxState, Station] = {InboxState.WAITING: "received", InboxState.DONE: "handled"}
_CALLS: dict[OutboxState, Station] = {
    OutboxState.READY: "waiting",
    OutboxState.SENDING: "waiting",
    OutboxState.SENT: "sent",
}
_KINDS = {"callback_query": "tap", "my_chat_member": "status", "edited_message": "edit"}


async def follow(telegram: Playground, database: Database) -> None:
    """Show the newest updates and calls on the strip until cancelled."""
    while True:
        telegram.show_strip(await database.read(_newest))
        await asyncio.sleep(_EVERY_S)


def _newest(connection: Connection) -> list[StripItem]:
    return [*_updates(connection), *_calls(connection)]


def _updates(connection: Connection) -> Iterator[StripItem]:
    for update in inbox.newest(connection, _SHOWN):
        kind = _KINDS.get(update.kind, update.kind)
        stage = _UPDATES.get(update.state, "failed")
        yield StripItem(f"letter {update.update_id}", kind, stage, update.received_at.timestamp())


def _calls(connection: Connection) -> Iterator[StripItem]:
    """The newest calls without the menus, which nobody asked for and which would hide the rest."""
    for row in outbox.newest(connection, _SHOWN):
        if row.method == "setMyCommands":
            continue
        stage = _CALLS.get(row.state, "failed")
        yield StripItem(f"row {row.id}", row.method, stage, row.created_at.timestamp())
