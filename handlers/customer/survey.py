"""Asking for a survey, and its buttons: answering, looking into a group, correcting."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram.types import Message as TelegramMessage

from handlers.customer import hints
from handlers.customer.answered import Answered
from handlers.customer.answers import give, with_told_before
from handlers.customer.beginnings import BEGUN_BY, SurveyBeginning
from handlers.customer.complaint import tell
from handlers.customer.consequences import follow
from handlers.customer.questions import ask
from handlers.customer.stored_messages import keep
from handlers.shared import keyboards
from handlers.shared.content import Content
from handlers.shared.editing import put
from handlers.shared.filters import PrivateChat, SurveyTap, command
from handlers.shared.update_context import UpdateContext
from storage.people import customers
from surveys.language.greetings import tells_something
from surveys.questions.callback import Callback
from surveys.questions.inputs import Tap
from surveys.questions.message_kind import MessageKind
from surveys.questions.survey import Survey, SurveyKind

router = Router(name="survey")
router.callback_query.filter(PrivateChat())
commands = Router(name="survey commands")


@commands.message(command(*BEGUN_BY))
async def begin_by_command(message: TelegramMessage, command: CommandObject, ctx: UpdateContext) -> None:
    """Begin the survey of a command; what stands behind the command is told in it."""
    survey = ctx.app.catalogue[BEGUN_BY[command.command.lower()]]
    await ask(ctx, survey)
    if not command.args:
        return
    content = Content(MessageKind.TEXT, command.args, message_id=message.message_id or None)
    if survey.kind is SurveyKind.COMPLAINT and tells_something(command.args):
        await tell(ctx, survey, content)
    else:
        keep(ctx, content)


@commands.message(SurveyBeginning())
@router.callback_query(SurveyBeginning())
async def begin_by_link(
    event: TelegramMessage | CallbackQuery,
    survey: Survey,
    touchpoint: str | None,
    ctx: UpdateContext,
) -> None:
    """Begin the survey that a button or a link names."""
    await ask(ctx, survey, touchpoint)


@router.callback_query(SurveyTap())
async def tap(query: CallbackQuery, tapped: Callback, ctx: UpdateContext) -> str | None:
    """Take the tap of a survey's button; returns what pops up, None where nothing needs to be said."""
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
    step = await with_told_before(ctx, survey, step)

    def show(text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        """The message with the buttons becomes the receipt, also when the same answer was chosen again."""
        ctx.send(put(query, ctx, text, keyboard))

    if ctx.conversation is not None and step.answer is not None:
        await follow(ctx, Answered(survey, ctx.conversation, step, step.answer, show))
    return hints.stored(step, survey, ctx)


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
    chosen = question.kind.chosen if question is not None else None
    if question is None or chosen is None:
        return ctx.text("question-unknown")
    text = question.text.render(ctx.language, business=ctx.app.business)
    ctx.send(put(query, ctx, text, keyboards.of_question(question, tapped.conversation, ctx.language)))
    return ctx.text(chosen.choose)


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
