"""Ids known before a row is written, so that a whole batch can be flushed at once."""

import secrets
import time
from datetime import UTC, datetime

_EPOCH_MS = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)
_PROCESS_BITS = 10
_COUNT_BITS = 10


class Ids:
    """Rising 63-bit ids: 41 bits of milliseconds, 10 of count, 10 of a random mark of this process.

    Ids of one process rise strictly even when the wall clock stands still or steps back. Two processes
    differ by their mark; a clash needs the same mark, millisecond and count, and is refused by the key.
    """

    def __init__(self) -> None:
        self._mark = secrets.randbits(_PROCESS_BITS)
        self._last = 0

    def begin_above(self, highest: int) -> None:
        """Give only ids above that one: the clock may have been ahead when an earlier process gave it."""
        self._last = max(self._last, highest >> _PROCESS_BITS)

    def next(self) -> int:
        """A new id, higher than any that this object gave before."""
        ticks = (time.time_ns() // 1_000_000 - _EPOCH_MS) << _COUNT_BITS
        self._last = max(self._last + 1, ticks)
        return (self._last << _PROCESS_BITS) | self._mark


def lowest_id(moment: datetime) -> int:
    """The lower bound of the ids that are given at that moment or later."""
    milliseconds = int(moment.timestamp() * 1000) - _EPOCH_MS
    return milliseconds << (_COUNT_BITS + _PROCESS_BITS)
