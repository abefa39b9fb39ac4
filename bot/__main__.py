"""The command line. Each command loads only what it needs: aiogram alone takes two seconds to import."""

import asyncio
import gc
import logging
import os
import sys
from datetime import datetime
from pathlib import Path

import click

from bot import logs
from bot.config import load
from bot.config_faults import spoken
from storage import schema, totals
from storage.errors import DatabaseAway
from surveys.errors import SayableError
from surveys.survey import Text

_FAILED = 1
_WRONG_INPUT = 2

config_option = click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path),
    help="The configuration file; config.toml without it.",
)


@click.group()
@click.version_option(package_name="otklik")
def cli() -> None:
    """Otklik: client feedback and churn, handled inside Telegram."""


@cli.command()
@config_option
def run(path: Path | None) -> None:
    """Serve the bot until Ctrl-C or SIGTERM."""
    config = load(path, os.environ)
    logs.install()
    gc.disable()  # nothing that the imports build is garbage; looking for it costs an eighth of the start
    from bot import app

    asyncio.run(app.run(config))


@cli.command()
@click.option("--port", default=8090, show_default=True, help="Of the page, on this machine only.")
@click.option("--fresh", is_flag=True, help="Forget the last demo.")
@click.option("--no-browser", is_flag=True, help="Only print the page's address.")
def demo(port: int, *, fresh: bool, no_browser: bool) -> None:
    """A page on which you chat with the bot: no token, no network."""
    logs.install(logging.WARNING)
    from bot import demo as show

    asyncio.run(show.run(port, fresh=fresh, browser=not no_browser))


@cli.command()
@config_option
def check(path: Path | None) -> None:
    """Look for faults in the configuration, survey and text files."""
    from bot.checks import faults

    found = faults(path, os.environ)
    for sentence in found:
        click.echo(sentence, err=True)
    if found:
        sys.exit(_WRONG_INPUT)
    click.echo(_in_words("Всё в порядке.", "Everything is in order."))


@cli.command()
@config_option
def migrate(path: Path | None) -> None:
    """Bring the database to the newest schema."""
    from bot import offline

    offline.migrate(load(path, os.environ))
    click.echo(
        _in_words(f"Схема базы данных новейшая: {schema.HEAD}.", f"The schema is the newest: {schema.HEAD}.")
    )


@cli.command()
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


@cli.command()
@click.argument("role", type=click.Choice(["owner", "manager", "support"]))
@config_option
def invite(role: str, path: Path | None) -> None:
    """Print a one-time link that makes whoever opens it first a member of the team."""
    from bot.invitations import link

    click.echo(link(load(path, os.environ), role))


@cli.command()
@click.argument("customer")
@config_option
def why(customer: str, path: Path | None) -> None:
    """What was sent to a customer, what was not, and why; what comes next."""
    from bot.why import why as told

    click.echo(told(load(path, os.environ), customer, spoken(os.environ)))


@cli.command(name="totals")
@config_option
@click.option("--check", "action", flag_value="check", default=True, help="Compare them with a recount.")
@click.option("--rebuild", "action", flag_value="rebuild", help="Count anew.")
def running_totals(path: Path | None, action: str) -> None:
    """Prove the running totals equal to a recount, or rebuild them."""
    from bot.offline import in_database

    config = load(path, os.environ)
    if action == "rebuild":
        in_database(config, totals.rebuild, write=True)
    differing = in_database(config, totals.differences)
    for row in differing:
        click.echo(" ".join(map(str, row)), err=True)
    if differing:
        sys.exit(_FAILED)
    click.echo(_in_words("Итоги совпадают с пересчётом.", "The totals are equal to a recount."))


def main() -> None:
    """What a person can mend is one sentence; for what they cannot, the log has the place but no values."""
    logs.install(logging.WARNING)
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(_WRONG_INPUT)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (SayableError, BaseExceptionGroup) as error:
        sayable = _first_sayable(error)
        if sayable is None:
            raise
        click.echo(sayable.say(spoken(os.environ)), err=True)
        sys.exit(_FAILED if isinstance(sayable, DatabaseAway) else _WRONG_INPUT)


def _first_sayable(error: BaseException) -> SayableError | None:
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(_first_sayable, error.exceptions)), None)
    return error if isinstance(error, SayableError) else None


def _in_words(russian: str, english: str) -> str:
    return Text(russian, english).say(spoken(os.environ))


if __name__ == "__main__":
    main()
