"""The case of a complaint."""

from handlers.customer.answered import Answered
from handlers.customer.escalation import escalate
from handlers.shared.update_context import UpdateContext
from surveys.cases.source import CaseSource
from surveys.questions import engine


async def open_case_of_complaint(ctx: UpdateContext, answered: Answered) -> None:
    """Open the case once everything that is not optional was told; what is told later is added to it."""
    if answered.is_news and engine.is_answered(answered.survey, answered.state):
        await escalate(ctx, answered, source=CaseSource.COMPLAINT)
