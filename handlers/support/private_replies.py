"""Staff who answer a customer under what they were told in private hear that it went to nobody."""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from handlers.cases import case_lookup, case_places
from handlers.shared.filters import PrivateChat, StaffOnly
from handlers.shared.update_context import UpdateContext
from handlers.support import staff_notes, typed_commands
from storage.cases import cases
from storage.cases.case_topics import topic_links

router = Router(name="private replies")


class RepliesToNotice(BaseFilter):
    """Words in reply to what told of a case in private; the handler gets its number as `number`."""

    async def __call__(self, message: Message, ctx: UpdateContext) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        if replied is None or typed_commands.is_command(message) or staff_notes.is_note(message):
            return False
        name = await ctx.run(cases.place_at, message.chat.id, None, replied.message_id)
        number = case_places.number_told(name)
        return False if number is None else {"number": number}


@router.message(PrivateChat(), StaffOnly(), RepliesToNotice())
async def tell_where(message: Message, number: int, ctx: UpdateContext) -> None:
    """Say where the case is answered."""
    if ctx.app.support is None:
        case_lookup.answer(ctx, message, ctx.text("private-reply-nowhere"))
        return
    link = (await ctx.run(topic_links, [number])).get(number, "none")
    case_lookup.answer(ctx, message, ctx.text("private-reply", number=str(number), link=link))
