"""Asking for a survey, and its buttons: answering, looking into a group, correcting."""

from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram.types import Message as TelegramMessage

from handlers import keyboards
from handlers.customer import hints
from handlers.customer.answering import give, with_what_was_told
from handlers.customer.asking import ask
from handlers.customer.content import Content
from handlers.customer.hearing import respond
from handlers.customer.keeping import keep
from handlers.customer.receipt import is_chosen
from handlers.editing import put
from handlers.filters import Button, Payload, Private, SurveyTap, command
from handlers.house import House
from handlers.visit import Visit
from storage import people
from surveys.callback import Callback
from surveys.engine import Tap
from surveys.survey import QuestionKind, Survey

router = Router(name="survey")
router.callback_query.filter(Private())
commands = Router(name="survey commands")

NPS: Final = "nps"
COMPLAINT: Final = "complaint"
LEAVING: Final = "leaving"
"""Surveys that a customer may begin by themselves."""


@commands.message(command("rate"))
async def rate(message: TelegramMessage, command: CommandObject, visit: Visit, house: House) -> None:
    await _begin(visit, house, house.catalogue[NPS], command)


@commands.message(command("complain"))
async def complain(message: TelegramMessage, command: CommandObject, visit: Visit, house: House) -> None:
    await _begin(visit, house, house.catalogue[COMPLAINT], command)


@commands.message(command("leave"))
async def leave(message: TelegramMessage, command: CommandObject, visit: Visit, house: House) -> None:
    await _begin(visit, house, house.catalogue[LEAVING], command)


@commands.message(Payload(keyboards.RATE))
@router.callback_query(Button(keyboards.RATE))
async def rate_by_button(event: TelegramMessage | CallbackQuery, visit: Visit, house: House) -> None:
    await ask(visit, house, house.catalogue[NPS])


@commands.message(Payload(keyboards.COMPLAIN))
@router.callback_query(Button(keyboards.COMPLAIN))
async def complain_by_button(event: TelegramMessage | CallbackQuery, visit: Visit, house: House) -> None:
    await ask(visit, house, house.catalogue[COMPLAINT])


@commands.message(Payload(keyboards.LEAVE))
@router.callback_query(Button(keyboards.LEAVE))
async def leave_by_button(event: TelegramMessage | CallbackQuery, visit: Visit, house: House) -> None:
    await ask(visit, house, house.catalogue[LEAVING])


@router.callback_query(SurveyTap())
async def tap(query: CallbackQuery, tapped: Callback, visit: Visit, house: House) -> str | None:
    """Returns what the button says when it is pressed."""
    survey = await _find(visit, house, tapped.conversation)
    if survey is None:
        return house.texts.say(visit.language, "question-unknown")
    if tapped.option == keyboards.CHANGE:
        return _offer_change(query, tapped, survey, visit, house)
    step = await give(visit, house, survey, tapped.question, Tap(tapped.option))
    if step is None:
        return house.texts.say(visit.language, "question-unknown")
    if step.opens is not None:
        _open(query, tapped, survey, step.opens, visit, house)
        return None
    if step.answer is None:
        return hints.refused(step.reply, survey, visit, house)
    step = await with_what_was_told(visit, house, survey, step)

    def show(text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        """The message with the buttons becomes the receipt, also when the same answer was chosen again."""
        visit.send(put(query, visit, text, keyboard))

    await respond(visit, house, survey, step, None, show)
    return hints.stored(step, survey, visit, house)


async def _begin(visit: Visit, house: House, survey: Survey, command: CommandObject) -> None:
    """What stands behind the command belongs to the conversation that it begins."""
    await ask(visit, house, survey)
    if command.args:
        keep(visit, Content("text", command.args))


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
    if question is None or not is_chosen(question):
        return house.texts.say(visit.language, "question-unknown")
    text = question.text.say(visit.language, business=house.business)
    visit.send(put(query, visit, text, keyboards.of_question(question, tapped.conversation, visit.language)))
    scored = question.kind is QuestionKind.SCORE
    return house.texts.say(visit.language, "choose-new-score" if scored else "choose-new-answer")


def _open(
    query: CallbackQuery, tapped: Callback, survey: Survey, group: str, visit: Visit, house: House
) -> None:
    """The buttons of a group take the place of those that were tapped; the question stays."""
    question = survey.question(tapped.question)
    if question is None:
        return
    keyboard = keyboards.of_question(question, tapped.conversation, visit.language, group)
    if query.message is None:
        text = question.text.say(visit.language, business=house.business)
        visit.send(put(query, visit, text, keyboard))
        return
    visit.send(
        EditMessageReplyMarkup(
            chat_id=visit.customer.telegram_id,
            message_id=query.message.message_id,
            reply_markup=keyboard,
        )
    )
