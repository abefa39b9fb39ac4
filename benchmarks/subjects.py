"""What is measured: commands that serve a bot, told by environment where Telegram and the database are."""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Subject:
    command: tuple[str, ...]
    stored: Callable[[Path], int] | None = None  # finished taps that its database holds
    prepare: tuple[str, ...] = ()  # what an installation has done before its first start

    def environment(self, database: Path) -> dict[str, str]:
        return {
            # The fake server tells a subject its own token and address; this one is for `prepare`.
            "OTKLIK_TELEGRAM__TOKEN": "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "OTKLIK_DATABASE__URL": f"sqlite:///{database}",
            "OTKLIK_TELEGRAM__MESSAGES_PER_SECOND": "0",
            "OTKLIK_TELEGRAM__GROUP_MESSAGES_PER_MINUTE": "0",
            "OTKLIK_HTTP__LISTEN": "127.0.0.1:0",
            "PYTHONDONTWRITEBYTECODE": "",  # whoever has it set would measure Python's compiler at each start
        }


def stored_scores(database: Path) -> int:
    """Scores kept as answers, which must also be what the running totals say."""
    with closing(sqlite3.connect(database)) as connection:
        (answers,) = connection.execute("select count(score) from answers").fetchone()
        (totals,) = connection.execute("select coalesce(sum(n), 0) from score_days").fetchone()
    if answers != totals:
        raise SystemExit(f"{answers} answers, but the running totals say {totals}")
    return int(answers)


def module(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *arguments)


def installed(checkout: Path) -> Subject:
    """Another version, run by the command of its own environment.

    What it stored is not looked at: its tables may have other names.
    """
    command = str(checkout.resolve() / ".venv" / "bin" / "otklik")
    return Subject((command, "run"), prepare=(command, "migrate"))


YARDSTICK = "echo"
SUBJECTS = {
    "echo": Subject(module("benchmarks.echo")),
    "floor": Subject(module("benchmarks.floor")),
    "otklik": Subject(module("bot", "run"), stored_scores, module("bot", "migrate")),
    "otklik-memory": Subject(module("benchmarks.unstored")),
}
