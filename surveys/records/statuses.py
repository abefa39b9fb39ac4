"""Which status of an order means that it is none, whatever system names it."""

import re
from functools import lru_cache
from typing import Final

CANCELLED: Final = "cancelled"
_KEPT: Final = re.compile(
    r"partial|частичн|\bне\s+(?:отмен|возвр)|\bбез\s+возвр|\bnot\s+(?:cancel|return|refund)|non[- ]?refund"
)
_NONE: Final = re.compile(
    r"cancel|отмен|аннулир|возвра[тщ]|refund|return|void|\btrash|\bspam|\bспам|\bfail"
    r"|\breject|отказ|отклон|chargeback|сторно|\bdeleted\b|удал[её]н|no[ -]product|несостоявш|забракован"
)


@lru_cache(maxsize=4096)
def read_status(text: str) -> str | None:
    """The status as it is named, `cancelled` where the order is none; None for an empty text."""
    plain = text.strip().casefold().replace("_", " ")
    if not plain:
        return None
    return CANCELLED if _NONE.search(plain) and not _KEPT.search(plain) else text.strip()
