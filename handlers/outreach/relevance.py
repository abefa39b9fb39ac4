"""Whether what was planned still makes sense, and what the contact policy is asked about it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.outreach import messages
from handlers.outreach.journey import Journey
from handlers.outreach.journey_lookup import journey_named
from handlers.outreach.policy_facts import contact_request
from handlers.shared.app_context import AppContext
from storage.delivery import outbox
from storage.engines.database import Connection
from storage.outreach import due_plans, plans, quotas
from storage.outreach.due_plans import DuePlan
from storage.outreach.recipients import Recipient
from storage.rows import Plan
from surveys.outreach.policy import ContactRequest, PolicyReason


def surveys_of(app: AppContext, found: Iterable[Plan]) -> dict[int, str]:
    """The ids of the surveys that plans are to begin, by plan id; plans that begin none are missing."""
    known = ((plan.id, journey_named(app, plan.journey)) for plan in found)
    return {plan_id: one.survey for plan_id, one in known if one is not None and one.survey is not None}


def load(
    connection: Connection,
    app: AppContext,
    found: Sequence[Plan],
    people: Mapping[int, Recipient],
    now: datetime,
) -> list[DuePlan[Any]]:
    """Plans with all that is looked at to judge them, in their order; `people` are by customer id."""
    journeys = {plan.id: journey_named(app, plan.journey) for plan in found}
    resting = [plan for plan in found if (one := journeys[plan.id]) is not None and one.rest]
    earlier = plans.earlier(connection, resting)
    counts: dict[tuple[str, str | None], int] = {}
    loaded = []
    for due in due_plans.load(connection, found, people, surveys_of(app, found)):
        journey = journeys[due.plan.id]
        enough = journey is not None and _is_enough(connection, app, journey, due, now, counts)
        loaded.append(replace(due, earlier_at=earlier.get(due.plan.id), has_enough=enough))
    return loaded


def _is_enough(
    connection: Connection, app: AppContext, journey: Journey[Any], due: DuePlan[Any], now: datetime,
    counts: dict[tuple[str, str | None], int],
) -> bool:  # fmt: skip
    """Whether as many have answered its survey as the journey wants; `counts` are those known by now."""
    survey = app.survey(journey.survey or "")
    score = survey.score_question if survey is not None else None
    if journey.quota is None or survey is None or score is None:
        return False
    by, month = journey.quota.by, journey.quota.per.first_day(now.astimezone(app.zone).date())
    name = due.group(by) if by is not None else None
    key = (journey.name, name)
    if key not in counts:
        counts[key] = quotas.scores_since(connection, survey.id, score.id, month, by, name)
    return counts[key] >= journey.quota.answers


def is_obsolete(app: AppContext, due: DuePlan[Any]) -> bool:
    """Whether a plan makes no sense any more: its journey says so or is gone, or it is for staff now."""
    journey = journey_named(app, due.plan.journey)
    return journey is None or is_staff(app, due.recipient) or journey.is_obsolete(app, due)


def arrived_places(connection: Connection, app: AppContext, found: Iterable[Plan]) -> set[str]:
    """Those of the places that messages of these plans reply to whose messages have reached their chats."""
    places = [place for plan in found if (place := messages.place_of(app, plan)) is not None]
    known = outbox.find_places(connection, places) if places else {}
    return {name for name, place in known.items() if place.filled_at is not None}


def is_staff(app: AppContext, recipient: Recipient) -> bool:
    """Whether they are enrolled, or an owner by the configuration."""
    return recipient.is_staff or recipient.telegram_id in app.owner_ids


def request_of(app: AppContext, due: DuePlan[Any], arrived: Collection[str], now: datetime) -> ContactRequest:
    """What is asked when a plan is due; `arrived` are the places whose messages have reached their chats."""
    plan, recipient = due.plan, due.recipient
    request = hindered(app, due, contact_request(app, recipient, plan.kind, now, plan.planned_at))
    journey = journey_named(app, plan.journey)
    if journey is None or is_obsolete(app, due):
        return replace(request, obsolete=True)
    place = journey.place(plan)
    return replace(
        request,
        planned_at=max(request.planned_at, journey.planned_at(app, due)),
        enough=due.has_enough,
        # What never arrived cannot be replied to.
        reachable=request.reachable and (place is None or place in arrived),
    )


def hindered(app: AppContext, due: DuePlan[Any], request: ContactRequest) -> ContactRequest:
    """The request with what its journey says of it: nothing becomes late while a campaign is paused."""
    journey = journey_named(app, due.plan.journey)
    match journey.hindrance(app, due) if journey is not None else None:
        case PolicyReason.PAUSED:
            return replace(request, paused=True, planned_at=max(request.planned_at, request.now))
        case PolicyReason.CANCELLED:
            return replace(request, cancelled=True)
        case PolicyReason.DECLINED:
            return replace(request, declined=True)
        case _:
            return request
