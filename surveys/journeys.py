"""What is planned after a conversation: one reminder of an unanswered survey, one invitation of who left.

A plan is no permission: the contact policy is asked when it is made and again when it is due.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from surveys.engine import Conversation, path_of
from surveys.reasons import Taxonomy
from surveys.survey import SKIPPED, QuestionKind, Survey, Text

HOLDOUT: Final = 0.1
"""Share of those assigned who are never written to, so that the effect can be known."""
RETURN_WINDOW: Final = timedelta(days=30)
MORNING: Final = time(11)
"""On a day that the customer named."""

_BUCKETS: Final = 10_000


class Arm(StrEnum):
    TREATED = "treated"
    HOLDOUT = "holdout"


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """Goes to the old question, as an answer to it, and only once."""

    due_at: datetime
    text: Text


@dataclass(frozen=True, slots=True)
class Interview:
    """A finished leaving interview."""

    customer: int
    reason: str
    finished_at: datetime
    return_on: date | None = None
    """The day that the customer named."""


@dataclass(frozen=True, slots=True)
class Invitation:
    customer: int
    reason: str
    due_at: datetime
    text: Text
    arm: Arm
    """Stored with the plan: a later change of the share moves nobody."""


def reminder(survey: Survey, conversation: Conversation, reminded: bool) -> PlannedReminder | None:
    """None after any answer, a second time, or when the question will have expired."""
    words = survey.reminder
    if words is None or reminded or conversation.done or conversation.first_answer_at is not None:
        return None
    if words.after >= survey.expires_after:
        return None
    return PlannedReminder(conversation.asked_at + words.after, words.text)


def interview(survey: Survey, customer: int, conversation: Conversation, now: datetime) -> Interview | None:
    """What a leaving survey told; None before a reason was given.

    Only the branch that the answers chose counts: a date belongs to the reason that asked for it.
    """
    given = conversation.answers
    told = {one.kind: given[one.id] for one in path_of(survey, given) if one.id in given}
    reason, day = told.get(QuestionKind.REASON), told.get(QuestionKind.DATE, SKIPPED)
    if reason is None:
        return None
    return Interview(customer, str(reason), now, date.fromisoformat(str(day)) if day != SKIPPED else None)


def invitation(
    told: Interview,
    reasons: Taxonomy,
    zone: ZoneInfo,
    open_case: bool,
    case_closed_at: datetime | None = None,
    holdout: float = HOLDOUT,
) -> Invitation | None:
    """None while a complaint is open: plan again when it is closed, counting from then.

    Whoever left over a complaint is invited only after its case is closed, never before it is opened.
    """
    reason = reasons.get(told.reason)
    if reason is None or reason.invitation is None or open_case:
        return None
    if reason.opens_case and case_closed_at is None:
        return None
    since = max(told.finished_at, case_closed_at) if case_closed_at else told.finished_at
    due_at = since + reason.invitation.after
    if told.return_on is not None:
        due_at = max(since, datetime.combine(told.return_on, MORNING, zone).astimezone(UTC))
    return Invitation(told.customer, reason.code, due_at, reason.invitation.text, arm(told.customer, holdout))


def arm(customer: int, holdout: float = HOLDOUT, experiment: str = "winback") -> Arm:
    """The same for a customer as long as the share stays, and independent between experiments."""
    digest = sha256(f"{experiment}:{customer}".encode()).digest()
    bucket = int.from_bytes(digest[:8], "big") % _BUCKETS
    return Arm.HOLDOUT if bucket < holdout * _BUCKETS else Arm.TREATED


def is_settled(told: Interview, last_order_at: datetime | None) -> bool:
    """Whoever ordered since has come back and needs no invitation."""
    return last_order_at is not None and last_order_at > told.finished_at


def has_returned(due_at: datetime, orders: Iterable[datetime], window: timedelta = RETURN_WINDOW) -> bool:
    """For the report, of both arms alike: a new order within the window after the invitation was due."""
    return any(due_at <= ordered_at < due_at + window for ordered_at in orders)
