"""`otklik check`: whether the bot could start on this database."""

import asyncio
from collections.abc import Sequence

from bot.config.schema import Config
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
