"""An answer was given: what follows from it, and what the customer is told."""

from collections.abc import Callable

from aiogram.types import InlineKeyboardMarkup

from handlers.customer import leaving, receipt
from handlers.customer.content import Content
from handlers.customer.escalation import escalate
from handlers.shared.update_context import UpdateContext
from surveys.engine import Step
from surveys.survey import Survey

Put = Callable[[str, InlineKeyboardMarkup | None], None]
"""Says the receipt: in the message that was tapped, or in a new one."""


async def respond(ctx: UpdateContext, survey: Survey, step: Step, content: Content | None, put: Put) -> None:
    """`content` is the message that was the answer; None for a tap."""
    if step.answer is None:
        return
    await escalate(ctx, survey, step, content)
    session = await leaving.record(ctx, survey, step)
    farewell = await leaving.farewell(ctx, survey, step)
    shown = (survey, step.conversation, step.answer.question, ctx)
    put(receipt.text(*shown, farewell), receipt.keyboard(*shown))
    if session is not None:
        await leaving.plan(ctx, session, step)
