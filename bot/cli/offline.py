"""Commands that look at the database without the bot: they need neither aiogram nor the network."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import click

from bot.cli.terminal import in_words
from bot.config.schema import Config
from storage import installation
from storage.backup import back_up_before_migration
from storage.engines import schema
from storage.engines.database import Connection, Database
from storage.engines.factory import open_database
from storage.engines.installation_file import InstallationFile
from storage.engines.sqlite import file_of
from storage.outreach import hold
from surveys.language.interface_text import InterfaceText

T = TypeVar("T")


def in_database(
    config: Config, work: Callable[[Connection], T], *, write: bool = False, warns: bool = True
) -> T:
    """Open the database, do one thing in one transaction, close it; returns what that returned.

    With `warns` it says on standard error that this may be a copy. Raises NoFile without a database, and
    OldSchema or NewerSchema unless its schema is the newest.
    """

    async def do() -> T:
        async with open_database(_url(config), create=False) as database:
            await database.read(schema.check)
            if warns:
                await _warn_of_copy(database)
            return await (database.write(work) if write else database.read(work))

    return asyncio.run(do())


async def _warn_of_copy(database: Database) -> None:
    """Numbers of a copy may lack what was written since: said once, beside whatever is told."""
    if (text := await copy_text(database)) is not None:
        click.echo(in_words(text), err=True)


async def copy_text(database: Database) -> InterfaceText | None:
    """That a file may be a copy and by what that shows; None where it does not look like one."""
    if not database.is_embedded:
        return None
    beside = InstallationFile(file_of(database.url)).read()
    known = await database.read(installation.find)
    if (sign := installation.sign_of_file(known, beside)) is None:
        return None
    last = await database.read(hold.last_activity)
    since = f"{last:%Y-%m-%d %H:%M} UTC" if last is not None else "?"
    return InterfaceText("copy-read", sign=sign, since=since)


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
