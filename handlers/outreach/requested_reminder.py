"""The reminder on a day that a customer named: the day is the consent to it, and it is no offer."""

from dataclasses import replace
from typing import Final

from handlers.outreach import planning
from handlers.outreach.journey import Journey, RenderedMessage
from handlers.outreach.winback import BACK_AGAIN, is_back
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.time_zones import zone_of
from handlers.shared.update_context import UpdateContext
from storage.outreach import churn_sessions, plans
from storage.outreach.contact_log import JudgedMessage
from storage.outreach.due_plans import DuePlan
from storage.rows import ChurnSession, Plan
from surveys.journeys.trigger import Trigger
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import Action, ContactKind, PolicyReason, Verdict
from surveys.outreach.subjects import SubjectKind
from surveys.outreach.winback_invitations import morning_of

NO_REMINDER: Final = "no-reminder"
"""The word of the button that cancels it; the id of the churn session comes after it."""


async def after_leaving(ctx: UpdateContext, session: ChurnSession) -> None:
    """Plan the reminder for the day that was named last; without one what this interview planned is dropped.

    What an earlier interview asked for stands until another day is named.
    """
    known = await ctx.run(plans.plans_of_customer, session.customer_id, REQUESTED_REMINDER.name)
    mine = [plan for plan in known if plan.subject_id == session.id]
    if session.return_on is None:
        await planning.drop(ctx, mine, PolicyReason.OBSOLETE)
        return
    await planning.drop(ctx, [plan for plan in known if plan not in mine], PolicyReason.OBSOLETE)
    at = max(ctx.now, morning_of(session.return_on, zone_of(ctx.app, ctx.customer)))
    new = planning.new_plan(ctx, REQUESTED_REMINDER, session.customer_id, session.id, at, session.reason)
    await _put(ctx, new, mine[0] if mine else None)


async def cancel(ctx: UpdateContext, session_id: int) -> bool:
    """Whether a reminder that this customer asked for was cancelled; False when there is none of theirs."""
    found = await ctx.run(churn_sessions.find, [session_id])
    session = found.get(session_id)
    if session is None or session.customer_id != ctx.customer.id:
        return False
    known = await ctx.run(plans.plans_of_customer, ctx.customer.id, REQUESTED_REMINDER.name)
    await planning.drop(ctx, [one for one in known if one.subject_id == session_id], PolicyReason.DECLINED)
    ctx.effects.change(session, return_on=None)
    return True


async def _put(ctx: UpdateContext, new: Plan, known: Plan | None) -> None:
    if known is None:
        await ctx.write(plans.add, new)
    elif known.state is PlanState.SENT or (known.state.is_open and known.planned_at == new.planned_at):
        return
    else:
        new = replace(new, id=known.id)
        await ctx.write(plans.replace, new)
    planning.record(ctx, JudgedMessage.of_plan(new), Verdict(Action.WAIT, PolicyReason.NOT_YET, new.due_at))


def _is_obsolete(app: AppContext, due: DuePlan[ChurnSession]) -> bool:
    session = due.subject
    return session is None or session.return_on is None or is_back(app, session, due.recipient)


def _render(app: AppContext, due: DuePlan[ChurnSession]) -> RenderedMessage:
    """Words of ours: an invitation of the company's files may be an offer, which nobody allowed here."""
    language = due.recipient.language
    back = keyboards.button(app.texts.text(language, "button-back-again"), f"{BACK_AGAIN}:{due.plan.id}")
    return RenderedMessage(app.texts.text(language, "requested-reminder"), keyboards.Keyboard.of([[back]]))


REQUESTED_REMINDER = Journey(
    name="requested_reminder",
    subject_kind=SubjectKind.CHURN_SESSION,
    contact_kind=ContactKind.REQUESTED,
    planners={Trigger.REASON_TOLD: after_leaving},
    is_obsolete=_is_obsolete,
    render=_render,
)
