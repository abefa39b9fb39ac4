"""Commands that look at the database without the bot: they need neither aiogram nor the network."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.config.schema import Config
from storage.backup import back_up_before_migration
from storage.engines import schema
from storage.engines.database import Connection
from storage.engines.factory import open_database

T = TypeVar("T")


def in_database(config: Config, work: Callable[[Connection], T], *, write: bool = False) -> T:
    """Open the database, do one thing in one transaction, close it; returns what that returned.

    Raises NoFile without a database, and OldSchema or NewerSchema unless its schema is the newest.
    """

    async def do() -> T:
        async with open_database(_url(config), create=False) as database:
            await database.read(schema.check)
            return await (database.write(work) if write else database.read(work))

    return asyncio.run(do())


def migrate(config: Config) -> None:
    """Bring the database to the newest schema; one that is missing is created.

    A file of an older schema is saved beside it before.
    """

    async def do() -> None:
        async with open_database(_url(config)) as database:
            await back_up_before_migration(database)
            await database.write(schema.migrate)

    asyncio.run(do())


def _url(config: Config) -> str:
    return config.database.url.get_secret_value()
