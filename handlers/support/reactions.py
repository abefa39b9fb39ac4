"""What one of the team feels about a customer's message: their reaction stands on the customer's own."""

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import MessageReactionUpdated

from handlers.cases import case_places, reply_marks
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from surveys.outreach.urgency import Urgency


class SupportChatReaction(BaseFilter):
    """A reaction to a message of the support chat."""

    async def __call__(self, event: MessageReactionUpdated, app: AppContext) -> bool:
        return app.support is not None and event.chat.id == app.support.id


router = Router(name="reactions of staff")
router.message_reaction.filter(SupportChatReaction())


@router.message_reaction()
async def reacted(event: MessageReactionUpdated, ctx: UpdateContext) -> None:
    """Show the customer a reaction to their message; not to one of ours, or to what shows several of theirs.

    It is no answer: the clock of the case neither starts nor stops. Of whom the case is about none goes out.
    """
    if ctx.role is None:
        return
    names = await ctx.run(cases.places_of_message, event.chat.id, event.message_id)
    shown = next(iter(names)) if len(names) == 1 else ""
    number = case_places.message_in(shown)
    case = await ctx.run(cases.numbered, case_places.number_in(shown) or 0) if number is not None else None
    if case is None or number is None or case.about_telegram_id == ctx.chat_id:
        return
    customer = await ctx.run(cases.complainant, case.customer_id)
    if customer.telegram_id is not None and customer.blocked_at is None:
        emoji = reply_marks.plain_emoji(event.new_reaction)
        ctx.send(reply_marks.reaction_call(customer.telegram_id, number, emoji), Urgency.REPLY)
