"""`otklik poison`."""

import os
from pathlib import Path

import click

from bot.cli.options import config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load


@click.command()
@click.argument("action", type=click.Choice(["list", "show", "replay", "drop"]))
@click.argument("updates", type=int, nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every one of them.")
@click.option("--words", is_flag=True, help="Show what people wrote, too.")
@config_option
def poison(action: str, updates: tuple[int, ...], every: bool, words: bool, path: Path | None) -> None:
    """Look at updates that could not be handled, try them again or drop them."""
    from bot.cli import poisoned_updates as poisoned

    config = load(path, os.environ, TokenUse.UNUSED)
    if action == "list":
        lines = poisoned.listed(config)
    elif action == "show":
        lines = poisoned.shown(config, updates, every=every, words=words)
    else:
        lines = [in_words(poisoned.changed(config, action, updates, every=every))]
    for line in lines:
        click.echo(line)
