"""What people write and send: an answer to what is awaited, a word about their case, or something to keep."""

from typing import Final

from aiogram import Router
from aiogram.types import InlineKeyboardMarkup, Message

from handlers.cases.staff_forwarding import forward
from handlers.customer import case_routing, hints, replies
from handlers.customer.answered import Answered
from handlers.customer.answers import give, with_told_before
from handlers.customer.churn_session import open_case_of_reply
from handlers.customer.complaint import take_story
from handlers.customer.consequences import follow
from handlers.customer.edits import take_edit
from handlers.customer.low_score import open_case_of_picture
from handlers.customer.stored_messages import keep, keep_in, order_file
from handlers.shared import keyboards
from handlers.shared.content import Content, content_of
from handlers.shared.conversation_state import state_of
from handlers.shared.filters import PrivateChat
from handlers.shared.places import further_question_place
from handlers.shared.update_context import UpdateContext
from storage.cases import written_messages
from storage.rows import Case
from surveys.questions import engine
from surveys.questions.engine import SurveyStep
from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Typed
from surveys.questions.question import Question
from surveys.questions.survey import Survey

router = Router(name="messages")
router.message.filter(PrivateChat())
router.edited_message.filter(PrivateChat())

_LONGEST_ALBUM: Final = 64
"""Telegram's ids of albums have some twenty characters."""
_NOTHING_AWAITED: Final = (None, Reply.NOT_AWAITED, Reply.EXPIRED)


@router.message()
async def words(message: Message, ctx: UpdateContext) -> None:
    """Take any message that is no command: for a case, as an answer, or to be kept."""
    content = content_of(message, ctx.app)
    if content is None or await _joins_album(message, content, ctx):
        return
    target = await replies.find_target(ctx, message, content)
    if isinstance(target, Case):
        await replies.follow_case(ctx, target, content)
        return
    if target is None:
        case = await case_routing.case_meant(ctx)
        if case is not None and await case_routing.pass_on(ctx, case, content):
            return
    survey = ctx.app.survey(ctx.conversation.survey_id) if ctx.conversation else None
    if survey is not None and await take_story(ctx, survey, content):
        return
    if survey is not None and target is not None:
        await _reply_to_question(ctx, survey, target, _input(message, content), content)
        return
    step = await give(ctx, survey, None, _input(message, content), content.message_id) if survey else None
    if survey is not None and step is not None and step.answer is not None:
        await _answered(ctx, survey, step, content)
        return
    case = await case_routing.open_case_of(ctx)
    if case is None or not await case_routing.pass_on(ctx, case, content):
        await _unanswered(ctx, survey, step, content)


@router.edited_message()
async def edited(message: Message, ctx: UpdateContext) -> None:
    """Correct what a message said, where it went."""
    content = content_of(message, ctx.app)
    if content is not None and message.location is None:  # a shared location moves by itself
        await take_edit(ctx, content, _input(message, content))


async def _joins_album(message: Message, content: Content, ctx: UpdateContext) -> bool:
    """Further pictures of an album go, without a word, where the first one went."""
    album = (message.media_group_id or "")[:_LONGEST_ALBUM]
    if not album:
        return False
    if ctx.customer.album != album:
        ctx.update_customer(album=album, album_message_id=content.message_id)
        return False
    number = ctx.customer.album_message_id
    first = await ctx.run(written_messages.find_written, ctx.customer.id, number) if number else None
    case = first.case if first is not None else await case_routing.open_case_of(ctx)
    if case is None or await forward(ctx, case, content) is None:
        keep_in(ctx, content, first.conversation_id if first is not None else None)
    await order_file(ctx, content)
    return True


async def _reply_to_question(
    ctx: UpdateContext, survey: Survey, question: Question, given: Input, content: Content
) -> None:
    """Take a reply as the answer to its question, told what would be one; else it is kept with it."""
    step = await replies.answer_question(ctx, survey, question, given, content.message_id)
    if step is not None and step.answer is not None:
        await _answered(ctx, survey, step, content)
    elif step and isinstance(step.reply, Hint) and question.id not in step.conversation.answers:
        await _unanswered(ctx, survey, step, content)
    else:
        await replies.take_no_answer(ctx, survey, step.reply if step is not None else None, content)


def _input(message: Message, content: Content) -> Input:
    if message.text:
        return Typed(message.text)
    return NotText() if content.file_id is None else SentFile(content.kind, content.file_id, content.words)


async def _answered(ctx: UpdateContext, survey: Survey, step: SurveyStep, content: Content) -> None:
    await order_file(ctx, content)
    awaited, row = engine.awaited_question(survey, step.conversation.answers), ctx.conversation
    name = further_question_place(row.id, awaited.id) if row is not None and awaited is not None else None

    def show(text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        ctx.reply(text, keyboard, fills=name)

    step = await with_told_before(ctx, survey, step)
    if ctx.conversation is not None and step.answer is not None:
        answered = Answered(survey, ctx.conversation, step, step.answer, show, content)
        await follow(ctx, answered)


async def _unanswered(
    ctx: UpdateContext, survey: Survey | None, step: SurveyStep | None, content: Content
) -> None:
    """Open a case for what was no answer, if it tells one; else keep it and say what would be an answer."""
    reply = step.reply if step is not None else None
    is_hint = isinstance(reply, Hint)
    if is_hint and survey and step and await _tells_by_picture(ctx, survey, step, content):
        await order_file(ctx, content)
        return
    if reply in _NOTHING_AWAITED and await open_case_of_reply(ctx, content):
        await order_file(ctx, content)
        return
    if reply in _NOTHING_AWAITED and await case_routing.go_on_unasked(ctx, content):
        return
    keep(ctx, content)
    await order_file(ctx, content)
    ctx.reply(hints.kept(reply, survey, ctx), _buttons(ctx, survey))


async def _tells_by_picture(ctx: UpdateContext, survey: Survey, step: SurveyStep, content: Content) -> bool:
    """Whether a file opened a case where words were awaited."""
    awaited = engine.awaited_question(survey, step.conversation.answers)
    if awaited is None or not awaited.kind.is_open:
        return False
    return await open_case_of_picture(ctx, survey, step.conversation, content)


def _buttons(ctx: UpdateContext, survey: Survey | None) -> InlineKeyboardMarkup | None:
    """The buttons of the open question once more, so that nobody has to look for them; None without any."""
    row = ctx.conversation
    if row is None or survey is None or engine.is_expired(survey, state_of(row), ctx.now):
        return None
    question = engine.awaited_question(survey, row.given)
    return keyboards.of_question(question, row.id, ctx.language) if question is not None else None
