"""The steps of a case: by command or button, decided by whoever wrote or pressed."""

from handlers.cases import case_places, case_topic, records
from handlers.cases.customer_notices import tell
from handlers.outreach.triggers import fire
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.delivery import outbox
from storage.people import availability
from storage.rows import Case, Place
from surveys.cases import lifecycle as rules
from surveys.cases.lifecycle import StaffMember, StepRefusal
from surveys.cases.severity import Severity
from surveys.cases.support_texts import CustomerNotice
from surveys.journeys.trigger import Trigger


async def take(ctx: UpdateContext, case: Case) -> StepRefusal | None:
    """Take the case for whoever wrote or pressed and store it; returns why not, None when it is taken."""
    return await _make(ctx, case, rules.take(records.state_of(case), await records.staff_of(ctx)))


async def give(ctx: UpdateContext, case: Case, receiver: StaffMember) -> StepRefusal | None:
    """Give the case to a colleague and store it; returns why not, None when they have it."""
    staff, is_away = await records.staff_of(ctx), receiver.id in await ctx.run(availability.away, ctx.today)
    return await _make(ctx, case, rules.give(records.state_of(case), staff, receiver, is_away=is_away))


async def mark_about(ctx: UpdateContext, case: Case, subject: StaffMember | None) -> StepRefusal | None:
    """Mark the case as one about a colleague, or about none; returns why not, None when that is stored."""
    step = rules.mark_about(records.state_of(case), await records.staff_of(ctx), subject)
    return await _make(ctx, case, step)


async def set_severity(ctx: UpdateContext, case: Case, severity: Severity) -> StepRefusal | None:
    """Let the case be as severe as that; returns why not, None when it is stored."""
    step = rules.set_severity(records.state_of(case), await records.staff_of(ctx), severity)
    return await _make(ctx, case, step)


async def close(
    ctx: UpdateContext, case: Case, cause: str | None, remedy: str | None = None
) -> StepRefusal | None:
    """Close the case with its cause and what was done; returns why not, None when it is closed.

    `NO_CAUSE` is returned when it may be closed and only the cause is missing.
    """
    staff = await records.staff_of(ctx)
    step = rules.close(
        records.state_of(case), staff, cause, ctx.app.support_texts, ctx.now,
        has_unread_words=await records.has_unread_words(ctx, case), remedy=remedy,
    )  # fmt: skip
    refusal = await _make(ctx, case, step)
    if refusal is None:
        await ctx.write(cases.turn_to, case)
        if ctx.app.support is not None:
            await case_topic.set_closed(ctx, ctx.app.support, case, closed=True)
        await fire(Trigger.CASE_CLOSED, ctx, case)
    return refusal


async def _make(ctx: UpdateContext, case: Case, step: rules.CaseStep) -> StepRefusal | None:
    """The case was read in this transaction, so nobody has changed it meanwhile."""
    if step.refusal is not None:
        return step.refusal
    after = await records.keep(ctx, case, step.case)
    about = await case_topic.overview(ctx, after)
    if ctx.app.support is not None and after.chat_id is not None:
        case_topic.refresh(ctx, ctx.app.support, about)
    if step.notice is not None and not await _is_no_news(ctx, after, step.notice):
        tell(ctx, about.customer, after, step.notice, about.holder)
    return None


async def _is_no_news(ctx: UpdateContext, case: Case, notice: CustomerNotice) -> bool:
    """Whether the customer heard during this wait that somebody has the case; a name would be news."""
    if notice is not CustomerNotice.TAKEN or ctx.app.names_staff or case.awaiting_since is None:
        return False
    name = case_places.taken(case.number, case.awaiting_since)
    if await ctx.run(outbox.find_places, [name]):
        return True
    ctx.effects.add(Place(name))
    return False
