"""What inviting people back brought: what `/winback` and `otklik report winback` both show.

Counted are those whose invitation was to go out in the period, held out or not, delivered to or not. They
count once their window to return has passed, in both arms alike; those before that are still waited for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from surveys.document import document
from surveys.outreach.holdout import Arm
from surveys.outreach.winback_invitations import RETURN_WINDOW, has_returned
from surveys.statistics.periods import Period
from surveys.statistics.scores import Interval, Level, level, wilson
from surveys.statistics.shares import Share
from surveys.statistics.uplift import Uplift, uplift

USUAL: Final = "365d"
"""The period without words: a month is over before its invitations have had their window."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Someone assigned to an arm, and what they did afterwards."""

    reason: str
    arm: Arm
    planned_at: datetime
    delivered: bool = False
    orders: Sequence[datetime] = ()
    refusals: Sequence[datetime] = ()
    """When they said `/stop` or took their consent back."""

    def is_settled(self, now: datetime) -> bool:
        return self.planned_at + RETURN_WINDOW <= now

    @property
    def returned(self) -> bool:
        return has_returned(self.planned_at, self.orders)

    @property
    def unsubscribed(self) -> bool:
        """After a message of ours, within the same window."""
        return self.delivered and has_returned(self.planned_at, self.refusals)


@dataclass(frozen=True, slots=True)
class ArmOutcome:
    """One arm, of those whose window has passed."""

    assigned: int
    delivered: int
    returned: int

    @property
    def rate(self) -> float | None:
        return self.share.value

    @property
    def share(self) -> Share:
        return Share(self.returned, self.assigned)

    @property
    def interval(self) -> Interval | None:
        return wilson(self.returned, self.assigned)


@dataclass(frozen=True, slots=True)
class WinbackWave:
    """All who left for one reason. The whole has an empty name."""

    name: str
    treated: ArmOutcome
    holdout: ArmOutcome
    waiting: int
    """Still waiting: assigned to either arm and within their window, so in no other number."""
    unsubscribed: int
    """Of those written to."""

    @property
    def uplift(self) -> Uplift | None:
        """None without people in either arm: the effect is unknown then."""
        return uplift(self.treated.share, self.holdout.share)

    @property
    def both(self) -> ArmOutcome:
        return ArmOutcome(
            self.treated.assigned + self.holdout.assigned,
            self.treated.delivered + self.holdout.delivered,
            self.treated.returned + self.holdout.returned,
        )

    @property
    def level(self) -> Level:
        """By the smaller arm: it decides what can be told."""
        return level(min(self.treated.assigned, self.holdout.assigned))


@dataclass(frozen=True, slots=True)
class WinbackReport:
    period: Period
    """Of the days on which the invitations were to go out."""
    whole: WinbackWave
    groups: list[WinbackWave]
    """By reason, most people first."""


def build(period: Period, now: datetime, people: Sequence[Invited]) -> WinbackReport:
    waves = [
        _wave(reason, now, [one for one in people if one.reason == reason])
        for reason in sorted({one.reason for one in people})
    ]
    waves.sort(key=lambda wave: (-wave.both.assigned, -wave.waiting))
    return WinbackReport(period, _wave("", now, people), waves)


def as_json(report: WinbackReport) -> dict[str, Any]:
    """The document of contract.md: the whole, its arms, then those of each reason."""
    rows = [{**_row(report.whole, None, report.whole.both), **_effect(report.whole)}]
    for wave in (report.whole, *report.groups):
        rows += [_row(wave, Arm.TREATED, wave.treated), _row(wave, Arm.HOLDOUT, wave.holdout)]
    return document("winback", report.period, rows)


def _wave(name: str, now: datetime, people: Iterable[Invited]) -> WinbackWave:
    people = list(people)
    settled = [one for one in people if one.is_settled(now)]
    return WinbackWave(
        name=name,
        treated=_outcome(settled, Arm.TREATED),
        holdout=_outcome(settled, Arm.HOLDOUT),
        waiting=len(people) - len(settled),
        unsubscribed=sum(one.unsubscribed for one in settled if one.arm is Arm.TREATED),
    )


def _outcome(settled: Iterable[Invited], arm: Arm) -> ArmOutcome:
    those = [one for one in settled if one.arm is arm]
    return ArmOutcome(len(those), sum(one.delivered for one in those), sum(one.returned for one in those))


def _row(wave: WinbackWave, arm: Arm | None, outcome: ArmOutcome) -> dict[str, Any]:
    return {
        "campaign": wave.name or None,
        "arm": arm.value if arm else None,
        "assigned": outcome.assigned,
        "delivered": outcome.delivered,
        "returned": outcome.returned,
        "rate": outcome.rate,
    }


def _effect(wave: WinbackWave) -> dict[str, Any]:
    found = wave.uplift
    return {
        "uplift": found.difference.value if found else None,
        "low": found.difference.low if found else None,
        "high": found.difference.high if found else None,
        "proven": found.is_proven if found else None,
        "incremental_customers": found.incremental if found else None,
        # What offers cost is not known to the house.
        "cost_per_incremental": None,
        "unsubscribed": wave.unsubscribed,
    }
