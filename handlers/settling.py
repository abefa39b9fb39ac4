"""Whether what was planned still makes sense."""

from handlers.customer.asking import state_of
from handlers.shared.app_context import AppContext
from storage import plans
from storage.errands import Errand
from surveys import journeys
from surveys.journeys import Interview, PlannedReminder, reminder


def reminder_of(app: AppContext, errand: Errand) -> PlannedReminder | None:
    """The reminder as it would be planned now; None once there is nothing to be reminded of."""
    asked = errand.conversation
    survey = app.survey(asked.survey_id) if asked is not None else None
    if asked is None or survey is None:
        return None
    return reminder(survey, state_of(asked), reminded=False)


def is_settled(app: AppContext, errand: Errand) -> bool:
    """Answered, come back, or an interview that says something else by now."""
    if errand.plan.journey == plans.REMINDER:
        return reminder_of(app, errand) is None
    session = errand.session
    if session is None or session.reason != errand.plan.about:
        return True
    reason = app.reasons.get(session.reason)
    came_back = reason is not None and reason.kind is not None and errand.facts.left_at is None
    told = Interview(session.customer_id, session.reason, session.told_at)
    return came_back or journeys.is_settled(told, errand.facts.last_order_at)
