"""Which open cases a list shows and in which order, and what a manager can do about one."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from surveys.cases.lifecycle import Status

QUIET_FOR: Final = timedelta(days=2)
"""After an answer that is so old and got no word back, a case may be closed."""


class CaseTab(StrEnum):
    """The value stands in the data of a button."""

    WAITING = "waiting"
    """All of them, whoever waits longest for staff first; then those whose staff wait for the customer."""
    MINE = "mine"
    """Those that the reader has, in the same order."""
    UNANSWERED = "unanswered"
    """Those that no person has answered yet, in the same order."""
    DUE = "due"
    """Those with a deadline, the nearest first."""
    OLDEST = "oldest"
    """All of them, by when they were opened."""


class NextStep(StrEnum):
    """What a manager can do about an open case."""

    TAKE = "take"
    """Nobody has it."""
    TAKE_OVER = "take_over"
    """Whoever has it is late."""
    CLOSE = "close"
    """It was answered, and the customer has been silent since."""
    REACH = "reach"
    """Its customer has blocked the bot: somebody reaches them otherwise, or closes it."""


def next_step(
    status: Status, due_at: datetime | None, answered_at: datetime | None, now: datetime, *,
    is_unreachable: bool = False,
) -> NextStep | None:  # fmt: skip
    """What a manager can do about an open case now; None where it goes its way.

    `due_at` is its nearest deadline, None for none; `answered_at` when staff answered last, None for never.
    """
    if is_unreachable:
        return NextStep.REACH
    if status is Status.OPEN:
        return NextStep.TAKE
    if due_at is not None and due_at <= now:
        return NextStep.TAKE_OVER
    is_quiet = answered_at is not None and now - answered_at >= QUIET_FOR
    return NextStep.CLOSE if status is Status.ANSWERED and is_quiet else None
