"""What staff write in a case reaches the customer."""

from aiogram.types import Message

from handlers.cases import case_lookup, case_places, case_topic, records
from handlers.cases.case_heading import heading
from handlers.cases.records import store
from handlers.shared.content import Content
from handlers.shared.message_copy import can_carry, carried
from handlers.shared.update_context import UpdateContext
from handlers.support import labels
from storage.cases import cases
from storage.rows import Case, Place
from storage.rows import Message as StoredMessage
from storage.states import Purpose
from surveys.cases import lifecycle as rules
from surveys.outreach.urgency import Urgency

_NOTE = "//"
"""What begins so stays between colleagues."""


async def answer(ctx: UpdateContext, case: Case, content: Content, message: Message) -> None:
    """Send the customer the text or file as staff sent it; staff are told what cannot be passed on."""
    step = rules.reply(records.state_of(case), records.staff_of(ctx))
    customer = await ctx.run(cases.complainant, case.customer_id)
    if step.refusal is not None:
        case_lookup.answer(ctx, message, labels.refused(ctx.app, ctx.app.language, step.refusal), case=case)
    elif customer.telegram_id is None or customer.blocked_at is not None:
        case_lookup.answer(
            ctx, message, ctx.app.texts.text(ctx.app.language, "support-unreachable"), case=case
        )
    elif not can_carry(content):
        case_lookup.answer(
            ctx, message, ctx.app.texts.text(ctx.app.language, "support-not-passed"), case=case
        )
    else:
        about = await heading(ctx, case, customer)
        stored = await _note_down(ctx, case, step.case, content, message)
        for method in carried(customer.telegram_id, content, "\n".join(filter(None, [about, content.words]))):
            name = case_places.said(case.number, ctx.ids.next())
            ctx.send(
                method, Urgency.ESCALATION, fills=name, purpose=Purpose.STAFF_REPLY, subject_id=stored.id
            )


def stays_inside(message: Message) -> bool:
    """Whether a message begins with `//`: such a note stays between colleagues."""
    return (message.text or message.caption or "").startswith(_NOTE)


async def _note_down(
    ctx: UpdateContext, case: Case, after: rules.CaseState, content: Content, message: Message
) -> StoredMessage:
    """The case is whoever's wrote first; it counts as answered when this was sent: see reply_outcomes."""
    kept = await records.keep(ctx, case, after)
    await ctx.write(cases.turn_to, kept)
    stored = store(ctx, kept, content, staff=ctx.customer.telegram_id)
    name = case_places.said(case.number, stored.id)
    ctx.effects.add(Place(name, chat_id=message.chat.id, message_id=message.message_id, filled_at=ctx.now))
    if ctx.app.support is not None and (kept.status, kept.holder_telegram_id) != (
        case.status,
        case.holder_telegram_id,
    ):
        case_topic.refresh(ctx, ctx.app.support, await case_topic.overview(ctx, kept))
    return stored
