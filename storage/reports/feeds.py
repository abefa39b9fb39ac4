"""Feeds: standing addresses of exports, which spreadsheets read by themselves until they are revoked."""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from storage import audit
from storage.api_keys import hash_of
from storage.row_values import values_of
from storage.rows import Feed, columns_of
from storage.states import AuditAction
from storage.tables import feeds

_COLUMNS = columns_of(Feed)


def new_token() -> str:
    """What an address of a feed is recognised by: 256 random bits."""
    return secrets.token_urlsafe(32)


def add(connection: Connection, feed: Feed, entry_id: int) -> None:
    """Open a feed; the audit log knows of it by an entry of that id."""
    connection.execute(insert(feeds), [values_of(feed)])
    details = {"export": feed.export, "names": feed.has_names}
    audit.record(
        connection, entry_id, AuditAction.FEED_ADDED, feed.created_at,
        by=feed.created_by, subject=str(feed.id), details=details,
    )  # fmt: skip


def revoke(connection: Connection, feed_id: int, entry_id: int, now: datetime, *, by: int | None) -> bool:
    """Close a feed at once, with an entry of the audit log; False where none of that id is open."""
    revoked = update(feeds).where(feeds.c.id == feed_id, _is_open(now)).values(revoked_at=now)
    if not connection.execute(revoked).rowcount:
        return False
    audit.record(connection, entry_id, AuditAction.FEED_REVOKED, now, by=by, subject=str(feed_id))
    return True


def find_open(connection: Connection, token: str, now: datetime) -> Feed | None:
    """The feed of a token; None where there is none, or it expired or was revoked."""
    found = select(*_COLUMNS).where(feeds.c.token_hash == hash_of(token), _is_open(now))
    row = connection.execute(found).one_or_none()
    return None if row is None else Feed(*row)


def note_reading(connection: Connection, feed_id: int, now: datetime) -> None:
    """Remember that somebody was given its rows."""
    connection.execute(update(feeds).where(feeds.c.id == feed_id).values(read_at=now))


def everything(connection: Connection) -> list[Feed]:
    """All feeds, those that ended too, the oldest first."""
    return [Feed(*row) for row in connection.execute(select(*_COLUMNS).order_by(feeds.c.id))]


def _is_open(now: datetime) -> ColumnElement[bool]:
    return feeds.c.revoked_at.is_(None) & or_(feeds.c.expires_at.is_(None), feeds.c.expires_at > now)
