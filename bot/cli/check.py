"""`otklik check`."""

import os
import sys
from pathlib import Path

import click

from bot.cli.options import WRONG_INPUT, config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load
from surveys.language.interface_text import InterfaceText


@click.command()
@config_option
def check(path: Path | None) -> None:
    """Look for faults in the configuration, survey and text files, and in the database."""
    from bot.cli import database_check, file_checks
    from bot.cli.notices import notices

    config = load(path, os.environ, TokenUse.OPTIONAL)
    found = [*file_checks.faults(path, os.environ, config), *database_check.faults(config)]
    for fault in found:
        click.echo(in_words(fault), err=True)
    if found:
        sys.exit(WRONG_INPUT)
    for notice in notices(config):
        click.echo(in_words(notice))
    click.echo(in_words(InterfaceText("check-passed")))
