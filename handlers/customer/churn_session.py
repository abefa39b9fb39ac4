"""What a leaving customer told: the churn session, the case of some reasons, and what is planned after it."""

from dataclasses import replace
from typing import Any

from handlers.cases.new_complaint import NewCase, told_by
from handlers.cases.opening import open_case
from handlers.customer.answered import Answered
from handlers.customer.escalation import EVIDENCE, escalate
from handlers.customer.preview import is_preview
from handlers.customer.receipt import show_receipt
from handlers.outreach.requested_reminder import REQUESTED_REMINDER
from handlers.outreach.triggers import fire
from handlers.outreach.winback import WINBACK
from handlers.shared.app_context import AppContext
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.outreach import churn_sessions, plans
from storage.people import consents
from storage.rows import ChurnSession
from surveys.cases.source import CaseSource
from surveys.journeys.trigger import Trigger
from surveys.outreach.consents import ConsentKind
from surveys.outreach.plan_state import PlanState
from surveys.outreach.winback_invitations import LeavingInterview, interview_of
from surveys.questions.correction import replaces
from surveys.questions.engine import answer_of
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import QuestionRole
from surveys.questions.reasons import Reason


async def open_case_of_reason(ctx: UpdateContext, answered: Answered) -> None:
    """Open a case for a reason to leave that is a complaint, as the taxonomy says."""
    reason = _reason(ctx.app, answered)
    if answered.is_news and reason is not None and reason.opens_case:
        await escalate(ctx, answered, source=CaseSource.LEAVING)


async def hear_out(ctx: UpdateContext, answered: Answered) -> None:
    """Store what was told, show the receipt and, at the end, plan how to stay in touch."""
    session = await _record(ctx, answered)
    await show_receipt(ctx, answered, await _farewell(ctx, answered))
    if session is not None:
        await _plan(ctx, answered, session)


async def open_case_of_reply(ctx: UpdateContext, content: Content) -> bool:
    """Whether a case was opened for what somebody who left wrote or sent.

    False unless our words had asked them to write.
    """
    if is_preview(ctx) or (content.kind is not MessageKind.TEXT and content.kind not in EVIDENCE):
        return False
    session = await ctx.run(churn_sessions.latest, ctx.customer.id)
    if session is None or not await _was_asked_to_write(ctx, session):
        return False
    await open_case(ctx, told_by(content, NewCase(CaseSource.LEAVING, session.reason, session.touchpoint)))
    return True


async def _record(ctx: UpdateContext, answered: Answered) -> ChurnSession | None:
    """Write down what is known so far, or correct it; None when nothing new was told."""
    row = answered.conversation
    interview = interview_of(answered.survey, ctx.customer.id, answered.state, ctx.written_at)
    if interview is None or not answered.is_news:
        return None
    values = _values(ctx.app, answered, interview)
    known = (await ctx.run(churn_sessions.find, [row.id])).get(row.id)
    if values["reason_class"] is None:
        _stay(ctx, known)
    elif known is None or known.reason_class is None:
        ctx.update_customer(left_at=ctx.customer.left_at or ctx.written_at)
    margin = ctx.customer.monthly_margin_minor
    now: dict[str, Any] = {"day": ctx.today, "told_at": ctx.written_at, "money_minor": margin}
    if known is not None:
        return _correct(ctx, known, values, now)
    whose = ChurnSession(
        row.id, ctx.customer.id, touchpoint=row.touchpoint, segment=row.segment, **now, **values
    )
    return ctx.effects.add(whose)


def _correct(
    ctx: UpdateContext, known: ChurnSession, values: dict[str, Any], now: dict[str, Any]
) -> ChurnSession:
    """Let what was told just now stand; what was told on an earlier day stays counted there."""
    if replaces(known.told_at, ctx.written_at):
        return ctx.effects.change(known, **values)
    if values["reason"] == known.reason:
        return ctx.effects.change(known, return_on=values["return_on"])
    ctx.effects.add(replace(known, id=ctx.ids.next(), conversation_id=known.id))
    return ctx.effects.change(known, **now, **values)


def _stay(ctx: UpdateContext, known: ChurnSession | None) -> None:
    """Who at once corrects the interview in which they left never did; who left before has come back."""
    if ctx.customer.left_at is None:
        return
    left_in_it = known is not None and known.told_at == ctx.customer.left_at
    if left_in_it and replaces(ctx.customer.left_at, ctx.written_at):
        ctx.update_customer(left_at=None)
    else:
        ctx.update_customer(left_at=None, returned_at=ctx.written_at)


def _values(app: AppContext, answered: Answered, interview: LeavingInterview) -> dict[str, Any]:
    """What an interview says, as columns."""
    reason = app.reasons.get(interview.reason)
    kind = reason.kind if reason is not None else None
    return {
        "reason": interview.reason,
        "reason_class": kind,
        "taxonomy_version": app.reasons.version,
        "shown": _shown(answered),
        "return_on": interview.return_on,
    }


def _shown(answered: Answered) -> list[str]:
    """The options that were before the customer's eyes."""
    asked = answered.survey.question_of(QuestionRole.REASON)
    return list(asked.shown(answered.state.opened)) if asked is not None else []


async def _farewell(ctx: UpdateContext, answered: Answered) -> str | None:
    """Neutral last words, for somebody whose complaint is open: nothing is offered, asked or celebrated."""
    if not answered.state.done:
        return None
    reason = _reason(ctx.app, answered)
    if reason is None or reason.suits_open_case or not await ctx.run(cases.has_open, ctx.customer.id):
        return None
    return ctx.text("leaving-thanks-muted" if reason.mutes else "leaving-thanks")


async def _plan(ctx: UpdateContext, answered: Answered, session: ChurnSession) -> None:
    """How to stay in touch. Nobody is asked for consent while a question of ours is still open."""
    asked = await ctx.run(consents.given, ctx.customer.id, ConsentKind.PROMOTION) is not None
    if answered.state.done or asked:
        await fire(Trigger.REASON_TOLD, ctx, session)


async def _was_asked_to_write(ctx: UpdateContext, session: ChurnSession) -> bool:
    """Whether the offer that was made at once, an invitation or a reminder asked them to write."""
    reason, since = ctx.app.reasons.get(session.reason), ctx.now - ctx.app.return_window
    if reason is not None and reason.offers and session.told_at > since:
        return True
    planned = [
        *await ctx.run(plans.plans_of_customer, ctx.customer.id, WINBACK.name),
        *await ctx.run(plans.plans_of_customer, ctx.customer.id, REQUESTED_REMINDER.name),
    ]
    return any(plan.state is PlanState.SENT and plan.done_at and plan.done_at > since for plan in planned)


def _reason(app: AppContext, answered: Answered) -> Reason | None:
    """The reason that the customer named; None before."""
    code = answer_of(answered.survey, answered.state.answers, QuestionRole.REASON)
    return None if code is None else app.reasons.get(str(code))
