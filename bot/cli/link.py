"""`otklik link`."""

import os
from pathlib import Path

import click

from bot.cli.options import config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("survey")
@click.option("--touchpoint", "touchpoints", multiple=True)
@click.option("--segment")
@click.option("--order")
@click.option("--customer")
@click.option("--days", type=int)
@click.option("--qr", "picture", type=_FILE)
@click.option("--print", "page", type=_FILE)
@config_option
def link(
    survey: str, touchpoints: tuple[str, ...], days: int | None, picture: Path | None, page: Path | None,
    path: Path | None, **says: str | None,
) -> None:  # fmt: skip
    """Print a link to a survey that says what the answers are about; its QR picture and a page to print."""
    from bot.cli import link_files
    from surveys.questions.link_request import LinkRequest

    config = load(path, os.environ, TokenUse.OPTIONAL)
    places = touchpoints or (None,)
    wanted = [LinkRequest(survey, touchpoint, days=days, **says) for touchpoint in places]
    for text in link_files.make(config, wanted, picture, page):
        click.echo(in_words(text))
