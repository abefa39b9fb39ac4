"""`otklik totals`."""

import os
import sys
from pathlib import Path

import click

from bot.cli.options import FAILED, config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load
from storage.reports import totals
from surveys.language.interface_text import InterfaceText


@click.command(name="totals")
@config_option
@click.option("--check", "action", flag_value="check", default=True)
@click.option("--rebuild", "action", flag_value="rebuild")
def running_totals(path: Path | None, action: str) -> None:
    """Prove the running totals equal to a recount, or rebuild them."""
    from bot.cli.offline import in_database

    config = load(path, os.environ, TokenUse.UNUSED)
    if action == "rebuild":
        in_database(config, totals.rebuild, write=True)
    differing = in_database(config, totals.differences)
    for row in differing:
        click.echo(" ".join(map(str, row)), err=True)
    if differing:
        sys.exit(FAILED)
    click.echo(in_words(InterfaceText("totals-equal")))
