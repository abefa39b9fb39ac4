"""Another program on the same database: it uses the driver and none of our code."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import asyncpg

from storage.sqlite import file_of


def execute(url: str, statement: str) -> None:
    """Run and commit one statement; works inside and outside a loop, whose thread it blocks meanwhile."""
    _done_elsewhere(url, statement)


def value(url: str, query: str) -> object:
    return _done_elsewhere(url, query)


def _done_elsewhere(url: str, statement: str) -> object:
    with ThreadPoolExecutor(1) as thread:
        if url.startswith("sqlite"):
            return thread.submit(_sqlite, url, statement).result()
        return thread.submit(asyncio.run, _postgresql(url, statement)).result()


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
