"""Keys of the API and of hooks: who may say something of customers and orders."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

from storage import audit
from storage.row_values import values_of
from storage.rows import ApiKey, columns_of
from storage.states import AuditAction, KeyUse
from storage.tables import api_keys

_COLUMNS = columns_of(ApiKey)
_PREFIX: Final = "otk_"
"""So that whoever finds one in a file sees what it is."""


def new_token() -> str:
    """A key of 256 random bits."""
    return _PREFIX + secrets.token_urlsafe(32)


def add(  # noqa: PLR0913  # a row's columns
    connection: Connection, key_id: int, name: str, use: KeyUse, hook: str | None, token: str,
    now: datetime, *, readable: bool = False,
) -> bool:  # fmt: skip
    """Store a key, as a hash unless it has to stay `readable`, and an entry in the audit log.

    False, and nothing is stored, where a key of that name is in use.
    """
    if any(key.name == name for key in in_use(connection)):
        return False
    row = ApiKey(key_id, name, use, hash_of(token), now, hook, token if readable else None)
    connection.execute(insert(api_keys), [values_of(row)])
    details = {"use": use, "hook": hook} if hook else {"use": use}
    audit.record(connection, key_id, AuditAction.KEY_ADDED, now, by=None, subject=name, details=details)
    return True


def revoke(connection: Connection, entry_id: int, name: str, now: datetime) -> bool:
    """End a key at once and forget its secret; False where none of that name is in use.

    `entry_id` is that of the entry in the audit log.
    """
    revoked = (
        update(api_keys)
        .where(api_keys.c.name == name, api_keys.c.revoked_at.is_(None))
        .values(revoked_at=now, secret=None)
    )
    if not connection.execute(revoked).rowcount:
        return False
    audit.record(connection, entry_id, AuditAction.KEY_REVOKED, now, by=None, subject=name)
    return True


def everything(connection: Connection) -> list[ApiKey]:
    """All keys, revoked ones too, the oldest first."""
    return [ApiKey(*row) for row in connection.execute(select(*_COLUMNS).order_by(api_keys.c.id))]


def in_use(connection: Connection, use: KeyUse | None = None, hook: str | None = None) -> list[ApiKey]:
    """Keys that were not revoked, of one use and of one hook where these are given."""
    found = select(*_COLUMNS).where(api_keys.c.revoked_at.is_(None)).order_by(api_keys.c.id)
    if use is not None:
        found = found.where(api_keys.c.use == use)
    if hook is not None:
        found = found.where(api_keys.c.hook == hook)
    return [ApiKey(*row) for row in connection.execute(found)]


def hash_of(token: str) -> str:
    """What recognises a token and cannot be turned back into it."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def is_among(token: str, hashes: Iterable[str]) -> bool:
    """Whether a token is one of those, found out in a time that tells nothing of them."""
    given = hash_of(token)
    found = [hmac.compare_digest(given, known) for known in hashes]  # all of them, whatever the first says
    return any(found)
