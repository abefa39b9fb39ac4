"""What people write and send: an answer to what is awaited, or something to keep."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import Message

from handlers.customer import receipt
from handlers.customer.answering import give, keep
from handlers.customer.content import content_of
from handlers.filters import Private
from handlers.house import House
from handlers.visit import Visit
from surveys.engine import NotText, Reply, Step, Typed
from surveys.score_text import leading_number

router = Router(name="talk")
router.message.filter(Private())
router.edited_message.filter(Private())


@router.message()
async def words(message: Message, visit: Visit, house: House) -> None:
    """Any message that is no command: an answer to what is awaited, or something to keep."""
    content = content_of(message)
    if content is None:
        return
    given = Typed(message.text) if message.text else NotText()
    survey = house.survey(visit.conversation.survey_id) if visit.conversation else None
    step = await give(visit, survey, None, given) if survey and visit.conversation else None
    if step is not None and step.answer is not None and survey is not None:
        shown = (survey, step.conversation, step.answer.question, visit, house)
        visit.reply(receipt.text(*shown), receipt.keyboard(*shown))
        return
    keep(visit, content)
    visit.reply(house.texts.say(visit.language, _kept(step)))


@router.edited_message()
async def edited(message: Message, visit: Visit, house: House) -> None:
    """An edited text is kept beside the first one; a score is corrected by its button only."""
    content = content_of(message)
    if content is None or message.location is not None:  # a shared location moves by itself
        return
    keep(visit, replace(content, kind="edited"))
    scored = visit.conversation is not None and visit.conversation.answered_at is not None
    means_score = scored and leading_number(message.text or "") is not None
    visit.reply(house.texts.say(visit.language, "edited-score" if means_score else "edited-kept"))


def _kept(step: Step | None) -> str:
    """What is said to a message that was no answer."""
    match step.reply if step else None:
        case Reply.NOT_A_SCORE:
            return "score-not-understood"
        case Reply.OUT_OF_RANGE:
            return "score-out-of-range"
        case Reply.NOT_TEXT:
            return "why-kept"
        case _:
            return "message-kept"
