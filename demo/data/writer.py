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
        """The text in the language of the demo."""
        return text.render(self.language)

    def chance(self, share: float) -> bool:
        """Whether something of this probability, 0…1, happens."""
        return self.dice.random() < share

    def one_of(self, things: Sequence[T]) -> T:
        """One of these, each as likely as the others."""
        return self.dice.choice(things)

    def soon(self, hours: float, spread: float = 0.9) -> timedelta:
        """A waiting time with this median in hours, now and then much longer."""
        return timedelta(hours=hours * self.dice.lognormvariate(0, spread))

    def awake(self, moment: datetime) -> datetime:
        """The moment moved between 8 and 22 o'clock, before now: people do little at night."""
        local = moment.astimezone(self.zone)
        hour = 8 + (local.hour * 14) // 24
        return min(local.replace(hour=hour).astimezone(moment.tzinfo), self.now - timedelta(minutes=5))

    def day(self, moment: datetime) -> date:
        """The day of a moment in the business's zone."""
        return moment.astimezone(self.zone).date()

    def next_case(self) -> int:
        """The next number of a case, from 1 on."""
        self.cases += 1
        return self.cases
