"""What time it is: given to everyone who asks, so that tests can move it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _monotonic() -> float:
    """Where the system knows how, time goes on while the machine sleeps: that, too, is an absence."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` is an aware moment for rows; `monotonic` counts seconds for limits and never steps back."""

    now: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = _monotonic
