"""What a customer writes unasked belongs to their case, as long as there is one."""

from aiogram.types import Message

from handlers.customer.asking import state_of
from handlers.customer.content import Content
from handlers.customer.keeping import order_file
from handlers.house import House
from handlers.support.relaying import relay
from handlers.support.spots import number_in
from handlers.visit import Visit
from storage import cases
from storage.rows import Case
from surveys import engine
from surveys.cases import Status


async def case_meant(visit: Visit, house: House, message: Message) -> Case | None:
    """The case that comes before any question: replied to, or with nothing asked since staff wrote last."""
    if visit.customer.case_id is None:
        return None
    if message.reply_to_message is not None:
        replied_to = message.reply_to_message.message_id
        spot = await visit.read(cases.place_at, message.chat.id, None, replied_to)
        number = number_in(spot)
        case = await visit.read(cases.numbered, number) if number is not None else None
        if case is not None and case.customer_id == visit.customer.id:
            return case
        if spot is not None:
            return None
    case = await visit.read(cases.find, visit.customer.case_id)
    asked = visit.conversation if _is_asked(visit, house) else None
    if case is None or asked is None:
        return case
    spoke_last = case.last_reply_at is not None and case.last_reply_at > asked.touched_at
    return case if spoke_last else None


async def pass_on(visit: Visit, house: House, case: Case, content: Content) -> bool:
    """To whoever deals with the case; False when it is long over."""
    if not await relay(visit, house, case, content):
        return False
    order_file(visit, content)
    # In a conversation with a person a word from the machine after each sentence would be in the way.
    if case.closed_at is None and case.status != Status.TAKEN.value:
        visit.reply(house.texts.say(visit.language, "case-added"))
    return True


async def open_case_of(visit: Visit) -> Case | None:
    if visit.customer.case_id is None:
        return None
    case = await visit.read(cases.find, visit.customer.case_id)
    return case if case is not None and case.closed_at is None else None


def _is_asked(visit: Visit, house: House) -> bool:
    """A question is open and not too old."""
    row = visit.conversation
    survey = house.survey(row.survey_id) if row is not None else None
    if row is None or row.awaiting is None or survey is None:
        return False
    return not engine.is_expired(survey, state_of(row), visit.now)
