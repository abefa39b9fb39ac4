"""Where something was said in the support chat: the case that it belongs to, and an answer to it."""

from aiogram.methods import SendMessage
from aiogram.types import Message, ReplyParameters

from handlers.cases import case_places
from handlers.shared.keyboards import Keyboard
from handlers.shared.message_copy import NO_PREVIEW
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.delivery import outbox
from storage.rows import Case, Place


async def case_here(ctx: UpdateContext, message: Message) -> Case | None:
    """The case of the topic, or of the message that was replied to; None where neither belongs to a case."""
    replied = message.reply_to_message
    return await _case_at(ctx, message, thread_of(message), replied.message_id if replied else None)


async def case_of(ctx: UpdateContext, message: Message) -> Case | None:
    """The case to whose customer this very message was passed on; None when it was passed on to nobody."""
    return await _case_at(ctx, message, None, message.message_id)


async def is_reply_to_waiting_list(ctx: UpdateContext, message: Message) -> bool:
    """Whether the message replies to one that shows several cases."""
    replied = message.reply_to_message
    if replied is None or thread_of(message) is not None:
        return False
    return case_places.is_waiting_list(
        await ctx.run(cases.place_at, message.chat.id, None, replied.message_id)
    )


def answer(
    ctx: UpdateContext,
    message: Message,
    text: str,
    keyboard: Keyboard | None = None,
    *,
    case: Case | None = None,
    name: str | None = None,
) -> None:
    """Reply to the message. An answer about a case is a place, so that a reply to it is understood."""
    if name is None and case is not None:
        name = case_places.said(case.number, ctx.ids.next())
    method = SendMessage(
        chat_id=message.chat.id,
        message_thread_id=thread_of(message),
        text=text,
        reply_parameters=ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True),
        reply_markup=keyboard,
        parse_mode=None,
        link_preview_options=NO_PREVIEW,
    )
    ctx.send(method, fills=name)


async def decline(ctx: UpdateContext, case: Case, message: Message) -> None:
    """Tell whoever is not enrolled, once a case and person, that nothing went to the customer."""
    name = case_places.said(case.number, f"declined-{ctx.customer.telegram_id}")
    if await ctx.run(outbox.find_places, [name]):
        return
    ctx.effects.add(Place(name))
    hidden = message.sender_chat is not None
    text = ctx.app.texts.text(ctx.app.language, "support-anonymous" if hidden else "support-stranger")
    answer(ctx, message, text, name=name)


async def _case_at(
    ctx: UpdateContext, message: Message, thread: int | None, replied: int | None
) -> Case | None:
    number = case_places.number_in(await ctx.run(cases.place_at, message.chat.id, thread, replied))
    return None if number is None else await ctx.run(cases.numbered, number)


def thread_of(message: Message) -> int | None:
    """The topic of a forum in which the message stands; None elsewhere.

    Replies in other groups form threads too, but those have no address.
    """
    return message.message_thread_id if message.is_topic_message else None
