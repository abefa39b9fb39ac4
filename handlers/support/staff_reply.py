"""What staff write in a case reaches the customer."""

from collections import Counter
from collections.abc import Sequence

from aiogram.types import Message, ReplyParameters

from handlers.cases import case_lookup, case_places, case_topic, digest, records
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
from storage.states import Forwarding, Purpose
from surveys.cases import lifecycle as rules
from surveys.outreach.urgency import Urgency


async def answer(ctx: UpdateContext, case: Case, content: Content, message: Message) -> None:
    """Send the customer the text or file as staff sent it; staff are told what cannot be passed on."""
    if (said := await why_not(ctx, case, content)) is not None:
        case_lookup.answer(ctx, message, said, case=case)
        return
    about = await _heading(ctx, case)
    kept = await _turn(ctx, case)
    stored = note_down(ctx, kept, content, message)
    reply = await customers_message.reply_parameters(ctx, case, message)
    await _deliver(ctx, kept, content, stored, reply, about)


async def why_not(ctx: UpdateContext, case: Case, content: Content) -> str | None:
    """Why what staff wrote cannot be sent to the customer, in the group's language; None where it can."""
    step = rules.reply(records.state_of(case), await records.staff_of(ctx))
    if step.refusal is not None:
        return await labels.refused_of(ctx, case, step.refusal)
    customer = await ctx.run(cases.complainant, case.customer_id)
    if customer.telegram_id is None:
        return ctx.app.texts.text(ctx.app.language, "open-by-phone")
    if customer.blocked_at is not None:
        return ctx.app.texts.text(ctx.app.language, "support-unreachable")
    return None if can_carry(content) else ctx.app.texts.text(ctx.app.language, "support-not-passed")


def note_down(
    ctx: UpdateContext,
    case: Case,
    content: Content,
    message: Message,
    forwarding: Forwarding | None = None,
) -> list[StoredMessage]:
    """Store what staff wrote in a case, and where; returns the messages of an album in their order."""
    stored = store(ctx, case, content, staff=ctx.customer.telegram_id, forwarding=forwarding)
    for one in stored if content.message_id is not None else ():
        name, number = case_places.said(case.number, one.id), one.telegram_message_id
        ctx.effects.add(Place(name, chat_id=message.chat.id, message_id=number, filled_at=ctx.now))
    return stored


async def send_stored(
    ctx: UpdateContext, case: Case, stored: Sequence[StoredMessage], replies_to: int | None
) -> None:
    """Send the customer what was stored of one of the staff; it may be sent: see `why_not`.

    `replies_to` is Telegram's number of the customer's message that it replies to; None for none.
    """
    reply = None
    if replies_to is not None:
        reply = ReplyParameters(message_id=replies_to, allow_sending_without_reply=True)
    about = await _heading(ctx, case)
    await _deliver(ctx, await _turn(ctx, case), content_of_stored(stored), stored, reply, about)


def content_of_stored(stored: Sequence[StoredMessage]) -> Content:
    """What was stored of one message, or of one album, as it was sent."""
    return digest.contents_of(stored)[0]


async def _heading(ctx: UpdateContext, case: Case) -> str | None:
    """The line that names the case where the customer speaks of another one: see `_turn`, which ends that."""
    return await heading(ctx, case, await ctx.run(cases.complainant, case.customer_id))


async def _deliver(
    ctx: UpdateContext,
    case: Case,
    content: Content,
    stored: Sequence[StoredMessage],
    reply: ReplyParameters | None,
    about: str | None,
) -> None:
    customer = await ctx.run(cases.complainant, case.customer_id)
    assert customer.telegram_id is not None
    ids = {one.telegram_message_id: one.id for one in stored}
    words = "\n".join(filter(None, [about, content.words])) or None
    parts = Counter[int]()
    for part, method in carried_parts(customer.telegram_id, content, words):
        subject = ids[part.message_id]
        parts[subject] += 1
        name = case_places.copy(case.number, subject, parts[subject])
        call = method if reply is None else method.model_copy(update={"reply_parameters": reply})
        ctx.send(call, Urgency.ESCALATION, fills=name, purpose=Purpose.STAFF_REPLY, subject_id=subject)
        reply = None
    await call_back.drop(ctx, customer.id)


async def _turn(ctx: UpdateContext, case: Case) -> Case:
    """The case is whoever's wrote first; it counts as answered when this was sent: see reply_outcomes."""
    step = rules.reply(records.state_of(case), await records.staff_of(ctx))
    kept = await records.keep(ctx, case, step.case)
    await ctx.write(cases.turn_to, kept)
    if ctx.app.support is not None and (kept.status, kept.holder_telegram_id) != (
        case.status,
        case.holder_telegram_id,
    ):
        # The title follows with the outcome: the answer was sent, or was not.
        about = await case_topic.overview(ctx, kept)
        ctx.outgoing.append(case_topic.redrawn(ctx.app, ctx.app.support, about))
    return kept
