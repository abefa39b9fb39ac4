"""`/why CUSTOMER`: what was sent to somebody, what was not and why, and what comes next."""

from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from handlers.filters import Staff, command, reads_numbers
from handlers.house import House
from handlers.visit import Visit
from handlers.why_text import LOOK_BACK, WhyText
from storage import stories

router = Router(name="why")

_NEWEST: Final = 30
_LONGEST: Final = 4000


@router.message(command("why"), Staff(reads_numbers))
async def why(message: Message, command: CommandObject, visit: Visit, house: House) -> None:
    who = (command.args or "").strip()
    if not who:
        visit.reply(house.texts.say(visit.language, "why-usage"))
        return
    story = await visit.read(stories.of, who, visit.now - LOOK_BACK)
    if story is None:
        visit.reply(house.texts.say(visit.language, "why-nobody"))
        return
    text = WhyText(house.texts, house.reasons, visit.language, house.zone).of(story, _NEWEST)
    visit.reply(text[:_LONGEST])
