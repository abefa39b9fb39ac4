"""`otklik why`."""

import os
from pathlib import Path

import click

from bot.cli.options import config_option
from bot.cli.terminal import terminal_language
from bot.config.schema import TokenUse, load


@click.command()
@click.argument("customer")
@config_option
def why(customer: str, path: Path | None) -> None:
    """What was sent to a customer, what was not, and why; what comes next."""
    from bot.cli.contact_history import why as told

    click.echo(told(load(path, os.environ, TokenUse.UNUSED), customer, terminal_language(os.environ)))
