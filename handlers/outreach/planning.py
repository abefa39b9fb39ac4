"""What journeys plan with.

A plan is no permission: the contact policy is asked when it is made, when it is due and right before it is
sent, and each of its verdicts is recorded.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from handlers.outreach.journey import Journey
from handlers.outreach.policy_facts import looked_back
from handlers.shared.update_context import UpdateContext
from storage.outreach import contact_log, plans, recipients
from storage.outreach.contact_log import JudgedMessage
from storage.outreach.recipients import Recipient
from storage.rows import Plan
from surveys.outreach.policy import Action, PolicyReason, PolicyStage, Verdict


async def recipient_of(ctx: UpdateContext, customer_id: int) -> Recipient | None:
    """The customer as the contact policy sees them; None for one who is not stored yet."""
    since = ctx.now - looked_back(ctx.app)
    return (await ctx.run(recipients.recipients, [customer_id], since)).get(customer_id)


def new_plan(
    ctx: UpdateContext,
    journey: Journey[Any],
    customer_id: int,
    subject_id: int,
    planned_at: datetime,
    about: str | None = None,
) -> Plan:
    """A plan of a journey that waits for its time; it is not stored yet."""
    return Plan(
        id=ctx.ids.next(),
        customer_id=customer_id,
        journey=journey.name,
        kind=journey.contact_kind,
        subject_kind=journey.subject_kind,
        subject_id=subject_id,
        assigned_at=ctx.now,
        planned_at=planned_at,
        due_at=planned_at,
        about=about,
    )


async def drop(ctx: UpdateContext, known: Collection[Plan], why: PolicyReason) -> None:
    """Drop those plans that are still open, and record why."""
    overtaken = [plan for plan in known if plan.state.is_open]
    await ctx.write(plans.drop, [plan.id for plan in overtaken], why, ctx.now)
    for plan in overtaken:
        record(ctx, JudgedMessage.of_plan(plan), Verdict(Action.NEVER, why))


async def record_once(ctx: UpdateContext, message: JudgedMessage, verdict: Verdict, since: datetime) -> bool:
    """Store why nothing is planned; False when the same was stored since that moment already."""
    if await ctx.run(contact_log.was_recorded, message.customer_id, verdict.why, since):
        return False
    record(ctx, message, verdict)
    return True


def record(ctx: UpdateContext, message: JudgedMessage, verdict: Verdict) -> None:
    """Store a verdict that the contact policy gave while planning."""
    entry = contact_log.record(ctx.ids.next(), PolicyStage.PLANNING, message, verdict, ctx.now)
    ctx.effects.add(entry)
