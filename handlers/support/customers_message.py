"""The customer's message that staff reply to: in the customer's chat the answer replies to that very one."""

from aiogram.types import Message, ReplyParameters

from handlers.cases import case_places
from handlers.shared.update_context import UpdateContext
from handlers.support.staff_notes import replied_to
from storage.cases import cases, replies
from storage.rows import Case
from texts.quoting import unquoted


async def reply_parameters(ctx: UpdateContext, case: Case, message: Message) -> ReplyParameters | None:
    """What makes an answer of staff a reply; None where they do not reply to one message of the customer's.

    What staff quoted is quoted where the customer wrote just that.
    """
    replied = replied_to(message)
    if replied is None:
        return None
    names = await ctx.run(cases.places_of_message, message.chat.id, replied.message_id)
    numbers = {case_places.message_in(name) for name in names}
    number = numbers.pop() if len(numbers) == 1 else None
    if number is None:
        return None
    quote = unquoted(message.quote.text) if message.quote is not None else None
    if quote is not None:
        words = await ctx.run(replies.words_of_customer, case.customer_id, number)
        quote = quote if quote in (words or "") else None
    return ReplyParameters(message_id=number, allow_sending_without_reply=True, quote=quote)
