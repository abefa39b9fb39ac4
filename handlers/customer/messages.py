"""What people write and send: an answer to what is awaited, a word about their case, or something to keep."""

from typing import Final

from aiogram import Router
from aiogram.types import InlineKeyboardMarkup, Message

from handlers.cases.staff_forwarding import forward
from handlers.customer import (
    case_routing,
    corrections,
    hints,
    reopening,
    replies,
    time_zone,
    uncertain_scores,
)
from handlers.customer.answers import give
from handlers.customer.asked_later import take_postponement
from handlers.customer.churn_session import open_case_of_reply
from handlers.customer.complaint import take_story
from handlers.customer.edits import take_edit
from handlers.customer.feedback import complaint_button, thanks
from handlers.customer.intents import follow_intent
from handlers.customer.low_score import open_case_of_picture
from handlers.customer.stored_messages import keep, keep_in, order_file
from handlers.customer.typed_answer import show_group, take_answer
from handlers.customer.typed_buttons import press_typed
from handlers.shared import keyboards
from handlers.shared.content import Content
from handlers.shared.conversation_state import state_of
from handlers.shared.filters import PrivateChat
from handlers.shared.message_source import customers_content
from handlers.shared.update_context import UpdateContext
from storage.cases import written_messages
from storage.rows import Case
from surveys.questions import engine
from surveys.questions.engine import SurveyStep
from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Typed, UncertainValue
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
    content = customers_content(message, ctx)
    if content is None or await _joins_album(message, content, ctx):
        return
    if await follow_intent(ctx, message, content):
        return
    target = await replies.find_target(ctx, message, content)
    replied = target if isinstance(target, Case) else None
    if not isinstance(target, Question) and await reopening.answer_in_words(ctx, content, replied):
        return
    if isinstance(target, Case):
        await replies.follow_case(ctx, target, content)
    elif not await press_typed(ctx, message, content):
        await _take(ctx, message, content, target)


async def _take(ctx: UpdateContext, message: Message, content: Content, target: Question | None) -> None:
    """Take what points at no case and is no button: a correction, an answer, or to be kept."""
    if await corrections.take_typed(ctx, content, target):
        return
    if target is None:
        case = await case_routing.case_meant(ctx)
        if case is not None and await case_routing.pass_on(ctx, case, content):
            return
    survey = ctx.app.survey_of(ctx.conversation) if ctx.conversation else None
    given = _input(ctx, survey, message, content)
    if survey is not None and target is not None:
        await _reply_to_question(ctx, survey, target, given, content)
        return
    if survey is not None and await take_story(ctx, survey, content):
        return
    step = await give(ctx, survey, None, given, content.message_id) if survey else None
    if survey is not None and step is not None and step.answer is not None:
        await take_answer(ctx, survey, step, content)
    elif survey is not None and step is not None and step.opens is not None:
        show_group(ctx, survey, step.opens)
    elif survey is not None and step is not None and step.postpones is not None:
        await take_postponement(ctx, survey, step.postpones)
    else:
        await _pass_on_or_keep(ctx, survey, step, content)


async def _pass_on_or_keep(
    ctx: UpdateContext, survey: Survey | None, step: SurveyStep | None, content: Content
) -> None:
    case = await case_routing.open_case_of(ctx)
    if case is None or not await case_routing.pass_on(ctx, case, content):
        await _unanswered(ctx, survey, step, content)


@router.edited_message()
async def edited(message: Message, ctx: UpdateContext) -> None:
    """Correct what a message said, where it went."""
    content = customers_content(message, ctx)
    if content is not None and message.location is None:  # a shared location moves by itself
        await take_edit(ctx, content, _input(ctx, None, message, content))


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
        await take_answer(ctx, survey, step, content)
    elif step is not None and (value := _other_score(step, question)) is not None:
        await corrections.ask_about(ctx, question, value, content)
    elif step and isinstance(step.reply, Hint) and question.id not in step.conversation.answers:
        await _unanswered(ctx, survey, step, content)
    else:
        await replies.take_no_answer(ctx, survey, step.reply if step is not None else None, content)


def _other_score(step: SurveyStep, question: Question) -> int | None:
    """A number among words that may be another score than the one that stands; None without one."""
    value = step.reply.value if isinstance(step.reply, UncertainValue) else None
    return None if value == step.conversation.answers.get(question.id) else value


def _input(ctx: UpdateContext, survey: Survey | None, message: Message, content: Content) -> Input:
    """Words that somebody else said may tell what happened; they are no score and no choice."""
    if content.file_id is not None:
        return SentFile(content.kind, content.file_id, content.words)
    if content.own is not None:
        return Typed(content.own)
    is_told = message.text is not None and content.words is not None and _awaits_words(ctx, survey)
    return Typed(content.words or "") if is_told else NotText()


def _awaits_words(ctx: UpdateContext, survey: Survey | None) -> bool:
    if survey is None or ctx.conversation is None:
        return False
    awaited = engine.awaited_question(survey, ctx.conversation.given)
    return awaited is not None and awaited.kind.is_open


async def _unanswered(
    ctx: UpdateContext, survey: Survey | None, step: SurveyStep | None, content: Content
) -> None:
    """Open a case for what was no answer, if it tells one; else keep it and say what would be an answer."""
    reply = step.reply if step is not None else None
    if survey is not None and step is not None and isinstance(reply, UncertainValue):
        await uncertain_scores.ask_of(ctx, survey, step, content)
        return
    is_hint = isinstance(reply, Hint)
    if is_hint and survey and step and await _tells_by_picture(ctx, survey, step, content):
        await order_file(ctx, content)
        return
    if reply in _NOTHING_AWAITED and await open_case_of_reply(ctx, content):
        await order_file(ctx, content)
        return
    if reply in _NOTHING_AWAITED and await case_routing.go_on_unasked(ctx, content):
        return
    kept = keep(ctx, content)
    await order_file(ctx, content)
    zone_hint = time_zone.hint(ctx, content) if reply in _NOTHING_AWAITED else None
    said = hints.kept(reply, survey, await thanks(ctx, kept), ctx)
    ctx.reply(*(zone_hint or (said, _buttons(ctx, survey) or complaint_button(ctx, kept))))


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
