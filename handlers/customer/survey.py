"""Asking for a survey, and its buttons: answering, looking into a group, correcting."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram.types import Message as TelegramMessage

from handlers.customer import contact, contact_keyboard, hints
from handlers.customer.abandoned_form import SORTED_OUT_WITHIN
from handlers.customer.answered import Answered
from handlers.customer.answers import give, with_told_before
from handlers.customer.asked_later import postpone
from handlers.customer.beginnings import BEGUN_BY, SurveyBeginning
from handlers.customer.complaint import tell
from handlers.customer.consequences import follow
from handlers.customer.corrections import choices, offer_change
from handlers.customer.deferred_messages import with_deferred_words
from handlers.customer.escalation import is_low
from handlers.customer.questions import ask
from handlers.customer.stored_messages import keep
from handlers.customer.typed_answer import take_buttons_away
from handlers.customer.uncertain_scores import stay, take_as_words
from handlers.shared import keyboards
from handlers.shared.content import Content
from handlers.shared.conversation_state import state_of
from handlers.shared.editing import put
from handlers.shared.filters import PrivateChat, SurveyTap, command, start_payload
from handlers.shared.update_context import UpdateContext
from storage.people import customers
from surveys.cases.greetings import tells_something
from surveys.questions import deep_link
from surveys.questions import question as options
from surveys.questions.callback import Callback
from surveys.questions.engine import SurveyStep
from surveys.questions.inputs import Tap
from surveys.questions.message_kind import MessageKind
from surveys.questions.origin import UNKNOWN_ORIGIN, Origin
from surveys.questions.question import Question
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
    """Begin the survey that a button or a link names; what the link says beyond that is kept."""
    await ask(ctx, survey, _origin(ctx, survey, touchpoint))
    payload = start_payload(event) if isinstance(event, TelegramMessage) else None
    if payload is not None and payload not in (*BEGUN_BY, deep_link.pack(survey, touchpoint)):
        keep(ctx, Content(MessageKind.PAYLOAD, payload))


def _origin(ctx: UpdateContext, survey: Survey, touchpoint: str | None) -> Origin:
    """What an asking is about; a complaint right after a low score is about where the score was given."""
    row = ctx.conversation
    scored = ctx.app.survey_of(row) if row is not None else None
    if survey.kind is not SurveyKind.COMPLAINT or touchpoint is not None or row is None or scored is None:
        return Origin(touchpoint)
    is_late = row.answered_at is None or ctx.written_at - row.answered_at > SORTED_OUT_WITHIN
    if is_late or not is_low(scored, state_of(row)):
        return UNKNOWN_ORIGIN
    return Origin(row.touchpoint, row.segment, row.order_id)


@router.callback_query(SurveyTap())
async def tap(query: CallbackQuery, tapped: Callback, ctx: UpdateContext) -> str | None:
    """Take the tap of a survey's button; returns what pops up, None where nothing needs to be said."""
    survey = await _find(ctx, tapped.conversation)
    if survey is None:
        return ctx.text("question-unknown")
    question = survey.question(tapped.question)
    match tapped.option:
        case options.CHANGE:
            return offer_change(query, survey, question, ctx)
        case options.SHARE:
            return _ask_for_contact(ctx, question)
        case options.KEEP | options.AS_WORDS as chosen:
            return await _leave(query, survey, question, ctx, is_meant=chosen == options.AS_WORDS)
        case _:
            return await _answer(query, tapped, survey, ctx)


def _ask_for_contact(ctx: UpdateContext, question: Question | None) -> str | None:
    """Show the button that shares the customer's own phone, as long as it is asked for."""
    row = ctx.conversation
    if row is None or question is None or contact.asked_for(ctx) != question:
        return ctx.text("question-unknown")
    if row.id != ctx.customer.conversation_id:
        ctx.update_customer(conversation_id=row.id)
    contact_keyboard.show(ctx)
    return None


async def _answer(query: CallbackQuery, tapped: Callback, survey: Survey, ctx: UpdateContext) -> str | None:
    step = await give(ctx, survey, tapped.question, Tap(tapped.option))
    if step is None:
        return ctx.text("question-unknown")

    def show(text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        """The message with the buttons becomes the receipt, also when the same answer was chosen again."""
        ctx.send(put(query, ctx, text, keyboard))

    if step.opens is not None:
        _open(query, tapped, survey, step, ctx)
        return None
    question = survey.question(tapped.question)
    if step.postpones is not None:
        return await postpone(ctx, question, step.postpones, show) if question is not None else None
    if step.answer is None:
        return hints.refused(step.reply, survey, ctx)
    if query.message is None:  # typed
        await take_buttons_away(ctx, survey, step)
    step = await with_deferred_words(ctx, survey, step)
    step = await with_told_before(ctx, survey, step)
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
    return ctx.app.survey_of(row)


async def _leave(
    query: CallbackQuery, survey: Survey, question: Question | None, ctx: UpdateContext, *, is_meant: bool
) -> str | None:
    """Leave an answer as it is; with `is_meant` what was written is words and no answer.

    A button that names an answer which was changed since says which one stands.
    """
    row = ctx.conversation
    if row is None or question is None:
        return ctx.text("question-unknown")
    if is_meant and row.deferred_id is not None:
        return await take_as_words(query, survey, question, ctx)
    if question.id not in row.given or (is_meant and row.changing is None):
        return ctx.text("question-unknown")
    is_changing = row.changing == question.id
    step = await stay(query, survey, question, ctx)
    return None if is_changing or step is None else hints.stored(step, survey, ctx)


def _open(
    query: CallbackQuery, tapped: Callback, survey: Survey, step: SurveyStep, ctx: UpdateContext
) -> None:
    """The buttons of a group, or those with what was chosen, take the place of the tapped ones."""
    question = survey.question(tapped.question)
    if question is None:
        return
    row = ctx.conversation
    if row is not None and row.changing == question.id:
        keyboard: keyboards.Keyboard | None = choices(ctx, row, question, step.opens)
    else:
        picked = step.conversation.picked
        keyboard = keyboards.of_question(question, tapped.conversation, ctx.language, step.opens, picked)
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
