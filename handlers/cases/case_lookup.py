"""Where something was said in the support chat: the case that it belongs to, and an answer to it."""

from typing import Final

from aiogram.methods import SendMessage
from aiogram.types import Message, ReplyParameters

from handlers.cases import case_places
from handlers.shared.keyboards import Keyboard
from handlers.shared.message_copy import NO_PREVIEW
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.delivery import outbox
from storage.people import staff
from storage.rows import Case, Place

_HIDDEN: Final = "support-anonymous"


async def case_here(ctx: UpdateContext, message: Message) -> Case | None:
    """The case of the topic, or of the message that was replied to; None where neither belongs to a case."""
    replied = message.reply_to_message
    return await _case_at(ctx, message, thread_of(message), replied.message_id if replied else None)


async def case_of(ctx: UpdateContext, message: Message) -> Case | None:
    """The case to whose customer this very message was passed on; None when it was passed on to nobody."""
    return await _case_at(ctx, message, None, message.message_id)


async def hint_outside(ctx: UpdateContext, message: Message) -> str | None:
    """The id of the text for a reply to the sample, or outside of topics to what is of no one case.

    A message of ours shows several, tells of one, or nobody knows what it is about: what was sent right
    before a crash is sent again, and its first copy is known to nobody. None for talk among colleagues.
    """
    replied, thread = message.reply_to_message, thread_of(message)
    name = await ctx.run(cases.place_at, message.chat.id, thread, replied.message_id if replied else None)
    if case_places.is_sample(name):
        return "sample-said"
    if replied is None or thread is not None:
        return None
    if case_places.is_waiting_list(name):
        return "support-waiting-list"
    if case_places.number_about(name) is not None:
        return "support-elsewhere"
    is_ours = replied.from_user is not None and replied.from_user.username == ctx.app.username
    return "support-unknown-message" if name is None and is_ours else None


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
    await _answer_once(ctx, message, await _who_is_it(ctx, message), name)


async def decline_hidden(ctx: UpdateContext, message: Message) -> None:
    """Tell whoever speaks in the name of a chat, once and outside of any case, that we do not know them."""
    if message.sender_chat is not None and not message.is_automatic_forward:
        await _answer_once(ctx, message, _HIDDEN, f"declined:{message.chat.id}:{message.sender_chat.id}")


async def _who_is_it(ctx: UpdateContext, message: Message) -> str:
    """The text for somebody who is not enrolled: hidden behind a chat, no longer enrolled, or a stranger."""
    if message.sender_chat is not None:
        return _HIDDEN
    was_enrolled = await ctx.run(staff.find_member, ctx.chat_id) is not None
    return "support-removed" if was_enrolled else "support-stranger"


async def _answer_once(ctx: UpdateContext, message: Message, text_id: str, name: str) -> None:
    if await ctx.run(outbox.find_places, [name]):
        return
    ctx.effects.add(Place(name))
    answer(ctx, message, ctx.app.texts.text(ctx.app.language, text_id), name=name)


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
