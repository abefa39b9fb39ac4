"""Arms of an experiment: a control group that is never written to, and two texts side by side."""

from enum import StrEnum
from hashlib import sha256
from typing import Final

HOLDOUT_SHARE: Final = 0.1
"""Share of those assigned who are never written to, 0…1, unless the company sets another."""

_BUCKETS: Final = 10_000


class Arm(StrEnum):
    """The side of an experiment that a customer is on. The value is stored."""

    TREATED = "treated"
    """Gets the message; its first text, where there are two."""
    VARIANT = "variant"
    """Gets the second text."""
    HOLDOUT = "holdout"


def arm_of(
    customer: int, experiment: str, holdout: float = HOLDOUT_SHARE, *, has_variant: bool = False
) -> Arm:
    """The arm of a customer, the same as long as the share stays, and independent between experiments.

    The share of the holdout is 0…1; who was held out stays so when it grows. With a variant half of the
    others get that, whatever the share is.
    """
    digest = sha256(f"{experiment}:{customer}".encode()).digest()
    bucket = int.from_bytes(digest[:8], "big") % _BUCKETS
    if bucket < holdout * _BUCKETS:
        return Arm.HOLDOUT
    return Arm.VARIANT if has_variant and digest[8] % 2 else Arm.TREATED
