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
@click.option("--online", is_flag=True)
def check(path: Path | None, *, online: bool) -> None:
    """Look for faults in the configuration, survey and text files, and in the database."""
    from bot.cli import database_check, file_checks
    from bot.cli.notices import notices

    config = load(path, os.environ, TokenUse.OPTIONAL)
    found = [*file_checks.faults(path, os.environ, config), *database_check.faults(config)]
    found = found or [*database_check.content_faults(config)]
    said = list(notices(config))
    if online:
        from bot.cli.telegram_check import look

        faults, answers = look(config)
        found, said = [*found, *faults], [*said, *answers]
    for fault in found:
        click.echo(in_words(fault), err=True)
    if online or not found:
        for notice in said:
            click.echo(in_words(notice))
    if found:
        sys.exit(WRONG_INPUT)
    click.echo(in_words(InterfaceText("check-passed")))
