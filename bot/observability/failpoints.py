"""Named points at which a test may end the process, to prove that it does not matter when it ends.

`OTKLIK_CRASH_AT=point:n` kills it when the point is reached for the n-th time; `OTKLIK_CRASH_WITH` names the
signal, SIGKILL without it. Without the variable a point costs one comparison.
"""

import os
import signal
from collections.abc import Mapping

POINTS = (
    "polling.received",
    "worker.begun",
    "worker.decided",
    "worker.committed",
    "polling.confirming",
    "sender.claimed",
    "sender.calling",
    "sender.called",
    "sender.marking",
    "sender.marked",
)

_point = ""
_left = 0
_signal = signal.SIGKILL


def arm(env: Mapping[str, str]) -> None:
    """Take the point from these variables, and forget the one before."""
    global _point, _left, _signal  # noqa: PLW0603  # one trap of one process
    _point, _, count = env.get("OTKLIK_CRASH_AT", "").partition(":")
    _left = int(count or 1)
    _signal = signal.Signals[env.get("OTKLIK_CRASH_WITH", "SIGKILL")]


def hit(point: str) -> None:
    """End the process if this is the armed point and it was reached as often as it was armed for."""
    if point == _point:
        _die()


def _die() -> None:
    global _left  # noqa: PLW0603  # one counter of one process
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), _signal)


arm(os.environ)
