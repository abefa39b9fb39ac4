"""What those of the team did who agreed to be named: cases solved, how fast, and what customers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from surveys.statistics.complaints_report import NO_TIMES, ElapsedTimes
from surveys.statistics.scores import Interval, Level, level, wilson

PRAISE_WITHIN: Final = timedelta(days=14)
"""How long after a case was closed kind words of its customer are taken as thanks for it."""


@dataclass(frozen=True, slots=True)
class Praise:
    """What a customer wrote, and on which day."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class AgentNumbers:
    """The cases that somebody of the team holds or closed."""

    telegram_id: int
    name: str | None
    """None where it is not known."""
    solved: int
    people: int
    """Customers whose cases they were."""
    first_reply: ElapsedTimes = NO_TIMES
    solution: ElapsedTimes = NO_TIMES
    helped: int = 0
    """Customers who said last that their problem is solved."""
    asked: int = 0
    """Customers who said whether it is."""
    praise: int = 0
    """Customers who wrote kind words afterwards."""
    quotes: Sequence[Praise] = ()
    """Some of these words, the newest first."""

    @property
    def is_shown(self) -> bool:
        """Whether cases and people are so many that nobody of them is told."""
        return Level.HIDDEN not in (level(self.solved), level(self.people))

    @property
    def helped_share(self) -> float | None:
        """Helped of those who said whether they were, 0…1; None where these are fewer than five."""
        return None if level(self.asked) is Level.HIDDEN else self.helped / self.asked

    @property
    def helped_interval(self) -> Interval | None:
        """Limits of the share, 0…1 (Wilson 1927); None where there is no share."""
        return None if level(self.asked) is Level.HIDDEN else wilson(self.helped, self.asked)


def ranked(agents: Sequence[AgentNumbers]) -> list[AgentNumbers]:
    """Those who may be shown, most thanked first, then those who solved most."""
    shown = [agent for agent in agents if agent.is_shown]
    return sorted(shown, key=lambda agent: (-agent.praise, -agent.solved, agent.telegram_id))
