"""What becomes of what waits in a copy, decided at the command line."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import click

from bot.cli.terminal import in_words
from bot.config.schema import Config
from storage import installation
from storage.engines.database import Connection
from storage.outreach import hold
from storage.outreach.hold import WaitingOutreach
from storage.rows import Installation
from surveys.language.interface_text import InterfaceText

F = TypeVar("F", bound=Callable[..., Any])

GO_ON, DROP = "go-on", "drop"


def decision_options(command: F) -> F:
    """The options by which a hold is ended: `decision` is GO_ON, DROP or None."""
    drop = click.option("--drop", "decision", flag_value=DROP, help="Drop what waits in a copy.")
    go_on = click.option(
        "--go-on", "decision", flag_value=GO_ON, help="This copy works now: send what waits."
    )
    return drop(go_on(command))


def end_hold(config: Config, decision: str | None) -> bool:
    """Say whether what we start is held, ending it where that was decided; whether it is held now."""
    from bot.cli.offline import in_database

    found, waits = in_database(config, _look, warns=False)
    if found is None or found.held_at is None:
        return False
    if decision is None:
        click.echo(in_words(held_text(found, waits)))
        return True
    end = hold.drop if decision == DROP else hold.release
    in_database(config, partial(end, now=datetime.now(UTC)), write=True, warns=False)
    click.echo(in_words(InterfaceText("copy-dropped" if decision == DROP else "copy-goes-on")))
    return False


def held_text(found: Installation, waits: WaitingOutreach) -> InterfaceText:
    """What is said of a database that is held."""
    since = f"{found.copied_at:%Y-%m-%d %H:%M} UTC" if found.copied_at is not None else "?"
    sign = found.held_why or ""
    return InterfaceText("copy-held", sign=sign, since=since, messages=waits.messages, plans=waits.plans)


def _look(connection: Connection) -> tuple[Installation | None, WaitingOutreach]:
    return installation.find(connection), hold.waiting(connection)
