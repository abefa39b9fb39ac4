"""`otklik restore`."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.copy_decision import decision_options, end_hold
from bot.cli.options import config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load
from surveys.language.interface_text import InterfaceText


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
@decision_options
def restore(file: Path, path: Path | None, decision: str | None) -> None:
    """Put a backup in place of the database, while the bot does not run."""
    from storage.restore import restore as put_back

    config = load(path, os.environ, TokenUse.UNUSED)
    replaced = asyncio.run(put_back(config.database.url.get_secret_value(), file, datetime.now(UTC)))
    click.echo(in_words(InterfaceText("restore-done", file=file)))
    if replaced is not None:
        click.echo(in_words(InterfaceText("restore-replaced", file=replaced)))
    end_hold(config, decision)
