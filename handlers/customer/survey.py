"""The buttons of a survey: asking for it, answering, correcting."""

from typing import Any

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram.types import Message as TelegramMessage

from handlers import keyboards
from handlers.customer import receipt
from handlers.customer.answering import give, keep_words_of
from handlers.customer.asking import ask
from handlers.filters import Button, Private, SurveyTap, command
from handlers.house import House
from handlers.visit import Visit
from storage import people
from surveys.callback import Callback
from surveys.engine import Outcome, Reply, Step, Tap
from surveys.survey import Survey

router = Router(name="survey")
router.callback_query.filter(Private())
commands = Router(name="survey commands")

NPS = "nps"

_ODD = {
    Reply.NOT_A_SCORE: "score-not-understood",
    Reply.OUT_OF_RANGE: "score-out-of-range",
    Reply.UNKNOWN_OPTION: "question-unknown",
    Reply.UNKNOWN_QUESTION: "question-unknown",
    Reply.NOT_AWAITED: "question-unknown",
    Reply.TOO_LATE_TO_CORRECT: "correct-too-late",
    Reply.EXPIRED: "question-expired",
}


@commands.message(command("rate"))
async def rate(message: TelegramMessage, command: CommandObject, visit: Visit, house: House) -> None:
    keep_words_of(visit, command)
    ask(visit, house, house.catalogue[NPS])


@router.callback_query(Button(keyboards.RATE))
async def rate_by_button(query: CallbackQuery, visit: Visit, house: House) -> None:
    ask(visit, house, house.catalogue[NPS])


@router.callback_query(SurveyTap())
async def tap(query: CallbackQuery, tapped: Callback, visit: Visit, house: House) -> str | None:
    """Returns what the button says when it is pressed."""
    survey = await _find(visit, house, tapped.conversation)
    if survey is None:
        return house.texts.say(visit.language, "question-unknown")
    if tapped.option == keyboards.CHANGE:
        return _offer_change(query, tapped, survey, visit, house)
    step = await give(visit, survey, tapped.question, Tap(tapped.option))
    if step is None:
        return house.texts.say(visit.language, "question-unknown")
    if step.answer is None:
        return house.texts.say(visit.language, _ODD[step.reply]) if step.reply else None
    _show(query, tapped.question, survey, step, visit, house)
    return _toast(step, visit, house)


async def _find(visit: Visit, house: House, conversation_id: int) -> Survey | None:
    """The survey of the conversation that a button belongs to, if it is this person's own."""
    row = visit.conversation
    if row is None or row.id != conversation_id:
        row = await visit.read(people.conversation, conversation_id)
    if row is None or row.customer_id != visit.customer.id:
        return None
    visit.conversation = row
    return house.survey(row.survey_id)


def _offer_change(query: CallbackQuery, tapped: Callback, survey: Survey, visit: Visit, house: House) -> str:
    question = survey.question(tapped.question)
    if question is None or not question.rows:
        return house.texts.say(visit.language, "question-unknown")
    text = question.text.say(visit.language, business=house.business)
    visit.send(_put(query, visit, text, keyboards.of_question(question, tapped.conversation)))
    return house.texts.say(visit.language, "choose-new-score")


def _show(
    query: CallbackQuery, question_id: str, survey: Survey, step: Step, visit: Visit, house: House
) -> None:
    """The message with the buttons becomes the receipt, also when the same answer was chosen again."""
    shown = (survey, step.conversation, question_id, visit, house)
    visit.send(_put(query, visit, receipt.text(*shown), receipt.keyboard(*shown)))


def _toast(step: Step, visit: Visit, house: House) -> str | None:
    if step.answer is None:
        return None
    names = {Outcome.NEW: "score-saved", Outcome.CORRECTION: "score-changed", Outcome.UNCHANGED: "score-same"}
    return house.texts.say(visit.language, names[step.answer.outcome], score=str(step.answer.value))


def _put(
    query: CallbackQuery, visit: Visit, text: str, keyboard: InlineKeyboardMarkup | None
) -> TelegramMethod[Any]:
    """Into the message that was tapped; a message too old to be edited is said anew by the sender."""
    chat_id = visit.customer.telegram_id or 0
    if query.message is None:
        return SendMessage(chat_id=chat_id, text=text, reply_markup=keyboard)
    return EditMessageText(
        chat_id=chat_id, message_id=query.message.message_id, text=text, reply_markup=keyboard
    )
