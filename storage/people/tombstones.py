"""Tombstones: what is left of the addresses of people who are forgotten, so that no file brings them back."""

import hmac
import secrets
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, select

from storage.people import settings
from storage.tables import settings as settings_table
from storage.tables import tombstones
from storage.upsert import insert_new

_KEY: Final = "tombstone_key"
_AT_ONCE: Final = 5_000
"""Both engines take some 32 000 parameters in a statement."""


def add(connection: Connection, addresses: Collection[tuple[str, str]], at: datetime) -> None:
    """Remember these addresses, each a kind and a value, as those of somebody who is forgotten."""
    if not addresses:
        return
    key = _key(connection)
    rows = [{"kind": kind, "hash": _hash(key, kind, value), "erased_at": at} for kind, value in addresses]
    statement = insert_new(connection, tombstones, "hash")
    for row in rows:
        connection.execute(statement, row)


def forgotten(
    connection: Connection, addresses: Collection[tuple[str, str]]
) -> dict[tuple[str, str], datetime]:
    """Those of the addresses, each a kind and a value, whose owner was forgotten, and when.

    One statement where nobody ever was.
    """
    key = settings.find_setting(connection, _KEY) if addresses else None
    if key is None:
        return {}
    by_hash = {_hash(bytes.fromhex(key), kind, value): (kind, value) for kind, value in addresses}
    hashes, kinds = sorted(by_hash), {kind for kind, _ in addresses}
    found: dict[tuple[str, str], datetime] = {}
    for start in range(0, len(hashes), _AT_ONCE):
        some = tombstones.c.hash.in_(hashes[start : start + _AT_ONCE])
        matching = select(tombstones.c.hash, tombstones.c.erased_at).where(tombstones.c.kind.in_(kinds), some)
        found.update({by_hash[name]: at for name, at in connection.execute(matching)})
    return found


def _key(connection: Connection) -> bytes:
    """The key of this database, made with the first tombstone."""
    found = settings.find_setting(connection, _KEY)
    if found is None:
        statement = insert_new(connection, settings_table, "name")
        connection.execute(statement, {"name": _KEY, "value": secrets.token_hex(32)})
        found = settings.find_setting(connection, _KEY)  # another process may have been faster
    return bytes.fromhex(found)


def _hash(key: bytes, kind: str, value: str) -> str:
    return hmac.new(key, f"{kind}:{value}".encode(), sha256).hexdigest()
