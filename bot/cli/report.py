"""`otklik report`."""

import os
from datetime import datetime
from pathlib import Path

import click

from bot.cli import choices
from bot.cli.choices import ALL_REPORTS, DeferredChoice
from bot.cli.options import config_option
from bot.cli.terminal import in_words
from bot.config.schema import TokenUse, load
from surveys.language.interface_text import InterfaceText


@click.command()
@click.argument("name", type=DeferredChoice(choices.reports_or_all))
@click.argument("words", nargs=-1)
@config_option
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--by", type=DeferredChoice(choices.report_groups))
@click.option("--json", "as_json", is_flag=True)
@click.option("--html", "file", type=click.Path(path_type=Path, dir_okay=False))
def report(  # an option each
    name: str,
    words: tuple[str, ...],
    path: Path | None,
    by: str | None,
    file: Path | None,
    *,
    as_json: bool,
    **days: datetime | None,
) -> None:
    """The numbers that managers get in Telegram; all of them as one page."""
    from bot.cli import page_file, printed_report

    if name == ALL_REPORTS or file is not None:
        page_file.check(name, file, is_alone=not (words or any(days.values()) or by or as_json))
    config = load(path, os.environ, TokenUse.UNUSED)
    if file is not None:
        size = page_file.write(config, file)
        click.echo(in_words(InterfaceText("page-made", file=file, size=-(-size // 1000))))
        return
    start, end = (day and day.date() for day in (days["start"], days["end"]))
    click.echo(printed_report.report(config, name, " ".join(words), start, end, by, json_wanted=as_json))
