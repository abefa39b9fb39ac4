"""`otklik webhook`."""

import os
from pathlib import Path

import click

from bot.cli.options import config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load


@click.command()
@click.argument("action", type=click.Choice(["add", "list", "log", "test", "remove"]))
@click.argument("target", required=False)
@click.option("--event", "events", multiple=True, help="An event that is told; without any, all are.")
@config_option
def webhook(action: str, target: str | None, events: tuple[str, ...], path: Path | None) -> None:
    """Tell other systems of what happens here: add one, list them, see the log, send a test, remove one."""
    from bot.cli import webhook_commands as actions

    config = load(path, os.environ, TokenUse.UNUSED)
    if action == "list":
        lines = actions.listed(config)
    elif action == "log":
        lines = actions.logged(config, target)
    elif action == "add":
        lines = [in_words(actions.added(config, target, events))]
    else:
        lines = [in_words(actions.changed(config, action, target))]
    for line in lines:
        click.echo(line)
