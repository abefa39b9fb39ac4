"""What every chapter of the made-up year writes with: dice, ids, the calendar and the effects."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from storage.effects import Effects
from storage.ids import Ids
from surveys.language.languages import Language
from surveys.language.text import Text

T = TypeVar("T")


@dataclass(slots=True)
class Writer:
    dice: random.Random
    ids: Ids
    zone: ZoneInfo
    now: datetime
    language: Language
    effects: Effects = field(default_factory=Effects)
    cases: int = 0

    def say(self, text: Text) -> str:
        return text.render(self.language)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def one_of(self, things: Sequence[T]) -> T:
        return self.dice.choice(things)

    def soon(self, hours: float, spread: float = 0.9) -> timedelta:
        """A waiting time with that median, now and then much longer."""
        return timedelta(hours=hours * self.dice.lognormvariate(0, spread))

    def awake(self, moment: datetime) -> datetime:
        """Moved into the day: people do little at night."""
        local = moment.astimezone(self.zone)
        hour = 8 + (local.hour * 14) // 24
        return min(local.replace(hour=hour).astimezone(moment.tzinfo), self.now - timedelta(minutes=5))

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def next_case(self) -> int:
        self.cases += 1
        return self.cases
