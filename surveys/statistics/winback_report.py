"""What inviting people back brought: what `/winback` and `otklik report winback` both show.

Counted are those whose invitation was to go out in the period, held out or not, delivered to or not. They
count once their window to return has passed, in both arms alike; those before that are still waited for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from surveys.outreach.holdout import Arm
from surveys.statistics.document import document
from surveys.statistics.periods import Period
from surveys.statistics.scores import Interval, Level, level, wilson
from surveys.statistics.shares import Share
from surveys.statistics.uplift import Uplift, uplift

USUAL: Final = "365d"
"""The period without words: a month is over before its invitations have had their window."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """People of one reason and arm. Those whose window has not passed are waiting and in no other number."""

    reason: str
    arm: Arm
    waiting: int
    settled: int
    delivered: int
    """Of the settled, those whose invitation was sent."""
    returned: int
    """Of the settled, those who ordered within the window."""
    unsubscribed: int
    """Of the delivered, those who said `/stop` or took their consent back within the window."""


@dataclass(frozen=True, slots=True)
class ArmOutcome:
    """The people of one arm whose window has passed."""

    assigned: int
    delivered: int
    returned: int

    @property
    def rate(self) -> float | None:
        """Share of the assigned who returned, 0…1; None without people."""
        return self.share.value

    @property
    def share(self) -> Share:
        """Those who returned, of the assigned."""
        return Share(self.returned, self.assigned)

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval of the rate, 0…1; None without people."""
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
    """Those written to who said `/stop` or took their consent back within the window."""

    @property
    def uplift(self) -> Uplift | None:
        """The effect of the invitations; None when either arm has no people, because it is unknown then."""
        return uplift(self.treated.share, self.holdout.share)

    @property
    def both(self) -> ArmOutcome:
        """The sum of both arms."""
        return ArmOutcome(
            self.treated.assigned + self.holdout.assigned,
            self.treated.delivered + self.holdout.delivered,
            self.treated.returned + self.holdout.returned,
        )

    @property
    def level(self) -> Level:
        """How much the smaller arm allows to tell: it decides for both."""
        return level(min(self.treated.assigned, self.holdout.assigned))


@dataclass(frozen=True, slots=True)
class WinbackReport:
    period: Period
    """The days on which the invitations were to go out."""
    whole: WinbackWave
    groups: list[WinbackWave]
    """One wave a reason, those with most people first."""


def build(period: Period, people: Sequence[Assigned]) -> WinbackReport:
    """The report, reasons with most people first."""
    waves = [
        _wave(reason, [one for one in people if one.reason == reason])
        for reason in sorted({one.reason for one in people})
    ]
    waves.sort(key=lambda wave: (-wave.both.assigned, -wave.waiting))
    return WinbackReport(period, _wave("", people), waves)


def as_json(report: WinbackReport) -> dict[str, Any]:
    """The document of docs/reference.md: the whole, its arms, then those of each reason; unknown is null."""
    rows = [{**_row(report.whole, None, report.whole.both), **_effect(report.whole)}]
    for wave in (report.whole, *report.groups):
        rows += [_row(wave, Arm.TREATED, wave.treated), _row(wave, Arm.HOLDOUT, wave.holdout)]
    return document("winback", report.period, rows)


def _wave(name: str, people: Sequence[Assigned]) -> WinbackWave:
    return WinbackWave(
        name=name,
        treated=_outcome(people, Arm.TREATED),
        holdout=_outcome(people, Arm.HOLDOUT),
        waiting=sum(one.waiting for one in people),
        unsubscribed=sum(one.unsubscribed for one in people if one.arm is Arm.TREATED),
    )


def _outcome(people: Iterable[Assigned], arm: Arm) -> ArmOutcome:
    those = [one for one in people if one.arm is arm]
    return ArmOutcome(
        sum(one.settled for one in those),
        sum(one.delivered for one in those),
        sum(one.returned for one in those),
    )


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
