"""`otklik check`: whether the bot could start on this database."""

import asyncio
from collections.abc import Sequence

from bot.config.context_store import unusable_content
from bot.config.schema import Config
from storage.engines import schema
from storage.engines.factory import open_database
from storage.inspection import look_at
from surveys.errors import UserErrors
from surveys.language.interface_text import InterfaceText


def faults(config: Config) -> Sequence[InterfaceText]:
    """What would stop the start; the database is read and nothing of it is changed."""
    try:
        asyncio.run(look_at(config.database.url.get_secret_value()))
    except UserErrors as error:
        return error.texts
    return ()


def content_faults(config: Config) -> Sequence[InterfaceText]:
    """Every fault of what managers wrote in the chat and this program cannot use; the rest of it is right."""
    try:
        return asyncio.run(_content_faults(config))
    except UserErrors:
        return ()  # there is no database yet, or `faults` tells what is wrong with it


async def _content_faults(config: Config) -> Sequence[InterfaceText]:
    url = config.database.url.get_secret_value()
    async with open_database(url, create=False, read_only=True) as database:
        await database.read(schema.check)
        return await database.read(unusable_content, config)
