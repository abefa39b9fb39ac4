"""What staff write in a case reaches the customer."""

from aiogram.types import Message

from handlers.customer.content import Content
from handlers.house import House
from handlers.support import here, records, showing, spots, words
from handlers.support.carrying import can_carry, carried
from handlers.support.opening import store
from handlers.visit import Visit
from storage import cases
from storage.rows import Case, Place
from surveys import cases as rules
from surveys.urgency import Urgency

_NOTE = "//"
"""What begins so stays between colleagues."""


async def answer(visit: Visit, house: House, case: Case, content: Content, message: Message) -> None:
    """Plain text, or the same file, as staff sent it; what cannot be passed on is said to them."""
    step = rules.reply(records.state_of(case), records.staff_of(visit), visit.now)
    customer = await visit.read(cases.complainant, case.customer_id)
    if step.refusal is not None:
        here.answer(visit, message, words.refused(house, house.language, step.refusal), case=case)
    elif customer.telegram_id is None or customer.blocked_at is not None:
        here.answer(visit, message, house.texts.say(house.language, "support-unreachable"), case=case)
    elif not can_carry(content):
        here.answer(visit, message, house.texts.say(house.language, "support-not-passed"), case=case)
    else:
        for method in carried(customer.telegram_id, content, content.words):
            spot = spots.said(case.number, visit.ids.next())
            visit.send(method, Urgency.ESCALATION, fills=spot)
        await _note_down(visit, house, case, step.case, content, message)


def stays_inside(message: Message) -> bool:
    return (message.text or message.caption or "").startswith(_NOTE)


async def _note_down(
    visit: Visit, house: House, case: Case, after: rules.Case, content: Content, message: Message
) -> None:
    kept = await records.keep(visit, case, after, last_reply_at=visit.now)
    await visit.write(cases.turn_to, kept)
    store(visit, kept, content, staff=visit.customer.telegram_id)
    spot = spots.said(case.number, visit.ids.next())
    visit.effects.add(
        Place(spot, chat_id=message.chat.id, message_id=message.message_id, filled_at=visit.now)
    )
    if house.support is not None and (kept.status, kept.holder_telegram_id) != (
        case.status,
        case.holder_telegram_id,
    ):
        showing.refresh(visit, house, house.support, await showing.shown(visit, kept))
