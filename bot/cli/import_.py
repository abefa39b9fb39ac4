"""`otklik import`."""

import os
import sys
from pathlib import Path

import click

from bot.cli.options import WRONG_INPUT, config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load
from surveys.language.interface_text import InterfaceText
from surveys.records.instants import DayOrder
from surveys.records.records import RecordKind


@click.command(name="import")
@click.argument("kind", type=click.Choice([kind.value for kind in RecordKind]), required=False)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--dry-run", is_flag=True)
@click.option("--order-id-from", metavar="FIELDS", default="")
@click.option("--days", type=click.Choice([order.value for order in DayOrder]))
@click.option("--undo", type=int, metavar="NUMBER")
@config_option
def import_(
    kind: str | None,
    file: Path | None,
    dry_run: bool,
    order_id_from: str,
    days: str | None,
    undo: int | None,
    path: Path | None,
) -> None:
    """Take over customers or orders from a file, or take an import back."""
    from bot.cli import import_files

    config = load(path, os.environ, TokenUse.UNUSED)
    if undo is not None:
        click.echo(in_words(import_files.undo(config, undo, RecordKind(kind) if kind else None)))
        return
    if kind is None or file is None:
        raise click.UsageError(in_words(InterfaceText("import-what")))
    order = import_files.order(config, RecordKind(kind), file, order_id_from, days)
    done = import_files.compare(config, order) if dry_run else import_files.store(config, order)
    click.echo(in_words(done.text))
    for line in done.refused:
        click.echo(in_words(line), err=True)
    if done.refused:
        sys.exit(WRONG_INPUT)
