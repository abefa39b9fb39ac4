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
from handlers.shared.update_context import UpdateContext
from storage.people import customers
from surveys.engine import Tap
from surveys.questions.callback import Callback
from surveys.survey import QuestionKind, Survey

router = Router(name="survey")
router.callback_query.filter(Private())
commands = Router(name="survey commands")

NPS: Final = "nps"
COMPLAINT: Final = "complaint"
LEAVING: Final = "leaving"
"""Surveys that a customer may begin by themselves."""


@commands.message(command("rate"))
async def rate(message: TelegramMessage, command: CommandObject, ctx: UpdateContext) -> None:
    await _begin(ctx, ctx.app.catalogue[NPS], command)


@commands.message(command("complain"))
async def complain(message: TelegramMessage, command: CommandObject, ctx: UpdateContext) -> None:
    await _begin(ctx, ctx.app.catalogue[COMPLAINT], command)


@commands.message(command("leave"))
async def leave(message: TelegramMessage, command: CommandObject, ctx: UpdateContext) -> None:
    await _begin(ctx, ctx.app.catalogue[LEAVING], command)


@commands.message(Payload(keyboards.RATE))
@router.callback_query(Button(keyboards.RATE))
async def rate_by_button(event: TelegramMessage | CallbackQuery, ctx: UpdateContext) -> None:
    await ask(ctx, ctx.app.catalogue[NPS])


@commands.message(Payload(keyboards.COMPLAIN))
@router.callback_query(Button(keyboards.COMPLAIN))
async def complain_by_button(event: TelegramMessage | CallbackQuery, ctx: UpdateContext) -> None:
    await ask(ctx, ctx.app.catalogue[COMPLAINT])


@commands.message(Payload(keyboards.LEAVE))
@router.callback_query(Button(keyboards.LEAVE))
async def leave_by_button(event: TelegramMessage | CallbackQuery, ctx: UpdateContext) -> None:
    await ask(ctx, ctx.app.catalogue[LEAVING])


@router.callback_query(SurveyTap())
async def tap(query: CallbackQuery, tapped: Callback, ctx: UpdateContext) -> str | None:
    """Returns what the button says when it is pressed."""
    survey = await _find(ctx, tapped.conversation)
    if survey is None:
        return ctx.text("question-unknown")
    if tapped.option == keyboards.CHANGE:
        return _offer_change(query, tapped, survey, ctx)
    step = await give(ctx, survey, tapped.question, Tap(tapped.option))
    if step is None:
        return ctx.text("question-unknown")
    if step.opens is not None:
        _open(query, tapped, survey, step.opens, ctx)
        return None
    if step.answer is None:
        return hints.refused(step.reply, survey, ctx)
    step = await with_what_was_told(ctx, survey, step)

    def show(text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        """The message with the buttons becomes the receipt, also when the same answer was chosen again."""
        ctx.send(put(query, ctx, text, keyboard))

    await respond(ctx, survey, step, None, show)
    return hints.stored(step, survey, ctx)


async def _begin(ctx: UpdateContext, survey: Survey, command: CommandObject) -> None:
    """What stands behind the command belongs to the conversation that it begins."""
    await ask(ctx, survey)
    if command.args:
        keep(ctx, Content("text", command.args))


async def _find(ctx: UpdateContext, conversation_id: int) -> Survey | None:
    """The survey of the conversation that a button belongs to, if it is this person's own."""
    row = ctx.conversation
    if row is None or row.id != conversation_id:
        row = await ctx.run(customers.conversation, conversation_id)
    if row is None or row.customer_id != ctx.customer.id:
        return None
    ctx.conversation = row
    return ctx.app.survey(row.survey_id)


def _offer_change(query: CallbackQuery, tapped: Callback, survey: Survey, ctx: UpdateContext) -> str:
    question = survey.question(tapped.question)
    if question is None or not is_chosen(question):
        return ctx.text("question-unknown")
    text = question.text.render(ctx.language, business=ctx.app.business)
    ctx.send(put(query, ctx, text, keyboards.of_question(question, tapped.conversation, ctx.language)))
    scored = question.kind is QuestionKind.SCORE
    return ctx.text("choose-new-score" if scored else "choose-new-answer")


def _open(query: CallbackQuery, tapped: Callback, survey: Survey, group: str, ctx: UpdateContext) -> None:
    """The buttons of a group take the place of those that were tapped; the question stays."""
    question = survey.question(tapped.question)
    if question is None:
        return
    keyboard = keyboards.of_question(question, tapped.conversation, ctx.language, group)
    if query.message is None:
        text = question.text.render(ctx.language, business=ctx.app.business)
        ctx.send(put(query, ctx, text, keyboard))
        return
    ctx.send(
        EditMessageReplyMarkup(
            chat_id=ctx.customer.telegram_id,
            message_id=query.message.message_id,
            reply_markup=keyboard,
        )
    )
