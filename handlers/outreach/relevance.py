"""Whether what was planned still makes sense, and what the contact policy is asked about it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.outreach.journey_lookup import journey_named
from handlers.outreach.policy_facts import contact_request
from handlers.shared.app_context import AppContext
from storage.outreach.due_plans import DuePlan
from storage.outreach.recipients import Recipient
from storage.rows import Plan
from surveys.outreach.policy import ContactRequest


def surveys_of(app: AppContext, plans: Iterable[Plan]) -> dict[int, str]:
    """The ids of the surveys that plans are to begin, by plan id; plans that begin none are missing."""
    found = ((plan.id, journey_named(app, plan.journey)) for plan in plans)
    return {plan_id: one.survey for plan_id, one in found if one is not None and one.survey is not None}


def is_obsolete(app: AppContext, due: DuePlan[Any]) -> bool:
    """Whether a plan makes no sense any more: its journey says so or is gone, or it is for staff now."""
    journey = journey_named(app, due.plan.journey)
    return journey is None or _is_staff(app, due.recipient) or journey.is_obsolete(app, due)


def _is_staff(app: AppContext, recipient: Recipient) -> bool:
    return recipient.is_staff or recipient.telegram_id in app.owner_ids


def request_of(app: AppContext, due: DuePlan[Any], arrived: Collection[str], now: datetime) -> ContactRequest:
    """What is asked when a plan is due; `arrived` are the places whose messages have reached their chats."""
    plan, recipient = due.plan, due.recipient
    request = contact_request(app, recipient, plan.kind, now, plan.planned_at)
    journey = journey_named(app, plan.journey)
    if journey is None or is_obsolete(app, due):
        return replace(request, obsolete=True)
    place = journey.place(plan)
    return replace(
        request,
        planned_at=max(plan.planned_at, journey.planned_at(app, due)),
        # What never arrived cannot be replied to.
        reachable=request.reachable and (place is None or place in arrived),
    )
