"""What a customer writes unasked belongs to their case, as long as there is one."""

from typing import Final

from aiogram.types import Message

from handlers.cases.case_places import number_in, said_range
from handlers.cases.customer_notices import words_of_addition
from handlers.cases.staff_forwarding import forward
from handlers.customer.stored_messages import order_file
from handlers.shared.content import Content
from handlers.shared.conversation_state import state_of
from handlers.shared.places import question_place
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.delivery import outbox
from storage.people import customers
from storage.rows import Case
from surveys.cases.lifecycle import Status
from surveys.questions import engine
from surveys.questions.survey import SurveyKind

_REMEMBERED: Final = 50
"""Cases and conversations of one customer among which a reply is looked for, the latest first."""


async def case_meant(ctx: UpdateContext, message: Message) -> Case | None:
    """The case that comes before any question: replied to, or with nothing asked since staff wrote last.

    None where the message is for a question, or the customer has no case.
    """
    if ctx.customer.case_id is None:
        return None
    if message.reply_to_message is not None:
        replied_to = message.reply_to_message.message_id
        if (case := await _case_replied_to(ctx, replied_to)) is not None:
            return case
        if await _is_question(ctx, replied_to):
            return None
    case = await ctx.run(cases.find_case, ctx.customer.case_id)
    asked = ctx.conversation if _is_asked(ctx) else None
    if case is None or asked is None:
        return case
    spoke_last = max(filter(None, (case.last_reply_at, case.closed_at)), default=None)
    return case if spoke_last is not None and spoke_last > asked.touched_at else None


async def pass_on(ctx: UpdateContext, case: Case, content: Content) -> bool:
    """Whether a message was passed on to whoever deals with the case; False when the case is long over."""
    taken = await forward(ctx, case, content)
    if taken is None:
        return False
    if ctx.customer.case_id != case.id:
        ctx.update_customer(case_id=case.id)
    await order_file(ctx, content)
    # In a conversation with a person a word from the machine after each sentence would be in the way.
    if taken.begins_digest:
        ctx.reply(ctx.text("case-collected"))
    elif taken.is_first and case.closed_at is None and case.status is not Status.TAKEN:
        ctx.reply(await words_of_addition(ctx))
    return True


async def open_case_of(ctx: UpdateContext) -> Case | None:
    """The open case that unasked words belong to; None without one, or while a new complaint is told."""
    if ctx.customer.case_id is None or _is_told_anew(ctx):
        return None
    case = await ctx.run(cases.find_case, ctx.customer.case_id)
    return case if case is not None and case.closed_at is None else None


async def _case_replied_to(ctx: UpdateContext, message_id: int) -> Case | None:
    """The one of the customer's own cases that a message of ours in their chat belongs to."""
    known = await ctx.run(cases.latest_of, ctx.customer.id, _REMEMBERED)
    found = await ctx.run(outbox.place_among, [said_range(one.number) for one in known], message_id)
    return next((one for one in known if one.number == number_in(found)), None)


async def _is_question(ctx: UpdateContext, message_id: int) -> bool:
    asked = await ctx.run(customers.latest_conversations, ctx.customer.id, _REMEMBERED)
    places = await ctx.run(outbox.find_places, [question_place(one) for one in asked])
    return any(place.message_id == message_id for place in places.values())


def _is_told_anew(ctx: UpdateContext) -> bool:
    row = ctx.conversation
    survey = ctx.app.survey(row.survey_id) if row is not None else None
    if row is None or survey is None or survey.kind is not SurveyKind.COMPLAINT:
        return False
    return _is_asked(ctx) and not engine.is_told(survey, state_of(row))


def _is_asked(ctx: UpdateContext) -> bool:
    """A question is open and not too old."""
    row = ctx.conversation
    survey = ctx.app.survey(row.survey_id) if row is not None else None
    if row is None or row.awaiting is None or survey is None:
        return False
    return not engine.is_expired(survey, state_of(row), ctx.now)
