"""What becomes of what waits in a copy, decided at the command line."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from bot.cli.terminal import in_words
from bot.config.schema import Config
from storage import installation
from storage.engines.database import Connection
from storage.engines.installation_file import InstallationFile, Seal
from storage.engines.sqlite import file_of
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

    if decision is not None:
        click.echo(in_words(_decide(config, decision)))
        return False
    found, waits = in_database(config, _look, warns=False)
    if found is None or found.held_at is None:
        return False
    click.echo(in_words(held_text(found, waits)))
    return True


def _decide(config: Config, decision: str) -> InterfaceText:
    """End the hold for good: the file beside a SQLite database would begin it again at the next start."""
    from bot.cli.offline import in_database

    url = config.database.url.get_secret_value()
    file = InstallationFile(file_of(url)) if url.startswith("sqlite:") else None
    beside = file.read() if file is not None else None

    def end(connection: Connection) -> tuple[bool, Seal | None]:
        known, now = installation.find(connection), datetime.now(UTC)
        sign = installation.sign_of_file(known, beside) if file is not None else None
        if sign is not None:
            hold.begin(connection, sign, now)
        is_ended = (hold.drop if decision == DROP else hold.release)(connection, now)
        here = installation.find(connection)
        if here is None or sign is None or not is_ended:
            return is_ended, None
        here = installation.agreed(here, beside, sign)
        installation.store(connection, here)
        return is_ended, Seal(here.id, here.mark)

    is_ended, seal = in_database(config, end, write=True, warns=False)
    if file is not None and seal is not None:
        file.write(seal)
    if not is_ended:
        return InterfaceText("copy-not-held")
    return InterfaceText("copy-dropped" if decision == DROP else "copy-goes-on")


def held_text(found: Installation, waits: WaitingOutreach) -> InterfaceText:
    """What is said of a database that is held."""
    since = f"{found.copied_at:%Y-%m-%d %H:%M} UTC" if found.copied_at is not None else "?"
    sign = found.held_why or ""
    return InterfaceText("copy-held", sign=sign, since=since, messages=waits.messages, plans=waits.plans)


def _look(connection: Connection) -> tuple[Installation | None, WaitingOutreach]:
    return installation.find(connection), hold.waiting(connection)
