"""The same error said once a minute, with how often it came: a database that is away must not fill a disk."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.observability.redaction import harmless

WINDOW_S: Final = 60.0
_KINDS_AT_MOST: Final = 500
"""Kinds of errors that are remembered; of further ones each is said."""

_Key = tuple[str, str, str]


@dataclass(slots=True)
class _Repeated:
    """What came of one kind of record since it was said last."""

    record: logging.LogRecord
    since: float
    times: int = 0


class LogFilter(logging.Filter):
    """Lets the first warning or error of a kind pass; once a minute it says how many more there were.

    A kind is a template of a logger and a type of error. What comes for the second time has no traceback. A
    minute without any forgets the kind. `say` is given the lines with the counts.
    """

    def __init__(
        self, say: Callable[[logging.LogRecord], object], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._say = say
        self._monotonic = monotonic
        self._kinds: dict[_Key, _Repeated] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    @property
    def remembered(self) -> int:
        """How many kinds are remembered."""
        return len(self._kinds)

    def close(self) -> None:
        """Wait for nothing any more."""
        if self._timer is not None:
            self._timer.cancel()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is said now; it is counted if not."""
        if record.levelno < logging.WARNING or hasattr(record, "repeated"):
            return True
        self.flush()
        with self._lock:
            known = self._kinds.get(_key(record))
            if known is not None:
                known.times += 1
                known.record = _without_error(record)
                self._wait()
                return False
            if len(self._kinds) < _KINDS_AT_MOST:
                self._kinds[_key(record)] = _Repeated(_without_error(record), self._monotonic())
            return True

    def flush(self, *, at_once: bool = False) -> None:
        """Say how often came what has come for a minute; `at_once` says all, for the end of the process."""
        now = self._monotonic()
        with self._lock:
            over = [key for key, one in self._kinds.items() if at_once or now - one.since >= WINDOW_S]
            due = [self._kinds[key] for key in over if self._kinds[key].times]
            for key in over:
                if self._kinds[key].times:
                    self._kinds[key] = _Repeated(self._kinds[key].record, now)
                else:
                    del self._kinds[key]
        for one in due:
            one.record.repeated = one.times
            self._say(one.record)

    def _wait(self) -> None:
        """The count is said in time although nothing more may come."""
        if self._timer is None:
            self._timer = threading.Timer(WINDOW_S, self._tell)
            self._timer.daemon = True
            self._timer.start()

    def _tell(self) -> None:
        self.flush()
        with self._lock:
            self._timer = None
            if any(one.times for one in self._kinds.values()):
                self._wait()


def _key(record: logging.LogRecord) -> _Key:
    """A place in the source has one template; a library's message may hold values itself."""
    error = record.exc_info[0] if record.exc_info else None
    return record.name, f"{record.pathname}:{record.lineno}", error.__qualname__ if error else ""


def _without_error(record: logging.LogRecord) -> logging.LogRecord:
    """The record as it is kept: a traceback would keep alive whatever its frames hold."""
    kept = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None, "stack_info": None})
    arguments = record.args if isinstance(record.args, tuple) else ()
    kept.args = tuple(harmless(argument) for argument in arguments)
    error = record.exc_info[0] if record.exc_info else None
    kept.error_kind = error.__qualname__ if error else None
    return kept
