"""`otklik key`."""

import os
from pathlib import Path

import click

from bot.cli.options import config_option
from bot.cli.terminal import in_words
from bot.config.schema import Config, TokenUse, load
from storage.states import KeyUse


@click.group()
def key() -> None:
    """Keys with which other programs ask and tell: of the API and of its hooks."""


@key.command()
@click.argument("name")
@click.option("--hook")
@click.option("--given", is_flag=True)
@click.option("--fetch", is_flag=True)
@config_option
def add(name: str, hook: str | None, given: bool, fetch: bool, path: Path | None) -> None:
    """Make a key and show it, once."""
    from bot.cli import program_keys

    use = KeyUse.FETCH if fetch else KeyUse.HOOK if hook else KeyUse.API
    token = _given() if given or fetch else None
    for text in program_keys.added(_config(path), name, use, hook, token):
        click.echo(in_words(text))


@key.command("list")
@config_option
def list_keys(path: Path | None) -> None:
    """Show the keys, never what they are."""
    from bot.cli import program_keys

    for text in program_keys.listed(_config(path)):
        click.echo(in_words(text))


@key.command()
@click.argument("name")
@config_option
def revoke(name: str, path: Path | None) -> None:
    """End a key: its next request is refused."""
    from bot.cli import program_keys

    click.echo(in_words(program_keys.revoked(_config(path), name)))


def _config(path: Path | None) -> Config:
    return load(path, os.environ, TokenUse.UNUSED)


def _given() -> str:
    """What the other side gave: never on the command line, which others on the machine can read."""
    import sys

    stream = sys.stdin
    return click.prompt("", prompt_suffix="", hide_input=True) if stream.isatty() else stream.readline()
