"""What staff write in a case reaches the customer."""

from aiogram.types import Message

from handlers.cases import case_lookup, case_places, case_topic, records
from handlers.cases.case_heading import heading
from handlers.cases.records import store
from handlers.outreach import call_back
from handlers.shared.content import Content
from handlers.shared.message_copy import can_carry, carried_parts
from handlers.shared.update_context import UpdateContext
from handlers.support import customers_message, labels
from storage.cases import cases
from storage.rows import Case, Place
from storage.rows import Message as StoredMessage
from storage.states import Purpose
from surveys.cases import lifecycle as rules
from surveys.outreach.urgency import Urgency


async def answer(ctx: UpdateContext, case: Case, content: Content, message: Message) -> None:
    """Send the customer the text or file as staff sent it; staff are told what cannot be passed on."""
    step = rules.reply(records.state_of(case), await records.staff_of(ctx))
    customer = await ctx.run(cases.complainant, case.customer_id)
    if step.refusal is not None:
        case_lookup.answer(ctx, message, labels.refused(ctx.app, ctx.app.language, step.refusal), case=case)
    elif customer.telegram_id is None or customer.blocked_at is not None:
        why = "open-by-phone" if customer.telegram_id is None else "support-unreachable"
        case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, why), case=case)
    elif not can_carry(content):
        case_lookup.answer(
            ctx, message, ctx.app.texts.text(ctx.app.language, "support-not-passed"), case=case
        )
    else:
        about = await heading(ctx, case, customer)
        stored = await _note_down(ctx, case, step.case, content, message)
        ids = {one.telegram_message_id: one.id for one in stored}
        reply = await customers_message.reply_parameters(ctx, case, message)
        words = "\n".join(filter(None, [about, content.words])) or None
        for part, method in carried_parts(customer.telegram_id, content, words):
            name, subject = case_places.said(case.number, ctx.ids.next()), ids[part.message_id]
            call = method if reply is None else method.model_copy(update={"reply_parameters": reply})
            ctx.send(call, Urgency.ESCALATION, fills=name, purpose=Purpose.STAFF_REPLY, subject_id=subject)
            reply = None
        await call_back.drop(ctx, customer.id)


async def _note_down(
    ctx: UpdateContext, case: Case, after: rules.CaseState, content: Content, message: Message
) -> list[StoredMessage]:
    """The case is whoever's wrote first; it counts as answered when this was sent: see reply_outcomes."""
    kept = await records.keep(ctx, case, after)
    await ctx.write(cases.turn_to, kept)
    stored = store(ctx, kept, content, staff=ctx.customer.telegram_id)
    for one in stored:
        name, number = case_places.said(case.number, one.id), one.telegram_message_id
        ctx.effects.add(Place(name, chat_id=message.chat.id, message_id=number, filled_at=ctx.now))
    if ctx.app.support is not None and (kept.status, kept.holder_telegram_id) != (
        case.status,
        case.holder_telegram_id,
    ):
        case_topic.refresh(ctx, ctx.app.support, await case_topic.overview(ctx, kept))
    return stored
