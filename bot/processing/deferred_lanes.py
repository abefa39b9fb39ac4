"""Lanes whose next update the store would not take while it took others: they wait, and nobody for them."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.clock import Clock

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 900.0


@dataclass(frozen=True, slots=True)
class _Deferral:
    due_at: float
    pause_s: float
    handled: int


class DeferredLanes:
    """In memory only: after a restart each is tried again with the others."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lanes: dict[int, _Deferral] = {}

    @property
    def lanes(self) -> Collection[int]:
        """The lanes that wait, due or not."""
        return self._lanes.keys()

    def defer(self, lane: int, handled: int) -> None:
        """Let a lane wait, each time twice as long, a quarter of an hour at most.

        `handled` is how many updates were handled by now.
        """
        known = self._lanes.get(lane)
        pause = min(known.pause_s * 2, _LONGEST_PAUSE_S) if known else _FIRST_PAUSE_S
        since = known.handled if known else handled
        self._lanes[lane] = _Deferral(self._clock.monotonic() + pause, pause, since)

    def handled_before(self, lane: int) -> int | None:
        """How many updates were handled before the lane was deferred first; None where it is not."""
        known = self._lanes.get(lane)
        return known.handled if known else None

    def are_all(self, handled: int) -> bool:
        """Whether several lanes wait, and of `handled` updates none was handled since."""
        return len(self._lanes) > 1 and all(known.handled == handled for known in self._lanes.values())

    def release(self, lane: int) -> None:
        """Its update was dealt with; what follows in it goes with the others again."""
        self._lanes.pop(lane, None)

    def due(self) -> int | None:
        """The lane that has waited for long enough; None where none has."""
        first = min(self._lanes, key=lambda lane: self._lanes[lane].due_at, default=None)
        return first if first is not None and self.due_in_s() <= 0 else None

    def due_in_s(self) -> float:
        """Seconds until the first of them is due; infinite where none waits."""
        due_at = min((one.due_at for one in self._lanes.values()), default=float("inf"))
        return due_at - self._clock.monotonic()
