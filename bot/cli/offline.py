"""Commands that look at the database without the bot: they need neither aiogram nor the network."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.config.schema import Config
from storage.engines import schema
from storage.engines.database import Connection
from storage.engines.factory import open_database

T = TypeVar("T")


def in_database(config: Config, work: Callable[[Connection], T], *, write: bool = False) -> T:
    """Open a database of the newest schema, do one thing in one transaction, close it."""

    async def do() -> T:
        async with open_database(_url(config), create=False) as database:
            await database.read(schema.check)
            return await (database.write(work) if write else database.read(work))

    return asyncio.run(do())


def migrate(config: Config) -> None:
    async def do() -> None:
        async with open_database(_url(config)) as database:
            await database.write(schema.migrate)

    asyncio.run(do())


def _url(config: Config) -> str:
    return config.database.url.get_secret_value()
