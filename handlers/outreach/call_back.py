"""The message to whoever gave a low score, once a manager wants somebody to call them back."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.outreach import planning
from handlers.outreach.journey import Journey, RenderedMessage
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from storage.outreach import plans
from storage.outreach.due_plans import DuePlan
from storage.rows import Case, Conversation, Plan
from surveys.outreach.policy import ContactKind, PolicyReason
from surveys.outreach.subjects import SubjectKind


async def claim(ctx: UpdateContext, conversation: Conversation) -> Plan | None:
    """The plan of the message about the score of that conversation; None where there was one before.

    Of several managers who press at once one gets it: it is the right to open the case.
    """
    plan = planning.new_plan(ctx, CALL_BACK, conversation.customer_id, conversation.id, ctx.now)
    return plan if await ctx.write(plans.add_new, [plan]) else None


async def name_case(ctx: UpdateContext, plan: Plan, case: Case) -> Plan:
    """Let the message of a plan tell the number of the case; returns the plan as it is now."""
    named = replace(plan, about=f"#{case.number}")
    await ctx.write(plans.replace, named)
    return named


async def drop(ctx: UpdateContext, customer_id: int) -> None:
    """Whoever has been written to by a person needs not be told that somebody will."""
    known: Sequence[Plan] = await ctx.run(plans.plans_of_customer, customer_id, CALL_BACK.name)
    await planning.drop(ctx, known, PolicyReason.OBSOLETE)


def _is_obsolete(app: AppContext, due: DuePlan[Conversation]) -> bool:
    """Whether nobody will get in touch any more: their case is closed."""
    return due.subject is None or not due.recipient.open_case


def _render(app: AppContext, due: DuePlan[Conversation]) -> RenderedMessage:
    number = (due.plan.about or "").removeprefix("#")
    return RenderedMessage(app.texts.text(due.recipient.language, "call-back-message", number=number))


CALL_BACK = Journey(
    name="call_back",
    subject_kind=SubjectKind.CONVERSATION,
    contact_kind=ContactKind.SERVICE,
    planners={},
    is_obsolete=_is_obsolete,
    render=_render,
)
