"""The receipt: what was answered, what is still asked, and a button to change the answer."""

from aiogram.types import InlineKeyboardMarkup

from handlers import keyboards
from handlers.house import House
from handlers.visit import Visit
from surveys import engine
from surveys.callback import pack
from surveys.engine import Conversation
from surveys.survey import Survey


def text(survey: Survey, talk: Conversation, question_id: str, visit: Visit, house: House) -> str:
    """After an answer to that question: the score, if it was that, and the next question or the thanks."""
    parts: list[str] = []
    score = survey.score_question
    if score is not None and question_id == score.id:
        parts.append(house.texts.say(visit.language, "score-given", score=str(talk.answers[score.id])))
    awaited = engine.awaited_question(survey, talk.answers)
    onward = awaited.text if awaited else survey.thank(talk.answers)
    if onward is not None:
        parts.append(onward.say(visit.language, business=house.business))
    return "\n\n".join(parts) or house.texts.say(visit.language, "why-kept")


def keyboard(
    survey: Survey, talk: Conversation, question_id: str, visit: Visit, house: House
) -> InlineKeyboardMarkup | None:
    """The buttons of the next question, and the one that changes this answer if it was given by a button."""
    if visit.conversation is None:
        return None
    here = visit.conversation.id
    rows: keyboards.Rows = []
    if awaited := engine.awaited_question(survey, talk.answers):
        rows += keyboards.rows_of(awaited, here)
    answered = survey.question(question_id)
    if answered is not None and answered.rows:
        label = house.texts.say(visit.language, "button-change")
        rows.append([keyboards.button(label, pack(here, question_id, keyboards.CHANGE))])
    return keyboards.Keyboard.of(rows) if rows else None
