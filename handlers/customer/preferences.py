"""What a customer wants to get from us: /stop, /settings, consent to offers, the buttons of an invitation."""

from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers import keyboards, outreach
from handlers.customer.keeping import keep_words_of
from handlers.editing import put
from handlers.filters import Button, Private, command
from handlers.house import House
from handlers.keyboards import Keyboard
from handlers.visit import Visit
from storage import consents
from surveys.language import LANGUAGES

router = Router(name="preferences")
router.callback_query.filter(Private())
commands = Router(name="preferences commands")

RESUME: Final = "resume"
SETTINGS: Final = "settings"
LANGUAGE, OFFERS, MESSAGES = "language", "offers", "messages"
"""What a button of the settings changes: `settings:offers:no`."""


@commands.message(command("stop"))
async def stop(message: Message, command: CommandObject, visit: Visit, house: House) -> None:
    keep_words_of(visit, command)
    visit.update_customer(stopped_at=visit.customer.stopped_at or visit.now)
    resume = keyboards.one_button(house.texts.say(visit.language, "button-resume"), RESUME)
    visit.reply(house.texts.say(visit.language, "stop-done"), resume)


@router.callback_query(Button(RESUME))
async def resume(query: CallbackQuery, visit: Visit, house: House) -> None:
    visit.update_customer(stopped_at=None)
    visit.send(put(query, visit, house.texts.say(visit.language, "stop-undone")))


# Consent and the invitation ------------------------------------------------------------------------


@router.callback_query(Button(outreach.OFFERS))
async def offers(query: CallbackQuery, rest: str, visit: Visit, house: House) -> None:
    """The answer to the question after a leaving interview."""
    given = rest == outreach.YES
    outreach.decide(visit, given=given, words=house.texts.say(visit.language, "consent-question"))
    if given:
        await outreach.after_consent(visit, house)
    text = house.texts.say(visit.language, "consent-given" if given else "consent-refused")
    visit.send(put(query, visit, text))


@router.callback_query(Button(outreach.BACK_AGAIN))
async def back_again(query: CallbackQuery, visit: Visit, house: House) -> None:
    visit.update_customer(left_at=None)
    visit.send(put(query, visit, house.texts.say(visit.language, "back-again")))


@router.callback_query(Button(outreach.NO_MORE))
async def no_more(query: CallbackQuery, visit: Visit, house: House) -> None:
    """Withdraws the consent; questions and reminders have a /stop of their own."""
    outreach.decide(visit, given=False, words=house.texts.say(visit.language, "button-no-more"))
    visit.send(put(query, visit, house.texts.say(visit.language, "no-more")))


# Settings ------------------------------------------------------------------------------------------


@commands.message(command("settings"))
async def settings(message: Message, command: CommandObject, visit: Visit, house: House) -> None:
    keep_words_of(visit, command)
    visit.reply(*_page(visit, house, await _wants_offers(visit)))


@router.callback_query(Button(SETTINGS))
async def change(query: CallbackQuery, rest: str, visit: Visit, house: House) -> str:
    """One thing is changed and the page shows how it is now."""
    what, _, chosen = rest.partition(":")
    wants_offers = await _wants_offers(visit)
    if what == LANGUAGE and chosen in LANGUAGES:
        visit.update_customer(language=chosen)
    elif what == MESSAGES:
        visit.update_customer(stopped_at=None if chosen == outreach.YES else visit.now)
    elif what == OFFERS and wants_offers != (chosen == outreach.YES):
        wants_offers = chosen == outreach.YES
        words = house.texts.say(visit.language, "button-offers-on" if wants_offers else "button-offers-off")
        outreach.decide(visit, given=wants_offers, words=words)
        if wants_offers:
            await outreach.after_consent(visit, house)
    visit.send(put(query, visit, *_page(visit, house, wants_offers)))
    return house.texts.say(visit.language, "settings-saved")


async def _wants_offers(visit: Visit) -> bool:
    return bool(await visit.read(consents.given, visit.customer.id, consents.PROMOTION))


def _page(visit: Visit, house: House, wants_offers: bool) -> tuple[str, Keyboard]:
    language, may_write = visit.language, visit.customer.stopped_at is None
    text = house.texts.say(language, "settings", offers=_word(wants_offers), messages=_word(may_write))
    offers = house.texts.say(language, "button-offers-off" if wants_offers else "button-offers-on")
    messages = house.texts.say(language, "button-messages-off" if may_write else "button-messages-on")
    other = next(one for one in LANGUAGES if one != language)
    rows = [
        _row(house.texts.say(language, "button-language"), LANGUAGE, other),
        _row(offers, OFFERS, _word(not wants_offers)),
        _row(messages, MESSAGES, _word(not may_write)),
    ]
    return text, Keyboard.of(rows)


def _row(label: str, what: str, choice: str) -> list[dict[str, str]]:
    return [keyboards.button(label, f"{SETTINGS}:{what}:{choice}")]


def _word(chosen: bool) -> str:
    return outreach.YES if chosen else outreach.NO
