"""`otklik report`."""

import os
from datetime import datetime
from pathlib import Path

import click

from bot.cli import choices
from bot.cli.choices import DeferredChoice
from bot.cli.options import config_option
from bot.config.schema import TokenUse, load


@click.command()
@click.argument("name", type=DeferredChoice(choices.reports))
@click.argument("words", nargs=-1)
@config_option
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--by", type=DeferredChoice(choices.report_groups))
@click.option("--json", "as_json", is_flag=True)
def report(
    name: str,
    words: tuple[str, ...],
    path: Path | None,
    start: datetime | None,
    end: datetime | None,
    by: str | None,
    as_json: bool,
) -> None:
    """The numbers that managers get in Telegram."""
    from bot.cli import printed_report

    config = load(path, os.environ, TokenUse.UNUSED)
    days = start and start.date(), end and end.date()
    click.echo(printed_report.report(config, name, " ".join(words), *days, by, json_wanted=as_json))
