"""How long the store has not worked, how long to wait for it, and how often to say so."""

import logging

from bot.clock import Clock
from bot.observability.store_state import StoreState
from storage.engines.errors import StoreFault

log = logging.getLogger(__name__)

_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 3.0
_SAID_EVERY_S = 60.0


class StoreMonitor:
    """Keeps the state that /healthz shows; what fails again and again is said once a minute, with a count."""

    def __init__(self, state: StoreState, clock: Clock) -> None:
        self._state = state
        self._clock = clock
        self._since: float | None = None
        self._said_at: float | None = None
        self._failures = 0
        self._pause_s = _FIRST_PAUSE_S

    @property
    def is_failing(self) -> bool:
        return self._since is not None

    @property
    def failing_for_s(self) -> float:
        """Seconds since the first of the failures that no success followed; 0 where there are none."""
        return 0.0 if self._since is None else self._clock.monotonic() - self._since

    def fail(self, fault: StoreFault, error: Exception, updates: int) -> float:
        """Note a failure that leaves so many updates unconfirmed; returns how many seconds to wait."""
        now = self._clock.monotonic()
        if self._since is None:
            self._since = now
        self._state.fault, self._state.is_lasting = fault.code, fault.is_lasting
        self._failures += 1
        if self._said_at is None or now - self._said_at >= _SAID_EVERY_S:
            self._say(fault, error, updates)
            self._said_at = now
        pause, self._pause_s = self._pause_s, min(self._pause_s * 2, _LONGEST_PAUSE_S)
        return pause

    def succeed(self, refusal: str | None = None) -> None:
        """Note that something was written; `refusal` is the code if what several people send is refused."""
        self._state.fault, self._state.is_lasting = refusal, False
        if self._since is None:
            return
        log.warning("the store works again after_s=%.1f", self.failing_for_s)
        self._since = self._said_at = None
        self._failures = 0
        self._pause_s = _FIRST_PAUSE_S

    def _say(self, fault: StoreFault, error: Exception, updates: int) -> None:
        log.error(
            "the store does not work; nothing is confirmed fault=%s lasting=%s failures=%d updates=%d",
            fault.code, "yes" if fault.is_lasting else "no", self._failures, updates, exc_info=error,
        )  # fmt: skip
