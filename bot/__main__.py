"""The command line. Each command loads only what it needs: aiogram alone takes long to import."""

import logging
import sys
from importlib.metadata import entry_points

import click

from bot.cli import command_texts
from bot.cli.backup import backup
from bot.cli.campaigns import campaigns
from bot.cli.check import check
from bot.cli.command_errors import explained
from bot.cli.doctor import doctor
from bot.cli.export import export
from bot.cli.feed import feed
from bot.cli.import_ import import_
from bot.cli.invite import invite
from bot.cli.key import key
from bot.cli.link import link
from bot.cli.migrate import migrate
from bot.cli.options import FAILED, WRONG_INPUT
from bot.cli.poison import poison
from bot.cli.report import report
from bot.cli.restore import restore
from bot.cli.run import run
from bot.cli.terminal import in_words
from bot.cli.totals import running_totals
from bot.cli.webhook import webhook
from bot.cli.why import why
from bot.observability import logs
from storage.engines.errors import DatabaseAway, DatabaseFault, sentence_of
from surveys.errors import UserErrors

COMMANDS_OF_OTHERS = "otklik.commands"
"""The group of entry points through which rooms above this one add commands of theirs."""


@click.group()
@click.version_option(package_name="otklik", message="%(prog)s %(version)s")
def cli() -> None:
    """Otklik: client feedback and churn, handled inside Telegram."""


COMMANDS = (
    run,
    check,
    migrate,
    report,
    import_,
    export,
    feed,
    invite,
    link,
    why,
    campaigns,
    running_totals,
    poison,
    backup,
    restore,
    key,
    doctor,
    webhook,
)
for command in COMMANDS:
    cli.add_command(command)
for found in entry_points(group=COMMANDS_OF_OTHERS):
    cli.add_command(found.load())
command_texts.speak(cli)


def main() -> None:
    """Run the command line.

    What a person can mend is said in a sentence; for anything else the log has the place but no values.
    """
    logs.install(logging.WARNING)
    try:
        cli(prog_name="otklik", standalone_mode=False)
    except click.ClickException as error:
        click.echo(explained(error), err=True)
        sys.exit(WRONG_INPUT)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as error:
        mendable = _first_mendable(error)
        if mendable is None:
            raise
        for text in mendable.texts:
            click.echo(in_words(text), err=True)
        sys.exit(FAILED if isinstance(mendable, DatabaseAway | DatabaseFault) else WRONG_INPUT)


def _first_mendable(error: BaseException) -> UserErrors | None:
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(_first_mendable, error.exceptions)), None)
    return error if isinstance(error, UserErrors) else sentence_of(error)


if __name__ == "__main__":
    main()
