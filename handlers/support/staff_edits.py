"""What staff edit and no customer has: such an edit reaches nobody, and is no command.

What a customer has of a case is edited there: see `reply_edit`.
"""

from aiogram import Router
from aiogram.types import Message

from handlers.cases import case_lookup, case_places, feedback_places
from handlers.shared.filters import PrivateChat, StaffOnly
from handlers.shared.update_context import UpdateContext
from handlers.support import feedback_entry, feedback_reply, staff_notes, typed_commands
from handlers.support.feedback_reply import RepliesToFeedback
from storage.cases import cases, replies

router = Router(name="edits of staff")


@router.edited_message(PrivateChat(), StaffOnly(), RepliesToFeedback())
async def edited(message: Message, ctx: UpdateContext) -> None:
    """Tell staff in private that an edit does not reach the customer."""
    if (text_id := await hint(ctx, message)) is not None:
        case_lookup.answer(ctx, message, feedback_entry.say(ctx, message, text_id))


async def hint(ctx: UpdateContext, message: Message) -> str | None:
    """The id of the text that says what becomes of the edit; None for talk among colleagues."""
    names = await ctx.run(cases.places_of_message, message.chat.id, message.message_id)
    stored = [found for name in names if (found := _stored_at(name)) is not None]
    if stored:
        sent = [await ctx.run(replies.find_message, one) for one in stored]
        return "support-edited" if any(one and one.delivered_at for one in sent) else "support-edited-unsent"
    return "support-edited-unsent" if await _seems_meant(ctx, message) else None


async def _seems_meant(ctx: UpdateContext, message: Message) -> bool:
    """Whether the writer may believe that the edited words are sent or obeyed now."""
    if message.location is not None:  # a shared location moves by itself
        return False
    if typed_commands.is_command_to_us(message, ctx.app.username):
        return True
    if await staff_notes.stays_inside(ctx, message):
        return False
    is_to_entry = await feedback_reply.place_of(ctx, message) is not None
    return is_to_entry or await case_lookup.case_here(ctx, message) is not None


def _stored_at(name: str) -> int | None:
    found = case_places.stored_in(name)
    return feedback_places.stored_in(name) if found is None else found
