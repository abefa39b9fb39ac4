"""What a customer feels about an answer: their reaction stands on the message of whoever wrote it."""

from typing import Final

from aiogram import Router
from aiogram.types import MessageReactionUpdated

from handlers.cases import case_places, reply_marks
from handlers.shared.filters import PrivateChat
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, replies
from storage.delivery import outbox
from storage.engines.database import Connection
from storage.rows import Message

router = Router(name="reactions of customers")
router.message_reaction.filter(PrivateChat())

_REMEMBERED: Final = 20
"""Cases of one customer among which the message is looked for, the latest first."""


@router.message_reaction()
async def reacted(event: MessageReactionUpdated, ctx: UpdateContext) -> None:
    """Show the reaction in the group; the mark that the answer arrived where it is taken back.

    It is no message: the clock of the case neither starts nor stops.
    """
    known = await ctx.run(cases.latest_of, ctx.customer.id, _REMEMBERED)
    numbers = {one.number: one for one in known}
    name = await ctx.run(
        outbox.place_among, [case_places.said_range(one) for one in numbers], event.message_id
    )
    case = numbers.get(case_places.number_in(name) or 0)
    reply = await ctx.run(_reply_at, name) if name is not None else None
    if case is not None and reply is not None:
        shown = reply_marks.plain_emoji(event.new_reaction) or reply_marks.DELIVERED
        ctx.outgoing += await ctx.run(reply_marks.of_reply, ctx.app, case, reply, shown)


def _reply_at(connection: Connection, name: str) -> Message | None:
    """What somebody of the staff wrote, by the place of the customer's copy; None for anything else."""
    copied = case_places.copied_in(name)
    return replies.find_message(connection, copied) if copied is not None else None
