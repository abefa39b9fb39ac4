"""The one invitation of a customer who left: whom it goes to, when, and who came back after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from surveys.language.text import Text
from surveys.outreach.holdout import HOLDOUT_SHARE, Arm, arm_of
from surveys.questions.engine import ConversationState, answer_of
from surveys.questions.question import QuestionRole
from surveys.questions.reasons import Taxonomy
from surveys.questions.survey import Survey

JOURNEY: Final = "winback"
"""The name under which plans of invitations are stored."""
RETURN_WINDOW: Final = timedelta(days=30)
"""How long after the planned time of an invitation an order counts as a return."""
MORNING: Final = time(11)
"""When a reminder goes on a day that the customer named."""


@dataclass(frozen=True, slots=True)
class LeavingInterview:
    """What a customer told us when they left."""

    customer: int
    reason: str
    finished_at: datetime
    return_on: date | None = None
    """The day that the customer named; None when they named none."""


@dataclass(frozen=True, slots=True)
class PlannedInvitation:
    """The invitation of one customer, as it is to be planned."""

    customer: int
    reason: str
    due_at: datetime
    text: Text
    arm: Arm
    """Stored with the plan: a later change of the share moves nobody."""


def interview_of(
    survey: Survey, customer: int, conversation: ConversationState, now: datetime
) -> LeavingInterview | None:
    """What a customer told in a leaving survey; None before a reason was given.

    Only the branch that the answers chose counts: a date belongs to the reason that asked for it.
    """
    given = conversation.answers
    reason = answer_of(survey, given, QuestionRole.REASON)
    day = answer_of(survey, given, QuestionRole.RETURN_DATE)
    if reason is None:
        return None
    return_on = date.fromisoformat(str(day)) if day is not None else None
    return LeavingInterview(customer, str(reason), now, return_on)


def invitation_of(
    interview: LeavingInterview,
    reasons: Taxonomy,
    open_case: bool,
    case_closed_at: datetime | None = None,
    holdout: float = HOLDOUT_SHARE,
) -> PlannedInvitation | None:
    """The invitation to plan; None where the reason is unknown or has none, and while a complaint is open.

    None too for whoever named a day: they are reminded then, since they asked for it, and not invited.
    It is planned again when the complaint is closed, counting from then. Whoever left over a complaint is
    invited only after its case is closed, never before it is opened.
    """
    reason = reasons.get(interview.reason)
    if reason is None or reason.invitation is None or open_case or interview.return_on is not None:
        return None
    if reason.opens_case and case_closed_at is None:
        return None
    since = max(interview.finished_at, case_closed_at) if case_closed_at else interview.finished_at
    due_at = since + reason.invitation.after
    arm = arm_of(interview.customer, JOURNEY, holdout)
    return PlannedInvitation(interview.customer, reason.code, due_at, reason.invitation.text, arm)


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """When a reminder goes on a day that the customer named: in the morning where they live."""
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


def has_ordered_since(interview: LeavingInterview, last_order_at: datetime | None) -> bool:
    """Whether the customer ordered after the interview, and so needs no invitation."""
    return last_order_at is not None and last_order_at > interview.finished_at


def has_returned(due_at: datetime, orders: Iterable[datetime], window: timedelta = RETURN_WINDOW) -> bool:
    """Whether there is an order within the window after the invitation was due, for both arms alike."""
    return any(due_at <= ordered_at < due_at + window for ordered_at in orders)
