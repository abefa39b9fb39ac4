"""`otklik invite`."""

import os
from pathlib import Path

import click

from bot.cli.options import config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load
from surveys.roles import Role


@click.command()
@click.argument("role", type=click.Choice([str(role) for role in Role]))
@config_option
def invite(role: str, path: Path | None) -> None:
    """Print a one-time link that makes whoever opens it first a member of the team."""
    from bot.cli.invitations import invitation

    click.echo(in_words(invitation(load(path, os.environ, TokenUse.OPTIONAL), Role(role))))
