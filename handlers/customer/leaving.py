"""What a leaving customer told: the churn session, and what is planned after it."""

from typing import Any

from handlers import outreach
from handlers.customer.escalation import reason_of
from handlers.house import House
from handlers.visit import Visit
from storage import cases, consents, interviews
from storage.rows import ChurnSession
from surveys import journeys
from surveys.engine import Outcome, Step
from surveys.survey import QuestionKind, Survey, SurveyKind


async def record(visit: Visit, house: House, survey: Survey, step: Step) -> ChurnSession | None:
    """Write down what is known so far, or correct it; None when nothing new was told."""
    row = visit.conversation
    if survey.kind is not SurveyKind.LEAVING or row is None:
        return None
    told = journeys.interview(survey, visit.customer.id, step.conversation, visit.now)
    if told is None or step.answer is None or step.answer.outcome is Outcome.UNCHANGED:
        return None
    reason = house.reasons.get(told.reason)
    kind = reason.kind if reason is not None else None
    values: dict[str, Any] = {
        "reason": told.reason,
        "reason_class": kind.value if kind is not None else None,
        "taxonomy_version": house.reasons.version,
        "shown": _shown(survey, step),
        "return_on": told.return_on,
    }
    visit.update_customer(left_at=(visit.customer.left_at or visit.now) if kind is not None else None)
    known = (await visit.read(interviews.find, [row.id])).get(row.id)
    if known is not None:
        return visit.effects.change(known, **values)
    return visit.effects.add(
        ChurnSession(
            id=row.id,
            customer_id=visit.customer.id,
            day=visit.today,
            told_at=visit.now,
            touchpoint=row.touchpoint,
            segment=row.segment,
            money_minor=visit.customer.monthly_margin_minor,
            **values,
        )
    )


async def farewell(visit: Visit, house: House, survey: Survey, step: Step) -> str | None:
    """Neutral last words, for somebody whose complaint is open: no offer is made to them."""
    if survey.kind is not SurveyKind.LEAVING or not step.conversation.done:
        return None
    reason = reason_of(survey, house, step)
    if reason is None or not reason.offers or not await visit.read(cases.has_open, visit.customer.id):
        return None
    return house.texts.say(visit.language, "leaving-thanks")


async def plan(visit: Visit, house: House, session: ChurnSession, step: Step) -> None:
    """How to stay in touch. Nobody is asked for consent while a question of ours is still open."""
    asked = await visit.read(consents.given, visit.customer.id, consents.PROMOTION) is not None
    if step.conversation.done or asked:
        await outreach.after_leaving(visit, house, session, session.return_on)


def _shown(survey: Survey, step: Step) -> list[str]:
    """The options that were before the customer's eyes."""
    asked = next((one for one in survey.questions if one.kind is QuestionKind.REASON), None)
    return list(asked.shown(step.conversation.opened)) if asked is not None else []
