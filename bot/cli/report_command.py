"""`otklik report`."""

import os
from datetime import datetime
from pathlib import Path

import click

from bot.cli.options import config_option
from bot.config.schema import load


@click.command()
@click.argument("name", metavar="REPORT", type=click.Choice(["nps", "complaints", "churn", "winback"]))
@config_option
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]), help="The first day that no longer counts.")
@click.option("--by", type=click.Choice(["category", "touchpoint", "segment"]), help="What the groups are.")
@click.option("--json", "as_json", is_flag=True, help="For programs; see the contract.")
def report(
    name: str,
    path: Path | None,
    start: datetime | None,
    end: datetime | None,
    by: str | None,
    as_json: bool,
) -> None:
    """The numbers that managers get in Telegram."""
    from bot import reporting

    config = load(path, os.environ)
    days = start and start.date(), end and end.date()
    click.echo(reporting.report(config, name, *days, by, json_wanted=as_json))
