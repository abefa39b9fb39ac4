"""Invited people one by one, and their numbers by the definition of winback_invitations: the slow way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from surveys.outreach.holdout import Arm
from surveys.outreach.winback_invitations import RETURN_WINDOW, has_returned
from surveys.statistics.winback_report import Assigned


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
    said_back: Sequence[datetime] = ()


def assigned(people: Iterable[Invited], now: datetime) -> list[Assigned]:
    return [_alone(one, one.planned_at + RETURN_WINDOW <= now) for one in people]


def _alone(one: Invited, is_settled: bool) -> Assigned:
    delivered = is_settled and one.delivered
    return Assigned(
        one.reason,
        one.arm,
        waiting=int(not is_settled),
        settled=int(is_settled),
        delivered=int(delivered),
        returned=int(is_settled and has_returned(one.planned_at, one.orders)),
        unsubscribed=int(delivered and has_returned(one.planned_at, one.refusals)),
        said_back=int(is_settled and has_returned(one.planned_at, one.said_back)),
    )
