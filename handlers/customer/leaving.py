"""What a leaving customer told: the churn session, and what is planned after it."""

from typing import Any

from handlers.customer.escalation import reason_of
from handlers.outreach.journey import Trigger
from handlers.outreach.triggers import fire
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.outreach import churn_sessions, consents
from storage.rows import ChurnSession
from surveys.engine import Outcome, Step
from surveys.outreach.consents import ConsentKind
from surveys.outreach.winback_invitations import interview_of
from surveys.survey import QuestionKind, Survey, SurveyKind


async def record(ctx: UpdateContext, survey: Survey, step: Step) -> ChurnSession | None:
    """Write down what is known so far, or correct it; None when nothing new was told."""
    row = ctx.conversation
    if survey.kind is not SurveyKind.LEAVING or row is None:
        return None
    told = interview_of(survey, ctx.customer.id, step.conversation, ctx.now)
    if told is None or step.answer is None or step.answer.outcome is Outcome.UNCHANGED:
        return None
    reason = ctx.app.reasons.get(told.reason)
    kind = reason.kind if reason is not None else None
    values: dict[str, Any] = {
        "reason": told.reason,
        "reason_class": kind.value if kind is not None else None,
        "taxonomy_version": ctx.app.reasons.version,
        "shown": _shown(survey, step),
        "return_on": told.return_on,
    }
    ctx.update_customer(left_at=(ctx.customer.left_at or ctx.now) if kind is not None else None)
    known = (await ctx.run(churn_sessions.find, [row.id])).get(row.id)
    if known is not None:
        return ctx.effects.change(known, **values)
    return ctx.effects.add(
        ChurnSession(
            id=row.id,
            customer_id=ctx.customer.id,
            day=ctx.today,
            told_at=ctx.now,
            touchpoint=row.touchpoint,
            segment=row.segment,
            money_minor=ctx.customer.monthly_margin_minor,
            **values,
        )
    )


async def farewell(ctx: UpdateContext, survey: Survey, step: Step) -> str | None:
    """Neutral last words, for somebody whose complaint is open: no offer is made to them."""
    if survey.kind is not SurveyKind.LEAVING or not step.conversation.done:
        return None
    reason = reason_of(survey, ctx.app, step)
    if reason is None or not reason.offers or not await ctx.run(cases.has_open, ctx.customer.id):
        return None
    return ctx.text("leaving-thanks")


async def plan(ctx: UpdateContext, session: ChurnSession, step: Step) -> None:
    """How to stay in touch. Nobody is asked for consent while a question of ours is still open."""
    asked = await ctx.run(consents.given, ctx.customer.id, ConsentKind.PROMOTION) is not None
    if step.conversation.done or asked:
        await fire(Trigger.REASON_TOLD, ctx, session)


def _shown(survey: Survey, step: Step) -> list[str]:
    """The options that were before the customer's eyes."""
    asked = next((one for one in survey.questions if one.kind is QuestionKind.REASON), None)
    return list(asked.shown(step.conversation.opened)) if asked is not None else []
