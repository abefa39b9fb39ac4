"""The audit log: who did what with the company's data. Entries are added and never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.row_values import values_of
from storage.rows import AuditEntry, columns_of
from storage.states import AuditAction
from storage.tables import audit_log

_LATEST = select(*columns_of(AuditEntry)).order_by(audit_log.c.at.desc(), audit_log.c.id.desc())


def record(
    connection: Connection,
    entry_id: int,
    action: AuditAction,
    now: datetime,
    *,
    by: int | None,
    subject: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry, in the transaction of what it tells of.

    `by` is the Telegram id of whoever did it; None for the command line. Details are plain JSON values.
    """
    entry = AuditEntry(
        id=entry_id,
        at=now,
        staff_telegram_id=by,
        action=action,
        subject=subject,
        details=dict(details) if details else None,
    )
    connection.execute(insert(audit_log), [values_of(entry)])


def record_look(
    connection: Connection, entry_id: int, now: datetime, *, by: int, customer_id: int, command: str
) -> None:
    """Add that one of the team was shown what is stored of a customer, and what they asked with.

    `by` is their Telegram id.
    """
    action = AuditAction.PERSON_READ
    entry = AuditEntry(entry_id, now, by, action, subject=command, customer_id=customer_id)
    connection.execute(insert(audit_log), [values_of(entry)])


def latest(
    connection: Connection, most: int, before: int | None = None, customer_id: int | None = None
) -> list[AuditEntry]:
    """The newest entries, newest first, at most so many: of those older than the entry `before`, if any.

    With a customer those that tell who looked at their data.
    """
    wanted = _LATEST.limit(most)
    if before is not None:
        wanted = wanted.where(audit_log.c.id < before)
    if customer_id is not None:
        wanted = wanted.where(audit_log.c.customer_id == customer_id)
    return [AuditEntry(*row) for row in connection.execute(wanted)]
