"""A journey: messages that we start by ourselves, as plain data and the functions that make them.

To add one, write a file beside this one that ends in a `Journey`, and name it in catalogue.py. Its functions
stand alone and take the same arguments in every journey, so that a company's file may name them one day.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from storage.outreach.due_plans import DuePlan
from storage.rows import Plan, Row
from surveys.journeys.quota import AnswerQuota
from surveys.journeys.trigger import Trigger
from surveys.offers.offer import Offer
from surveys.outreach.policy import ContactKind, PolicyReason
from surveys.outreach.subjects import SubjectKind

S = TypeVar("S", bound=Row)


Planner = Callable[[UpdateContext, Any], Awaitable[None]]
"""Stores, changes or drops plans for what happened."""


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """Plain text as it will be sent, and its buttons."""

    text: str
    keyboard: Keyboard | None = None


def _as_planned(app: AppContext, due: DuePlan[Any]) -> datetime:
    return due.plan.planned_at


def _nothing(app: AppContext, due: DuePlan[Any]) -> RenderedMessage | None:
    return None


def _nowhere(plan: Plan) -> str | None:
    return None


def _none_offered(app: AppContext, due: DuePlan[Any]) -> tuple[Offer, ...]:
    return ()


def _unhindered(app: AppContext, due: DuePlan[Any]) -> PolicyReason | None:
    return None


# Python 3.11 cannot make a frozen generic with slots from `Journey[Case](…)`.
@dataclass(frozen=True)
class Journey(Generic[S]):
    """Messages of one purpose; S is the row that they are about."""

    name: str
    """Stored with each plan, so it stays what it is."""
    subject_kind: SubjectKind
    contact_kind: ContactKind
    """What the contact policy judges its messages as."""
    planners: Mapping[Trigger, Planner]
    is_obsolete: Callable[[AppContext, DuePlan[S]], bool]
    """Whether a planned message makes no sense any more; asked when it is due and before it is sent."""
    render: Callable[[AppContext, DuePlan[S]], RenderedMessage | None] = _nothing
    """The words of a message that is not obsolete; None when the company's files have none any more.

    Where a survey is begun, the words before its first question and the buttons below; None for neither.
    """
    survey: str | None = None
    """The id of the survey that it begins, with its first question.

    None where it writes words, or where its subject says which: see storage/outreach/due_plans.py.
    """
    rest: timedelta = timedelta(0)
    """Whoever got its last message, or was asked its survey, this lately gets no other."""
    quota: AnswerQuota | None = None
    """How many answers to its survey are enough; None without a limit."""
    planned_at: Callable[[AppContext, DuePlan[S]], datetime] = _as_planned
    """When it makes sense by now; a moment before the planned one changes nothing."""
    place: Callable[[Plan], str | None] = _nowhere
    """The place of the message that it replies to and is not sent without; None when it stands alone."""
    offers: Callable[[AppContext, DuePlan[S]], tuple[Offer, ...]] = _none_offered
    """The offer of its message and the one made in its place, at most; empty where it offers nothing."""
    hindrance: Callable[[AppContext, DuePlan[S]], PolicyReason | None] = _unhindered
    """Whether it is `PAUSED` or `CANCELLED` with its campaign, or `DECLINED`; None for none of them."""
