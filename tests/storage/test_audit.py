"""The audit log tells who did what, and keeps it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from storage import audit
from storage.engines.database import Database
from storage.ids import Ids
from storage.rows import AuditEntry
from storage.states import AuditAction

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
BORIS = 501


async def test_who_did_what_is_told_newest_first(database: Database) -> None:
    ids = Ids()

    def act(connection: Connection) -> None:
        audit.record(
            connection, ids.next(), AuditAction.EXPORT, NOW, by=BORIS, subject="answers", details={"rows": 7}
        )
        audit.record(
            connection, ids.next(), AuditAction.EXPORT, NOW + timedelta(seconds=1), by=None, subject="orders"
        )

    await database.write(act)
    found = await database.read(audit.latest, 10)
    assert [(one.staff_telegram_id, one.subject, one.details) for one in found] == [
        (None, "orders", None),
        (BORIS, "answers", {"rows": 7}),
    ]
    assert await database.read(audit.latest, 1) == found[:1]


async def test_an_action_is_forgotten_with_what_it_tells_of(database: Database) -> None:
    def fails(connection: Connection) -> None:
        audit.record(connection, Ids().next(), AuditAction.EXPORT, NOW, by=BORIS)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        await database.write(fails)
    none: list[AuditEntry] = []
    assert await database.read(audit.latest, 10) == none
