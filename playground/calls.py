"""The record of every call that the bot made, for tests to judge it by."""

from dataclasses import dataclass, field

from playground.bell import Bell
from playground.params import Params


@dataclass(slots=True, eq=False)
class Call:
    """One API call. `at` is real monotonic time; `outcome` is "ok", an error code or a fault's name."""

    method: str
    chat_id: int | None
    at: float
    params: Params
    outcome: str = "ok"

    @property
    def ok(self) -> bool:
        return self.outcome == "ok"


@dataclass(slots=True)
class Calls:
    log: list[Call] = field(default_factory=list)
    refused_by_limiter: int = 0
    refused_by_script: int = 0
    made: Bell = field(default_factory=Bell)

    def record(self, call: Call) -> Call:
        self.log.append(call)
        self.made.ring()
        return call

    def of(self, *methods: str) -> list[Call]:
        return [call for call in self.log if call.method in methods]

    def accepted(self, *methods: str) -> list[Call]:
        """Calls that took effect and were answered, all methods if none is named."""
        return [call for call in self.log if call.ok and (not methods or call.method in methods)]
