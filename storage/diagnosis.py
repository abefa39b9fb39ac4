"""What a database tells of its own health, for `otklik doctor`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from storage import installation
from storage.delivery import heartbeats, inbox, outbox
from storage.outreach import hold
from storage.outreach.hold import WaitingOutreach
from storage.rows import Installation
from storage.states import InboxState, OutboxState
from storage.tables import outbox as outbox_table
from storage.webhooks import deliveries

BACKUP = "backup"
"""The heartbeat of the nightly backup: when the last one succeeded."""


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What is known of a database at one moment."""

    is_sound: bool
    """False for a file that SQLite finds broken; a server looks after itself."""
    knows_cluster: bool
    """False where this user may not ask a server for the numbers by which a copy is recognised."""
    poison: int
    """Updates that could not be handled."""
    dead: int
    """Messages of the last thirty days that Telegram refused for good."""
    untold: int
    """Events of the last thirty days that some other system never took."""
    oldest_due: datetime | None
    """Since when the oldest message is due that waits to be sent; None where none waits."""
    backed_up_at: datetime | None
    """When the last nightly backup succeeded; None where none did."""
    here: Installation | None
    waits: WaitingOutreach


def facts(connection: Connection) -> StoreFacts:
    """Look at the database; a large file takes a second a gigabyte."""
    here = installation.find(connection)
    dead = select(func.count()).where(outbox_table.c.state == OutboxState.DEAD)
    is_file = connection.dialect.name == "sqlite"
    return StoreFacts(
        is_sound=not is_file or connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok",
        knows_cluster=is_file or installation.knows_cluster(connection),
        poison=inbox.count_open(connection)[InboxState.POISON],
        dead=connection.execute(dead).scalar_one(),
        untold=deliveries.count_failed(connection),
        oldest_due=outbox.oldest_due(connection),
        backed_up_at=heartbeats.last(connection, BACKUP),
        here=here,
        waits=hold.waiting(connection),
    )
