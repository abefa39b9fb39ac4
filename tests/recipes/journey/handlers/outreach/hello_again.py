"""A day after a case was closed its customer is asked whether all is well."""

from datetime import timedelta
from typing import Final

from handlers.outreach import planning
from handlers.outreach.journey import Journey, RenderedMessage
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from storage.outreach import plans
from storage.outreach.due_plans import DuePlan
from storage.rows import Case
from surveys.journeys.trigger import Trigger
from surveys.outreach.policy import ContactKind
from surveys.outreach.subjects import SubjectKind

_AFTER: Final = timedelta(days=1)


async def _plan(ctx: UpdateContext, case: Case) -> None:
    plan = planning.new_plan(ctx, HELLO_AGAIN, case.customer_id, case.id, ctx.now + _AFTER)
    await ctx.write(plans.add, plan)


def _is_obsolete(app: AppContext, due: DuePlan[Case]) -> bool:
    """Opened again, so that somebody is at it."""
    return due.subject is None or due.subject.closed_at is None


def _render(app: AppContext, due: DuePlan[Case]) -> RenderedMessage | None:
    if due.subject is None:
        return None
    number = str(due.subject.number)
    return RenderedMessage(app.texts.text(due.recipient.language, "hello-again", case=number))


HELLO_AGAIN = Journey(
    name="hello-again",
    subject_kind=SubjectKind.CASE,
    contact_kind=ContactKind.SERVICE,
    planners={Trigger.CASE_CLOSED: _plan},
    is_obsolete=_is_obsolete,
    render=_render,
)
