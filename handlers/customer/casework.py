"""What a customer writes unasked belongs to their case, as long as there is one."""

from typing import Final

from aiogram.types import Message

from handlers.customer.asking import question_place, state_of
from handlers.customer.content import Content
from handlers.customer.keeping import order_file
from handlers.house import House
from handlers.support.relaying import relay
from handlers.support.spots import number_in, said_range
from handlers.visit import Visit
from storage import cases, outbox, people
from storage.rows import Case
from surveys import engine
from surveys.cases import Status
from surveys.survey import SurveyKind

_REMEMBERED: Final = 50
"""Cases and conversations of one customer among which a reply is looked for, the latest first."""


async def case_meant(visit: Visit, house: House, message: Message) -> Case | None:
    """The case that comes before any question: replied to, or with nothing asked since staff wrote last."""
    if visit.customer.case_id is None:
        return None
    if message.reply_to_message is not None:
        replied_to = message.reply_to_message.message_id
        if (case := await _case_replied_to(visit, replied_to)) is not None:
            return case
        if await _is_question(visit, replied_to):
            return None
    case = await visit.read(cases.find, visit.customer.case_id)
    asked = visit.conversation if _is_asked(visit, house) else None
    if case is None or asked is None:
        return case
    spoke_last = max(filter(None, (case.last_reply_at, case.closed_at)), default=None)
    return case if spoke_last is not None and spoke_last > asked.touched_at else None


async def pass_on(visit: Visit, house: House, case: Case, content: Content) -> bool:
    """To whoever deals with the case; False when it is long over."""
    if not await relay(visit, house, case, content):
        return False
    if visit.customer.case_id != case.id:
        visit.update_customer(case_id=case.id)
    order_file(visit, content)
    # In a conversation with a person a word from the machine after each sentence would be in the way.
    if case.closed_at is None and case.status != Status.TAKEN.value:
        visit.reply(house.texts.say(visit.language, "case-added"))
    return True


async def open_case_of(visit: Visit, house: House) -> Case | None:
    """The one that unasked words belong to; none while the customer is telling a new complaint."""
    if visit.customer.case_id is None or _is_told_anew(visit, house):
        return None
    case = await visit.read(cases.find, visit.customer.case_id)
    return case if case is not None and case.closed_at is None else None


async def _case_replied_to(visit: Visit, message_id: int) -> Case | None:
    """The one of the customer's own cases that a message of ours in their chat belongs to."""
    known = await visit.read(cases.latest_of, visit.customer.id, _REMEMBERED)
    found = await visit.read(outbox.place_among, [said_range(one.number) for one in known], message_id)
    return next((one for one in known if one.number == number_in(found)), None)


async def _is_question(visit: Visit, message_id: int) -> bool:
    asked = await visit.read(people.latest_conversations, visit.customer.id, _REMEMBERED)
    places = await visit.read(outbox.find_places, [question_place(one) for one in asked])
    return any(place.message_id == message_id for place in places.values())


def _is_told_anew(visit: Visit, house: House) -> bool:
    row = visit.conversation
    survey = house.survey(row.survey_id) if row is not None else None
    if row is None or survey is None or survey.kind is not SurveyKind.COMPLAINT:
        return False
    return _is_asked(visit, house) and not engine.is_answered(survey, state_of(row))


def _is_asked(visit: Visit, house: House) -> bool:
    """A question is open and not too old."""
    row = visit.conversation
    survey = house.survey(row.survey_id) if row is not None else None
    if row is None or row.awaiting is None or survey is None:
        return False
    return not engine.is_expired(survey, state_of(row), visit.now)
