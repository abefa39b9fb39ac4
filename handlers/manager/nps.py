"""`/nps`: the one number, with what it is worth."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from handlers.filters import Staff, command, reads_numbers
from handlers.house import House
from handlers.manager import nps_text
from handlers.visit import Visit
from storage import reports
from surveys.periods import BadWordError, parse

router = Router(name="nps")

_WORD_SHOWN = 50


@router.message(command("nps"), Staff(reads_numbers))
async def nps(message: Message, command: CommandObject, visit: Visit, house: House) -> None:
    survey = house.catalogue["nps"]
    score = survey.score_question
    try:
        asked = parse(command.args or "", visit.now, house.zone)
    except BadWordError as error:
        visit.reply(house.texts.say(visit.language, "period-bad", word=error.word[:_WORD_SHOWN]))
        return
    report = await visit.read(reports.nps, survey.id, score.id if score else "", asked)
    touchpoint = asked.filters.get("touchpoint")
    text = nps_text.as_html(report, house.texts, visit.language, visit.now, touchpoint)
    visit.reply(text, html=True)
