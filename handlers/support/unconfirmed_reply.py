"""Whoever answers a colleague's case is asked first; what they wrote waits and goes as they wrote it."""

from collections.abc import Sequence
from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.cases import case_lookup, case_places, case_topic, records
from handlers.shared import keyboards
from handlers.shared.content import Content, content_of
from handlers.shared.editing import settle
from handlers.shared.filters import Button
from handlers.shared.keyboards import number_in
from handlers.shared.message_copy import can_carry
from handlers.shared.update_context import UpdateContext
from handlers.support import customers_message, labels, staff_reply, steps, typed_commands
from storage.cases import cases, unconfirmed_replies
from storage.rows import Case
from storage.rows import Message as StoredMessage
from storage.states import Forwarding
from surveys.base36 import base36
from surveys.cases import lifecycle as rules
from surveys.cases.lifecycle import StepRefusal
from texts.quoting import inline

router = Router(name="unconfirmed replies")

WORD: Final = "reply"
"""How the data of its buttons begin: `reply:<step>:<message>[:<the customer's message>]`, both in base 36."""
SEND, TAKE, DROP = "send", "take", "drop"
_LABELS: Final = {SEND: "button-reply-send", TAKE: "button-reply-take", DROP: "button-reply-drop"}


async def answer(ctx: UpdateContext, case: Case, content: Content, message: Message) -> None:
    """Send the customer what staff wrote; in a colleague's case its writer is asked whether they mean it."""
    if not await _must_ask(ctx, case):
        await staff_reply.answer(ctx, case, content, message)
    elif (said := await staff_reply.why_not(ctx, case, content)) is not None:
        case_lookup.answer(ctx, message, said, case=case)
    else:
        await _ask(ctx, case, content, message)


async def correct(ctx: UpdateContext, message: Message) -> bool:
    """Whether the edited message was not sent yet: it will be as it is now, but no note and no command.

    With a note in one of its messages none of an album is sent.
    """
    names = await ctx.run(cases.places_of_message, message.chat.id, message.message_id)
    stored = next((one for name in names if (one := case_places.stored_in(name)) is not None), None)
    waiting = await ctx.run(unconfirmed_replies.album_of, stored) if stored is not None else []
    if stored is None or not waiting:
        return False
    content = content_of(message, ctx.app)
    if content is None or not can_carry(content) or typed_commands.stays_inside(message):
        return await ctx.write(unconfirmed_replies.drop, [one.id for one in waiting])
    await ctx.write(unconfirmed_replies.replace_file, stored, content.kind, content.file_id)
    if content.words is not None or len(waiting) == 1:  # the words of an album are those of its first message
        await ctx.write(unconfirmed_replies.correct, waiting[0].id, content.words)
    return True


@router.callback_query(Button(WORD))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Send what waits, take the case over as well, or send nothing; returns what pops up."""
    if ctx.role is None:
        return labels.refused(ctx.app, ctx.language, StepRefusal.NOT_ENROLLED)
    step, _, about = rest.partition(":")
    stored_id, _, replies_to = about.partition(":")
    waiting = await ctx.run(unconfirmed_replies.unconfirmed_reply, number_in(stored_id))
    case = await ctx.run(cases.find_case, waiting[0].case_id or 0) if waiting else None
    if case is None:
        settle(query, ctx, said := _say(ctx, "reply-gone"))
        return said
    if waiting[0].staff_telegram_id != ctx.chat_id:
        return _say(ctx, "reply-of-another")
    if step == DROP:
        await ctx.write(unconfirmed_replies.drop, [one.id for one in waiting])
        said = _say(ctx, "reply-dropped")
    else:
        refused = await _send(ctx, case, waiting, number_in(replies_to) or None, takes=step == TAKE)
        if refused is not None:
            return refused
        said = _say(ctx, "reply-sent")
    settle(query, ctx, said)
    return said


async def _send(
    ctx: UpdateContext,
    case: Case,
    waiting: Sequence[StoredMessage],
    replies_to: int | None,
    *,
    takes: bool,
) -> str | None:
    """Why what waits is not sent; None when it is. The case may be another's, or closed, by now."""
    why = await staff_reply.why_not(ctx, case, staff_reply.content_of_stored(waiting))
    if why is not None:
        return why
    if takes and case.holder_telegram_id != ctx.chat_id:
        refusal = await steps.take(ctx, case)
        if refusal is not None:
            return await labels.refused_of(ctx, case, refusal)
        taken = await ctx.run(cases.find_case, case.id)
        case = taken or case
    await ctx.write(unconfirmed_replies.confirm, [one.id for one in waiting], ctx.written_at)
    await staff_reply.send_stored(ctx, case, waiting, replies_to)
    return None


async def _must_ask(ctx: UpdateContext, case: Case) -> bool:
    staff, state = await records.staff_of(ctx), records.state_of(case)
    wrote_at = await ctx.run(unconfirmed_replies.wrote_last, case.id, staff.id)
    return rules.is_of_colleague(state, staff, wrote_at, ctx.written_at)


async def _ask(ctx: UpdateContext, case: Case, content: Content, message: Message) -> None:
    stored = staff_reply.note_down(ctx, case, content, message, Forwarding.UNCONFIRMED)
    reply = await customers_message.reply_parameters(ctx, case, message)
    about = [base36(stored[0].id), *([base36(reply.message_id or 0)] if reply is not None else [])]
    step = rules.take(records.state_of(case), await records.staff_of(ctx))
    offered = [SEND, *([TAKE] if step.refusal is None else []), DROP]
    rows = [[keyboards.button(_say(ctx, _LABELS[one]), ":".join([WORD, one, *about]))] for one in offered]
    holder = case.holder_telegram_id
    name = await ctx.run(case_topic.name_of, holder) if holder is not None else None
    case_lookup.answer(
        ctx, message, _say(ctx, "reply-confirm", name=inline(name)), keyboards.Keyboard.of(rows), case=case
    )


def _say(ctx: UpdateContext, text_id: str, **values: str) -> str:
    return ctx.app.texts.text(ctx.app.language, text_id, **values)
