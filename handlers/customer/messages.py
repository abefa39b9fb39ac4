"""What people write and send: an answer to what is awaited, a word about their case, or something to keep."""

from dataclasses import replace
from typing import Final

from aiogram import Router
from aiogram.types import InlineKeyboardMarkup, Message

from handlers.cases.staff_forwarding import forward
from handlers.customer import case_routing, hints
from handlers.customer.answered import Answered
from handlers.customer.answers import give, with_told_before
from handlers.customer.churn_session import open_case_of_reply
from handlers.customer.complaint import take_story
from handlers.customer.consequences import follow
from handlers.customer.escalation import score_of
from handlers.customer.low_score import open_case_of_picture
from handlers.customer.stored_messages import keep, order_file
from handlers.shared import keyboards
from handlers.shared.content import Content, content_of
from handlers.shared.conversation_state import state_of
from handlers.shared.filters import PrivateChat
from handlers.shared.update_context import UpdateContext
from surveys.language.score_text import leading_number
from surveys.questions import engine
from surveys.questions.engine import SurveyStep
from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Typed
from surveys.questions.message_kind import MessageKind
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
    case = await case_routing.case_meant(ctx, message)
    if case is not None and await case_routing.pass_on(ctx, case, content):
        return
    survey = ctx.app.survey(ctx.conversation.survey_id) if ctx.conversation else None
    if survey is not None and await take_story(ctx, survey, content):
        return
    step = await give(ctx, survey, None, _input(message, content), content.message_id) if survey else None
    if survey is not None and step is not None and step.answer is not None:
        await _answered(ctx, survey, step, content)
    else:
        await _unanswered(ctx, survey, step, content)


@router.edited_message()
async def edited(message: Message, ctx: UpdateContext) -> None:
    """Keep an edited text beside the first one; a score is corrected by its button only."""
    content = content_of(message, ctx.app)
    if content is None or message.location is not None:  # a shared location moves by itself
        return
    means_score = _gave_score(ctx) and leading_number(message.text or "") is not None
    case = None if means_score else await case_routing.open_case_of(ctx)
    taken = await forward(ctx, case, content, is_edit=True) if case is not None else None
    if taken is None:
        keep(ctx, replace(content, kind=MessageKind.EDITED))
    elif not taken.is_first and not means_score:
        return
    ctx.reply(ctx.text("edited-score" if means_score else "edited-kept"))


def _gave_score(ctx: UpdateContext) -> bool:
    """Whether the conversation of this moment has a score: a number in any other is words."""
    row = ctx.conversation
    survey = ctx.app.survey(row.survey_id) if row is not None else None
    return row is not None and survey is not None and score_of(survey, state_of(row)) is not None


async def _joins_album(message: Message, content: Content, ctx: UpdateContext) -> bool:
    """Further pictures of an album go, without a word, where the first one went."""
    album = (message.media_group_id or "")[:_LONGEST_ALBUM]
    if not album:
        return False
    if ctx.customer.album != album:
        ctx.update_customer(album=album)
        return False
    case = await case_routing.open_case_of(ctx)
    if case is None or await forward(ctx, case, content) is None:
        keep(ctx, content)
    await order_file(ctx, content)
    return True


def _input(message: Message, content: Content) -> Input:
    if message.text:
        return Typed(message.text)
    return NotText() if content.file_id is None else SentFile(content.kind, content.file_id, content.words)


async def _answered(ctx: UpdateContext, survey: Survey, step: SurveyStep, content: Content) -> None:
    await order_file(ctx, content)

    def show(text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        ctx.reply(text, keyboard)

    step = await with_told_before(ctx, survey, step)
    if ctx.conversation is not None and step.answer is not None:
        answered = Answered(survey, ctx.conversation, step, step.answer, show, content)
        await follow(ctx, answered)


async def _unanswered(
    ctx: UpdateContext, survey: Survey | None, step: SurveyStep | None, content: Content
) -> None:
    """Pass on to the open case what was no answer; else keep it and say what would have been one."""
    case = await case_routing.open_case_of(ctx)
    if case is not None and await case_routing.pass_on(ctx, case, content):
        return
    reply = step.reply if step is not None else None
    is_hint = isinstance(reply, Hint)
    if is_hint and survey and step and await _tells_by_picture(ctx, survey, step, content):
        await order_file(ctx, content)
        return
    if reply in _NOTHING_AWAITED and await open_case_of_reply(ctx, content):
        await order_file(ctx, content)
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
