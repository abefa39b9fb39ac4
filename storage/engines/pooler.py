"""Poolers that lend one connection of the server to many: a lock that such a one holds protects nobody."""

import asyncpg

from storage.engines.postgres_address import PostgresAddress
from surveys.errors import UserError

_ROUNDS = 4
_BACKEND = "SELECT pg_backend_pid()"


class PooledDatabase(UserError):
    """database.url leads to a pooler that gives each transaction another connection."""

    text_id = "database-pooled"


async def refuse_pooler(address: PostgresAddress) -> None:
    """Raises PooledDatabase where a session of ours is not one backend of the server's, and its alone.

    While one connection is open, another holds a transaction: where backends are lent, either gets the same
    one, or the first gets another than before.
    """
    first = await asyncpg.connect(**address.arguments())
    try:
        second = await asyncpg.connect(**address.arguments())
        try:
            await _compare(first, second)
        finally:
            second.terminate()
    finally:
        first.terminate()


async def _compare(
    first: "asyncpg.Connection[asyncpg.Record]", second: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    ours = await first.fetchval(_BACKEND)
    for _ in range(_ROUNDS):
        async with second.transaction():
            theirs = await second.fetchval(_BACKEND)
            if theirs == ours:
                raise PooledDatabase
        if await first.fetchval(_BACKEND) != ours:
            raise PooledDatabase
