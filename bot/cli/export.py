"""`otklik export`."""

import os
from datetime import datetime
from pathlib import Path

import click

from bot.cli import choices
from bot.cli.choices import DeferredChoice
from bot.cli.options import config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load
from surveys.language.interface_text import InterfaceText


@click.command()
@click.argument("name", type=DeferredChoice(choices.exports))
@click.option("--out", "file", required=True, type=click.Path(path_type=Path, dir_okay=False))
@config_option
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--names", is_flag=True)
def export(
    name: str, file: Path, path: Path | None, start: datetime | None, end: datetime | None, *, names: bool
) -> None:
    """The rows as a file: CSV or XLSX, by the ending of its name."""
    from bot.cli import export_file

    config = load(path, os.environ, TokenUse.UNUSED)
    days = start and start.date(), end and end.date()
    rows = export_file.write(config, name, file, *days, has_names=names)
    click.echo(in_words(InterfaceText("export-made", file=file, rows=rows)))
