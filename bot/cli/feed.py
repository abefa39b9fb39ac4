"""`otklik feed`."""

import os
from pathlib import Path

import click

from bot.cli import choices
from bot.cli.choices import DeferredChoice
from bot.cli.options import config_option
from bot.cli.terminal import in_words
from bot.config.schema import Config, TokenUse, load


@click.group()
def feed() -> None:
    """Addresses from which spreadsheets read an export by themselves."""


@feed.command()
@click.argument("name", type=DeferredChoice(choices.exports))
@click.option("--names", is_flag=True)
@click.option("--days", type=int)
@config_option
def add(name: str, days: int | None, path: Path | None, *, names: bool) -> None:
    """Make an address and show it, once."""
    from bot.cli import feed_addresses

    for text in feed_addresses.added(_config(path), name, days, has_names=names):
        click.echo(in_words(text))


@feed.command("list")
@config_option
def list_feeds(path: Path | None) -> None:
    """Show the feeds, never their addresses."""
    from bot.cli import feed_addresses

    for text in feed_addresses.listed(_config(path)):
        click.echo(in_words(text))


@feed.command()
@click.argument("number", type=int)
@config_option
def revoke(number: int, path: Path | None) -> None:
    """End a feed: its address is unknown from then on."""
    from bot.cli import feed_addresses

    click.echo(in_words(feed_addresses.revoked(_config(path), number)))


def _config(path: Path | None) -> Config:
    return load(path, os.environ, TokenUse.UNUSED)
