"""Which methods exist. A name that is not registered does not exist for the bot either."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.params import Params
from playground.shapes import Json
from playground.state import Telegram

Run = Callable[[Telegram, Params], Json]


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    run: Run
    limited: bool  # counts towards the flood limits


METHODS: dict[str, Method] = {}


def method(name: str, *, limited: bool = False) -> Callable[[Run], Run]:
    def register(run: Run) -> Run:
        METHODS[name.lower()] = Method(name, run, limited)
        return run

    return register
