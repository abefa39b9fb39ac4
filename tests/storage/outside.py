"""Another program on the same database: it uses the driver and none of our code."""

import asyncio
import random
import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import asyncpg

from storage.engines.sqlite import file_of


def execute(url: str, statement: str) -> object:
    """Run and commit one statement and return its first value; blocks the caller's loop, if there is one."""
    return begin(url, statement).result()


def begin(url: str, statement: str) -> "Future[object]":
    """The same without waiting for it."""
    thread = ThreadPoolExecutor(1)
    try:
        if url.startswith("sqlite"):
            return thread.submit(_sqlite, url, statement)
        return thread.submit(lambda: asyncio.run(_postgresql(url, statement)))
    finally:
        thread.shutdown(wait=False)


def _sqlite(url: str, statement: str) -> object:
    with closing(sqlite3.connect(file_of(url), isolation_level=None)) as connection:
        row = connection.execute(statement).fetchone()
        return row[0] if row else None


async def _postgresql(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


def corrupt(path: Path, table: str) -> None:
    """Write random bytes where a table of a SQLite file begins; nobody may have the file open."""
    with closing(sqlite3.connect(path)) as connection:
        [(root,)] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
        [(size,)] = connection.execute("PRAGMA page_size")
    with path.open("r+b") as raw:
        raw.seek((root - 1) * size)
        raw.write(random.Random(7).randbytes(size))
