"""`otklik doctor`."""

import asyncio
import os
import sys
from pathlib import Path

import click

from bot.cli.copy_decision import decision_options, end_hold
from bot.cli.options import FAILED, config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load
from surveys.language.interface_text import InterfaceText


@click.command()
@config_option
@decision_options
def doctor(path: Path | None, decision: str | None) -> None:
    """Say what is wrong with this installation, and decide about a copy."""
    from bot.cli.diagnosis import diagnoses

    config = load(path, os.environ, TokenUse.UNUSED)
    if decision is not None:
        end_hold(config, decision)
    found = asyncio.run(diagnoses(config))
    for one in found:
        click.echo(("✗ " if one.is_fault else "· ") + in_words(one.text))
    if any(one.is_fault for one in found):
        sys.exit(FAILED)
    click.echo(in_words(InterfaceText("doctor-well")))
