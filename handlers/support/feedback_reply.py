"""What staff write in reply to what a customer said outside cases reaches the customer, and opens no case."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from handlers.cases import case_lookup, feedback_places
from handlers.cases.case_heading import writer_line
from handlers.shared.content import Content, content_of
from handlers.shared.filters import PrivateChat, StaffOnly
from handlers.shared.message_copy import can_carry, carried
from handlers.shared.update_context import UpdateContext
from handlers.support import feedback_entry, staff_notes, typed_commands
from storage.cases import cases, feedback, feedback_stream
from storage.cases.feedback import FeedbackEntry
from storage.delivery import outbox
from storage.rows import Customer, Place
from storage.rows import Message as StoredMessage
from storage.states import Purpose
from surveys.cases.feedback import FeedbackState
from surveys.outreach.urgency import Urgency
from texts.quoting import inline

router = Router(name="feedback replies")

_QUOTED: Final = 120


class RepliesToFeedback(BaseFilter):
    """Words in reply to what /inbox showed in private; the handler gets the name of that place as `place`."""

    async def __call__(self, message: Message, ctx: UpdateContext) -> bool | dict[str, Any]:
        if message.reply_to_message is None or _is_command(message):
            return False
        places = [feedback_places.range_in(message.chat.id)]
        name = await ctx.run(outbox.place_among, places, message.reply_to_message.message_id)
        return {"place": name} if name is not None else False


@router.message(PrivateChat(), StaffOnly(), RepliesToFeedback())
async def reply(message: Message, place: str, ctx: UpdateContext) -> None:
    """Answer the customer from a private chat."""
    content = content_of(message, ctx.app)
    if staff_notes.is_note(message) or staff_notes.contains_note(message):
        _refuse(ctx, message, "inbox-note")
    elif content is not None:
        await answer(ctx, message, content, place)


async def place_of(ctx: UpdateContext, message: Message) -> str | None:
    """The place of /inbox in a group that the message replies to; None where it replies to anything else."""
    if message.reply_to_message is None:
        return None
    name = await ctx.run(cases.place_at, message.chat.id, None, message.reply_to_message.message_id)
    is_ours = feedback_places.entries_at(name) or feedback_places.is_list(name)
    return name if is_ours else None


async def answer(ctx: UpdateContext, message: Message, content: Content, place: str) -> None:
    """Send the customer what staff wrote in reply to a place of /inbox; staff hear why nothing is sent."""
    entries = await _entries_at(ctx, place)
    if entries is None:
        _refuse(ctx, message, "inbox-which")
        return
    if message.forward_origin is not None:
        _refuse(ctx, message, "support-forward")
        return
    if any(map(typed_commands.is_mistyped, (message, *ctx.album))):
        _refuse(ctx, message, "support-mistyped")
        return
    if not entries:
        _refuse(ctx, message, "inbox-gone")
        return
    customer = await ctx.run(cases.complainant, entries[0].feedback.customer_id)
    if customer.telegram_id is None or customer.blocked_at is not None:
        _refuse(ctx, message, "support-unreachable")
    elif not can_carry(content):
        _refuse(ctx, message, "support-not-passed")
    else:
        await _send(ctx, message, content, entries, customer)


async def _entries_at(ctx: UpdateContext, place: str) -> Sequence[FeedbackEntry] | None:
    """What one customer said that the place shows; None where it shows several of them."""
    shown = feedback_places.entries_at(place)
    if shown is not None:
        return await ctx.run(feedback.entries_between, *shown)
    stream_id = feedback_places.number_of_list(place) or 0
    entries = await ctx.run(feedback_stream.entries_shown, stream_id)
    return entries if len({one.feedback.customer_id for one in entries}) == 1 else None


async def _send(
    ctx: UpdateContext,
    message: Message,
    content: Content,
    entries: Sequence[FeedbackEntry],
    customer: Customer,
) -> None:
    """The entries are answered unless a colleague was faster; what Telegram refuses is taken back later."""
    stored_id = ctx.ids.next()
    ids = [one.feedback.id for one in entries]
    turned = await ctx.write(
        feedback.turn, ids, FeedbackState.ANSWERED,
        by=ctx.chat_id, at=ctx.now, again_by=ctx.chat_id, reply_id=stored_id,
    )  # fmt: skip
    if not turned:
        case_lookup.answer(ctx, message, await feedback_entry.dealt_with(ctx, message, entries))
        return
    _store(ctx, message, content, customer, stored_id)
    words = _words(ctx, content, entries, customer, await writer_line(ctx, customer))
    for method in carried(customer.telegram_id or 0, content, words):
        ctx.send(method, Urgency.ESCALATION, purpose=Purpose.FEEDBACK_REPLY, subject_id=stored_id)


def _store(
    ctx: UpdateContext, message: Message, content: Content, customer: Customer, stored_id: int
) -> None:
    stored = StoredMessage(
        id=stored_id,
        customer_id=customer.id,
        kind=content.kind,
        received_at=ctx.now,
        words=content.words,
        file_id=content.file_id,
        staff_telegram_id=ctx.chat_id,
    )
    ctx.effects.add(stored)
    written = Place(feedback_places.reply_place(stored_id))
    ctx.effects.add(
        replace(written, chat_id=message.chat.id, message_id=message.message_id, filled_at=ctx.now)
    )


def _words(
    ctx: UpdateContext,
    content: Content,
    entries: Sequence[FeedbackEntry],
    customer: Customer,
    writer: str | None,
) -> str:
    """What was written, and by whom, under the customer's own words: they may be days old."""
    said = inline(" ".join(filter(None, (one.words for one in entries))), _QUOTED)
    has_words = any(one.words for one in entries)
    text_id = "inbox-reply-head" if has_words else "inbox-reply-head-file"
    head = ctx.app.texts.text(customer.language, text_id, words=said)
    return "\n\n".join(filter(None, [head, "\n".join(filter(None, [writer, content.words]))]))


def _is_command(message: Message) -> bool:
    text = message.text or ""
    return text.startswith("/") and not text.startswith("//")


def _refuse(ctx: UpdateContext, message: Message, text_id: str) -> None:
    case_lookup.answer(ctx, message, feedback_entry.say(ctx, message, text_id))
