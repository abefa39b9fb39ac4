"""The first run: an owner says which language, which business, which time zone; `/setup` does it again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers import menus
from handlers.customer import welcome
from handlers.editing import put
from handlers.filters import Button, Private, Staff, command, owns
from handlers.house import BUSINESS, House
from handlers.staff import progress, setup_questions
from handlers.staff.progress import Progress, Step
from handlers.visit import Visit
from surveys import zones
from surveys.roles import Role

commands = Router(name="setting up commands")
router = Router(name="setting up")

Show = Callable[[str, InlineKeyboardMarkup | None], None]

_LONGEST_NAME = 64
_LANGUAGES = {"ru": "ru", "русский": "ru", "en": "en", "english": "en", "английский": "en", "russian": "ru"}


class Bare(BaseFilter):
    """A command without anything behind it."""

    async def __call__(self, message: Message) -> bool:
        return len((message.text or "").split()) == 1


class Answers(BaseFilter):
    """Words for the question of the set-up, unless a survey has asked something since."""

    async def __call__(self, message: Message, visit: Visit) -> bool | dict[str, Any]:
        if not message.text or message.text.startswith("/"):
            return False
        under_way = await progress.find(visit)
        talk = visit.conversation
        if under_way is None or (talk and talk.awaiting and talk.touched_at > under_way.asked_at):
            return False
        return {"under_way": under_way}


async def begin(visit: Visit, house: House) -> None:
    """From the first question; what is known already is offered on the buttons."""
    await _ask(visit, house, Progress(Step.LANGUAGE, visit.now, visit.language, house.business), visit.reply)
    _offer_menu(visit, house)


@commands.message(command("setup"), Staff(owns))
async def again(message: Message, visit: Visit, house: House) -> None:
    await begin(visit, house)


@commands.message(command("start"), Bare(), Staff(owns))
async def start(message: Message, visit: Visit, house: House) -> None:
    """A set-up that was interrupted goes on where it was; after it an owner is greeted as everybody is."""
    under_way = await progress.find(visit)
    if under_way is not None:
        await _ask(visit, house, replace(under_way, asked_at=visit.now), visit.reply)
    elif not house.is_set_up:
        await begin(visit, house)
    else:
        await welcome.start(message, visit, house)
        visit.reply(house.texts.say(visit.language, "owner-hint"))
        _offer_menu(visit, house)


@router.callback_query(Private(), Button(setup_questions.WORD), Staff(owns))
async def tapped(query: CallbackQuery, rest: str, visit: Visit, house: House) -> str | None:
    """The next question takes the place of the one that was answered."""
    step, _, chosen = rest.partition(":")
    under_way = await progress.find(visit)
    if under_way is None or step != under_way.step:
        return house.texts.say(visit.language, "setup-answered")
    await _take(
        visit, house, under_way, chosen, lambda text, under: visit.send(put(query, visit, text, under))
    )
    return None


@router.message(Private(), Staff(owns), Answers())
async def typed(message: Message, under_way: Progress, visit: Visit, house: House) -> None:
    await _take(visit, house, under_way, message.text or "", visit.reply)


async def _take(visit: Visit, house: House, under_way: Progress, given: str, show: Show) -> None:
    """Words and buttons alike; what is not understood is asked again."""
    match under_way.step:
        case Step.LANGUAGE:
            language = _LANGUAGES.get(given.strip().casefold(), "")
            if language:
                visit.update_customer(language=language)
                under_way = replace(under_way, step=Step.NAME, language=language)
            await _ask(visit, house, under_way, show)
        case Step.NAME:
            name = " ".join(given.split()) or under_way.name
            if len(name) > _LONGEST_NAME:
                visit.reply(house.texts.say(visit.language, "setup-name-long"))
            else:
                await _ask(visit, house, replace(under_way, step=Step.ZONE, name=name), show)
        case Step.ZONE:
            zone = zones.find(given)
            if zone is None:
                visit.reply(house.texts.say(visit.language, "setup-zone-unknown"))
            else:
                await _finish(visit, house, under_way, zone.key, show)


async def _ask(visit: Visit, house: House, under_way: Progress, show: Show) -> None:
    asked = replace(under_way, asked_at=visit.now)
    await progress.save(visit, asked)
    show(setup_questions.text(asked, house), setup_questions.keyboard(asked, house, visit.now))


async def _finish(visit: Visit, house: House, under_way: Progress, zone: str, show: Show) -> None:
    chosen = {"name": under_way.name, "timezone": zone, "language": under_way.language}
    await visit.choose(BUSINESS, chosen)
    await progress.drop(visit)
    furnished = house.furnished({BUSINESS: chosen})
    show(*setup_questions.done(furnished, visit.language, visit.now))
    _offer_menu(visit, furnished)
    if furnished.language != house.language:
        menus.offer(visit, menus.of_customers(furnished))


def _offer_menu(visit: Visit, house: House) -> None:
    if visit.customer.telegram_id is not None:
        menus.offer(visit, menus.of_member(house, visit.customer.telegram_id, Role.OWNER))
