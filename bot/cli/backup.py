"""`otklik backup`."""

import os
import sys
from pathlib import Path

import click

from bot.cli.options import FAILED, config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load
from surveys.language.interface_text import InterfaceText


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
@click.option("--force", is_flag=True, help="Replace a file of that name.")
def backup(file: Path, path: Path | None, *, force: bool) -> None:
    """Save the database to a file, also while the bot runs."""
    from storage.backup import BackupFailed, back_up

    config = load(path, os.environ, TokenUse.UNUSED)
    try:
        saved = back_up(config.database.url.get_secret_value(), file, overwrite=force)
    except BackupFailed as failure:
        for text in failure.texts:
            click.echo(in_words(text), err=True)
        sys.exit(FAILED)
    size = f"{saved.size / 1e6:.1f}"
    if saved.rows is None:
        click.echo(in_words(InterfaceText("backup-made", file=file, size=size)))
    else:
        click.echo(in_words(InterfaceText("backup-made-rows", file=file, size=size, rows=saved.rows)))
