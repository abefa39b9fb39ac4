"""Marks on what staff wrote in the group: a reaction says that it reached the customer, or what they feel."""

from collections.abc import Sequence
from typing import Final

from aiogram.methods import SetMessageReaction
from aiogram.types import ReactionTypeEmoji, ReactionTypeUnion

from handlers.cases.customers_copy import writers_place
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import Outgoing
from storage.engines.database import Connection
from storage.rows import Case, Message
from surveys.outreach.urgency import Urgency

DELIVERED: Final = "👌"
EDITED: Final = "✍"
"""The edit of a message reached the customer too."""
INSIDE: Final = "🙊"
"""It stays between colleagues."""


def of_reply(
    connection: Connection, app: AppContext, case: Case, message: Message, mark: str | None = DELIVERED
) -> list[Outgoing]:
    """The call that puts a mark on what somebody of the staff wrote, None takes it away.

    None where it did not stand in the group that is the support chat now. It goes after all that people wait
    for, and costs nothing where Telegram refuses it.
    """
    written = writers_place(connection, case, message)
    if written is None or app.support is None or written.chat_id != app.support.id:
        return []
    reaction = reaction_call(app.support.id, written.message_id or 0, mark)
    return [Outgoing(reaction, Urgency.SERVICE)]


def reaction_call(chat_id: int, message_id: int, emoji: str | None) -> SetMessageReaction:
    """The call that sets our only reaction to a message, or takes it away."""
    shown = [ReactionTypeEmoji(emoji=emoji)] if emoji is not None else []
    return SetMessageReaction(chat_id=chat_id, message_id=message_id, reaction=list(shown))


def plain_emoji(reactions: Sequence[ReactionTypeUnion]) -> str | None:
    """The first of somebody's reactions that a bot can set as well; None without one.

    Emoji of somebody's own and paid ones cannot be copied.
    """
    found = (one.emoji for one in reactions if isinstance(one, ReactionTypeEmoji))
    return next(filter(None, found), None)
