"""Private notices to the owners, each in their own language."""

from collections.abc import Callable

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from handlers.house import House
from handlers.visit import Visit
from storage import people
from storage.rows import Customer
from surveys.urgency import Urgency

Notice = Callable[[str], tuple[str, InlineKeyboardMarkup | None]]
"""From a language to the text and the buttons under it."""


async def of(visit: Visit, house: House) -> list[Customer]:
    """Those who have spoken to the bot and can be reached."""
    known = await visit.read(people.owners, house.owner_ids)
    return [owner.customer for owner in known.values() if owner.customer.blocked_at is None]


async def tell(visit: Visit, house: House, notice: Notice, urgency: Urgency = Urgency.SERVICE) -> None:
    for owner in await of(visit, house):
        text, keyboard = notice(owner.language)
        visit.send(SendMessage(chat_id=owner.telegram_id or 0, text=text, reply_markup=keyboard), urgency)
