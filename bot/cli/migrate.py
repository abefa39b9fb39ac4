"""`otklik migrate`."""

import os
from pathlib import Path

import click

from bot.cli.options import config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load
from storage.engines import schema
from surveys.language.interface_text import InterfaceText


@click.command()
@config_option
def migrate(path: Path | None) -> None:
    """Bring the database to the newest schema."""
    from bot.cli import offline

    offline.migrate(load(path, os.environ, TokenUse.UNUSED))
    click.echo(in_words(InterfaceText("schema-newest", version=schema.HEAD)))
