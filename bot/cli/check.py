"""`otklik check`."""

import os
import sys
from pathlib import Path

import click

from bot.cli.options import WRONG_INPUT, config_option
from bot.cli.terminal import in_words
from surveys.language.interface_text import InterfaceText


@click.command()
@config_option
def check(path: Path | None) -> None:
    """Look for faults in the configuration, survey and text files."""
    from bot.cli.file_checks import faults

    found = faults(path, os.environ)
    for fault in found:
        click.echo(in_words(fault), err=True)
    if found:
        sys.exit(WRONG_INPUT)
    click.echo(in_words(InterfaceText("check-passed")))
