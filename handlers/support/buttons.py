"""The buttons of a case. Whoever presses one is authorised anew at each tap."""

from aiogram import Router
from aiogram.methods import EditMessageText
from aiogram.types import CallbackQuery

from handlers.filters import Button
from handlers.house import House
from handlers.support import card, showing, steps, words
from handlers.support.carrying import plain
from handlers.visit import Visit
from storage import cases
from storage.rows import Case
from surveys.cases import Refusal

router = Router(name="case buttons")


@router.callback_query(Button(card.WORD))
async def tap(query: CallbackQuery, rest: str, visit: Visit, house: House) -> str:
    """Returns what the button says when it is pressed."""
    if visit.role is None:
        return words.refused(house, visit.language, Refusal.NOT_ENROLLED)
    step, _, about = rest.partition(":")
    number, _, cause = about.partition(":")
    case = await visit.read(cases.numbered, int(number)) if _is_number(number) else None
    if case is None:
        return house.texts.say(visit.language, "case-unknown")
    match step:
        case card.TAKE:
            return await _take(visit, house, case)
        case card.CLOSE:
            return await _ask_cause(visit, house, case)
        case card.CAUSE:
            return await _close(query, visit, house, case, cause)
        case _:
            return _keep_open(query, visit, house)


async def _take(visit: Visit, house: House, case: Case) -> str:
    refusal = await steps.take(visit, house, case)
    return words.refused(house, house.language, refusal) if refusal else words.taken(visit, house)


async def _ask_cause(visit: Visit, house: House, case: Case) -> str:
    refusal = await steps.close(visit, house, case, None)
    asked = words.refused(house, house.language, refusal or Refusal.NO_CAUSE)
    if refusal is Refusal.NO_CAUSE and house.support is not None:
        showing.post(visit, case, plain(house.support.id, asked, card.causes_keyboard(case, house)))
    return asked


async def _close(query: CallbackQuery, visit: Visit, house: House, case: Case, cause: str) -> str:
    refusal = await steps.close(visit, house, case, cause)
    if refusal is not None:
        return words.refused(house, house.language, refusal)
    said = words.closed(house, cause)
    _settle(query, visit, said)
    return said


def _keep_open(query: CallbackQuery, visit: Visit, house: House) -> str:
    said = house.texts.say(house.language, "case-kept-open")
    _settle(query, visit, said)
    return said


def _settle(query: CallbackQuery, visit: Visit, said: str) -> None:
    """The question is answered: its buttons go."""
    if query.message is not None:
        visit.send(
            EditMessageText(
                chat_id=query.message.chat.id,
                message_id=query.message.message_id,
                text=said,
                parse_mode=None,
            )
        )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9
