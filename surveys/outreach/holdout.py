"""A control group that is never written to, so that the effect of a journey can be known."""

from enum import StrEnum
from hashlib import sha256
from typing import Final

HOLDOUT_SHARE: Final = 0.1
"""Share of those assigned who are never written to, 0…1, unless the company sets another."""

_BUCKETS: Final = 10_000


class Arm(StrEnum):
    """The side of an experiment that a customer is on. The value is stored."""

    TREATED = "treated"
    HOLDOUT = "holdout"


def arm_of(customer: int, experiment: str, holdout: float = HOLDOUT_SHARE) -> Arm:
    """The arm of a customer, the same as long as the share stays, and independent between experiments.

    The share of the holdout is 0…1; who was held out stays so when it grows.
    """
    digest = sha256(f"{experiment}:{customer}".encode()).digest()
    bucket = int.from_bytes(digest[:8], "big") % _BUCKETS
    return Arm.HOLDOUT if bucket < holdout * _BUCKETS else Arm.TREATED
