"""The case of a complaint, at whatever step it is told."""

from aiogram.methods import SendMessage

from handlers.cases.new_complaint import NewCase, told_by
from handlers.cases.opening import open_case
from handlers.cases.staff_forwarding import forward
from handlers.customer.answered import Answered
from handlers.customer.answers import give
from handlers.customer.escalation import EVIDENCE, escalate
from handlers.customer.preview import is_preview
from handlers.customer.receipt import show_receipt
from handlers.customer.stored_messages import keep, order_file
from handlers.shared import keyboards
from handlers.shared.content import Content
from handlers.shared.conversation_state import state_of
from handlers.shared.places import further_question_place, question_place
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from surveys.cases.greetings import tells_something
from surveys.cases.source import CaseSource
from surveys.questions import engine
from surveys.questions.inputs import Input, SentFile, Typed
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import Question
from surveys.questions.survey import Survey, SurveyKind


async def hear_complaint(ctx: UpdateContext, answered: Answered) -> None:
    """Open the case as soon as it was told what happened, and go on asking; later answers are added to it."""
    is_told = answered.is_news and engine.is_told(answered.survey, answered.state)
    opened = is_told and await escalate(ctx, answered, source=CaseSource.COMPLAINT)
    await show_receipt(ctx, answered, farewell="" if opened else None)


async def take_story(ctx: UpdateContext, survey: Survey, content: Content) -> bool:
    """Whether a message was dealt with as what somebody tells who complains, before they are asked for it.

    A greeting is kept, to be part of what follows. False for what is an answer to the question that is open.
    """
    row = ctx.conversation
    if row is None or survey.kind is not SurveyKind.COMPLAINT or is_preview(ctx):
        return False
    state = state_of(row)
    awaited = engine.awaited_question(survey, state.answers)
    if awaited is None or engine.is_told(survey, state) or engine.is_expired(survey, state, ctx.now):
        return False
    if not awaited.kind.is_open and _answers(ctx, awaited, content):
        return False
    if content.kind is MessageKind.TEXT and not tells_something(content.words or ""):
        keep(ctx, content)
        ctx.reply(ctx.text("complaint-greeted"), keyboards.of_question(awaited, row.id, ctx.language))
        return True
    if awaited.kind.is_open or not _tells(content):
        return False
    await tell(ctx, survey, content)
    _ask_what_it_is_about(ctx, survey, awaited)
    return True


async def tell(ctx: UpdateContext, survey: Survey, content: Content) -> None:
    """Take a message as what happened, whatever was asked: it is a case at once."""
    await order_file(ctx, content)
    story, row = engine.story_question(survey), ctx.conversation
    is_awaited = row is not None and engine.awaited_question(survey, row.given) == story
    step = (
        await give(ctx, survey, story.id, _input(content), content.message_id, ahead=True) if story else None
    )
    if ctx.conversation is None:
        return
    if step is None or step.answer is None:
        await _tell_aside(ctx, content)
        return
    answered = Answered(survey, ctx.conversation, step, step.answer, ctx.reply, content)
    if is_awaited:
        await hear_complaint(ctx, answered)
    else:
        await escalate(ctx, answered, source=CaseSource.COMPLAINT)


async def _tell_aside(ctx: UpdateContext, content: Content) -> None:
    """What no question of the survey takes: the case begins with it, or has it added."""
    row = ctx.conversation
    known = await ctx.run(cases.of_conversation, ctx.customer.id, row.id) if row is not None else None
    if known is not None and await forward(ctx, known, content) is not None:
        return
    place = row.touchpoint if row is not None else None
    await open_case(ctx, told_by(content, NewCase(CaseSource.COMPLAINT, touchpoint=place)))


def _ask_what_it_is_about(ctx: UpdateContext, survey: Survey, question: Question) -> None:
    """The open question once more, in words for somebody who has told their story already."""
    row = ctx.conversation
    if row is None:
        return
    buttons = keyboards.of_question(question, row.id, ctx.language)
    method = SendMessage(chat_id=ctx.chat_id, text=ctx.text("complaint-about"), reply_markup=buttons)
    is_first = question == survey.first
    ctx.send(
        method, fills=question_place(row.id) if is_first else further_question_place(row.id, question.id)
    )


def _tells(content: Content) -> bool:
    return content.kind is MessageKind.TEXT or content.kind in EVIDENCE


def _answers(ctx: UpdateContext, question: Question, content: Content) -> bool:
    """Whether the message is an answer to the question: the words of one of its buttons."""
    return content.own is not None and engine.is_answer(question, _input(content), ctx.now)


def _input(content: Content) -> Input:
    if content.file_id is None:
        return Typed(content.words or "")
    return SentFile(content.kind, content.file_id, content.words)
