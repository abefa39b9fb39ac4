"""A wall clock of a life that a test sets: it is wrong by the seconds that a file holds."""

import os
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot import process
from bot.clock import Clock

WRONG_BY = "CLOCK_IS_WRONG_BY_THE_SECONDS_IN"
"""The variable that names the file."""


def hand_out() -> None:
    """Let this process go by such a clock."""
    process.run = partial(process.run, clock=Clock(now=_now))


def _now() -> datetime:
    seconds = float(Path(os.environ[WRONG_BY]).read_text(encoding="ascii"))
    return datetime.now(UTC) + timedelta(seconds=seconds)
