"""Commands in plain words: "не пишите мне" is /stop, "отмена" is /cancel, "где моя жалоба" is /mycase."""

from dataclasses import replace
from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from handlers.cases.customer_notices import is_seen_by_staff
from handlers.cases.staff_forwarding import forward
from handlers.customer import case_progress, case_routing, replies, time_zone
from handlers.customer.beginnings import way_back
from handlers.customer.corrections import awaited_change
from handlers.customer.preferences import STOP, stop_writing
from handlers.customer.stored_messages import keep, keep_words_of
from handlers.outreach.winback import BACK_AGAIN
from handlers.shared import keyboards
from handlers.shared.content import Content
from handlers.shared.conversation_state import open_question
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, command
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.rows import Case, Conversation
from surveys.language.intent_text import StopIntent, asks_about_case, is_cancellation, stop_intent
from surveys.outreach.urgency import Urgency
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import Question
from surveys.questions.survey import Survey, SurveyKind

router = Router(name="intents")
router.callback_query.filter(PrivateChat())
commands = Router(name="intents commands")

SOLVED: Final = "solved"
"""The word of the button by which a customer says that a case needs nobody any more: `solved:17`."""


async def follow_intent(ctx: UpdateContext, message: Message, content: Content) -> bool:
    """Whether the words were a command in plain words, which was carried out.

    Where a refusal is only part of what is said, its button is offered and the words go where they belong.
    What is forwarded was said by somebody else, and the words of a button of the open question answer it.
    """
    text = content.own if message.text else None
    if text and not message.forward_origin and asks_about_case(text):
        return await case_progress.answer_question(ctx, content)
    stop = stop_intent(text) if text else None
    if not text or message.forward_origin or not (stop or is_cancellation(text)):
        return False
    if _is_button_of(open_question(ctx), text):
        return False
    match stop:
        case StopIntent.PLAIN:
            await _stop(ctx, message, content)
            return True
        case StopIntent.AMONG_OTHER_WORDS:
            _offer_stop(ctx)
            return False
        case None:
            return await _cancel(ctx, message, content)


@commands.message(command("cancel"))
async def cancel(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Leave the survey that is open; what stands behind the command is kept."""
    keep_words_of(ctx, message, command)
    if time_zone.leave(ctx):
        ctx.reply(ctx.text("cancel-done", command="/settings"))
    elif not await _leave_survey(ctx):
        ctx.reply(ctx.text("cancel-nothing"))


@router.callback_query(Button(SOLVED))
async def solved(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Tell staff that the customer's case needs nobody any more; staff close it."""
    case = await ctx.run(cases.numbered, int(rest)) if rest.isascii() and rest.isdecimal() else None
    if case is None or case.customer_id != ctx.customer.id or case.closed_at is not None:
        return ctx.text("question-unknown")
    await forward(
        ctx, case, Content(MessageKind.TEXT, ctx.app.texts.text(ctx.app.language, "solved-by-customer"))
    )
    said = "solved-passed" if await is_seen_by_staff(ctx) else "case-added-kept"
    ctx.send(put(query, ctx, ctx.text(said)))
    return None


def _is_button_of(question: Question | None, text: str) -> bool:
    """Whether these are the words of one of its buttons, skip included."""
    if question is None:
        return False
    skip = () if question.skip is None else (question.skip.ru, question.skip.en)
    return question.option_named(text) is not None or text.strip() in skip


async def _stop(ctx: UpdateContext, message: Message, content: Content) -> None:
    """Stop at once, also inside a survey, which is over with it; staff of an open case read the words too."""
    target = await replies.find_target(ctx, message, content)
    case = target if isinstance(target, Case) else await _case_of_words(ctx)
    if case is None or case.closed_at is not None or await forward(ctx, case, content) is None:
        keep(ctx, replace(content, kind=MessageKind.COMMAND))
    if _is_asked(ctx):
        _end_survey(ctx)
    ctx.reply(*stop_writing(ctx))


async def _case_of_words(ctx: UpdateContext) -> Case | None:
    return await case_routing.case_meant(ctx) or await case_routing.open_case_of(ctx)


async def _cancel(ctx: UpdateContext, message: Message, content: Content) -> bool:
    """Whether the words ended the survey that is open, or that they reply to; said to staff they end none."""
    target = await replies.find_target(ctx, message, content)
    if isinstance(target, Case) or (target is None and await case_routing.case_meant(ctx) is not None):
        return False
    return _leave_zone(ctx, content) or await _leave_survey(ctx, content)


def _leave_zone(ctx: UpdateContext, content: Content) -> bool:
    """Whether the customer's zone was asked for last, which stays as it was."""
    if not time_zone.leave(ctx):
        return False
    keep(ctx, replace(content, kind=MessageKind.COMMAND))
    ctx.reply(ctx.text("cancel-done", command="/settings"))
    return True


def _offer_stop(ctx: UpdateContext) -> None:
    """Offer the button of /stop, after whatever is said to the words themselves."""
    if ctx.customer.stopped_at is None:
        button = keyboards.one_button(ctx.text("button-messages-off"), STOP)
        offer = SendMessage(chat_id=ctx.chat_id, text=ctx.text("stop-offer"), reply_markup=button)
        ctx.send(offer, Urgency.SERVICE)


async def _leave_survey(ctx: UpdateContext, content: Content | None = None) -> bool:
    """Whether a survey was open, or a change of its answers, which is over now; its last words are kept."""
    row = ctx.conversation
    survey = ctx.app.survey_of(row) if row is not None else None
    if row is None or survey is None or not _is_asked(ctx):
        return False
    if content is not None:
        keep(ctx, replace(content, kind=MessageKind.COMMAND))
    _end_survey(ctx)
    ctx.reply(*await _last_words(ctx, survey, row))
    return True


def _is_asked(ctx: UpdateContext) -> bool:
    """Whether the next words would be taken for an answer, or for another in its place."""
    return open_question(ctx) is not None or awaited_change(ctx) is not None


def _end_survey(ctx: UpdateContext) -> None:
    """Nothing is awaited any more and no reminder goes; answers stay, and buttons still take one."""
    ctx.update_conversation(awaiting=None, changing=None, changing_at=None)
    ctx.update_customer(conversation_id=None)
    ctx.conversation = None


async def _last_words(ctx: UpdateContext, survey: Survey, left: Conversation) -> tuple[str, Keyboard | None]:
    """What is said to whoever left a survey: what stays of it, and the way back."""
    case = await ctx.run(cases.of_conversation, ctx.customer.id, left.id)
    if case is not None and case.closed_at is None:
        button = keyboards.one_button(ctx.text("button-solved"), f"{SOLVED}:{case.number}")
        return ctx.text("cancel-case", number=str(case.number)), button
    name = "cancel-kept" if left.given else "cancel-done"
    text = ctx.text(name, command=way_back(survey, ctx.app))
    if survey.kind is SurveyKind.LEAVING and ctx.customer.left_at is not None:
        return text, keyboards.one_button(ctx.text("button-back-again"), f"{BACK_AGAIN}:0")
    return text, None
