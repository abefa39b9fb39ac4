"""What people write and send: an answer to what is awaited, a word about their case, or something to keep."""

from dataclasses import replace
from typing import Final

from aiogram import Router
from aiogram.types import InlineKeyboardMarkup, Message

from handlers import keyboards
from handlers.customer import casework, hints
from handlers.customer.answering import give
from handlers.customer.content import Content, content_of
from handlers.customer.escalation import escalate_picture, escalate_reply
from handlers.customer.hearing import respond
from handlers.customer.keeping import keep, order_file
from handlers.filters import Private
from handlers.shared.conversation_state import state_of
from handlers.shared.update_context import UpdateContext
from handlers.support.relaying import relay
from surveys import engine
from surveys.engine import Input, NotText, Reply, Sent, Step, Typed
from surveys.score_text import leading_number
from surveys.survey import Survey

router = Router(name="talk")
router.message.filter(Private())
router.edited_message.filter(Private())

_NOTHING_AWAITED: Final = (None, Reply.NOT_AWAITED, Reply.EXPIRED)


@router.message()
async def words(message: Message, ctx: UpdateContext) -> None:
    """Any message that is no command."""
    content = content_of(message)
    if content is None or await _joins_album(message, content, ctx):
        return
    case = await casework.case_meant(ctx, message)
    if case is not None and await casework.pass_on(ctx, case, content):
        return
    survey = ctx.app.survey(ctx.conversation.survey_id) if ctx.conversation else None
    step = await give(ctx, survey, None, _input(message, content)) if survey else None
    if survey is not None and step is not None and step.answer is not None:
        await _answered(ctx, survey, step, content)
    else:
        await _unanswered(ctx, survey, step, content)


@router.edited_message()
async def edited(message: Message, ctx: UpdateContext) -> None:
    """An edited text is kept beside the first one; a score is corrected by its button only."""
    content = content_of(message)
    if content is None or message.location is not None:  # a shared location moves by itself
        return
    means_score = _gave_score(ctx) and leading_number(message.text or "") is not None
    case = None if means_score else await casework.open_case_of(ctx)
    if case is None or not await relay(ctx, case, content, is_edit=True):
        keep(ctx, replace(content, kind="edited"))
    ctx.reply(ctx.text("edited-score" if means_score else "edited-kept"))


def _gave_score(ctx: UpdateContext) -> bool:
    """In the conversation of this moment: a number in any other is words."""
    row = ctx.conversation
    survey = ctx.app.survey(row.survey_id) if row is not None else None
    score = survey.score_question if survey is not None else None
    return row is not None and score is not None and score.id in row.given


async def _joins_album(message: Message, content: Content, ctx: UpdateContext) -> bool:
    """Further pictures of an album go, without a word, where the first one went."""
    album = message.media_group_id
    if album is None:
        return False
    if ctx.customer.album != album:
        ctx.update_customer(album=album)
        return False
    case = await casework.open_case_of(ctx)
    if case is None or not await relay(ctx, case, content):
        keep(ctx, content)
    else:
        order_file(ctx, content)
    return True


def _input(message: Message, content: Content) -> Input:
    if message.text:
        return Typed(message.text)
    return NotText() if content.file_id is None else Sent(content.kind, content.file_id, content.words)


async def _answered(ctx: UpdateContext, survey: Survey, step: Step, content: Content) -> None:
    order_file(ctx, content)

    def show(text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        ctx.reply(text, keyboard)

    await respond(ctx, survey, step, content, show)


async def _unanswered(ctx: UpdateContext, survey: Survey | None, step: Step | None, content: Content) -> None:
    """To the case that is open; else kept, and told what would have been an answer."""
    case = await casework.open_case_of(ctx)
    if case is not None and await casework.pass_on(ctx, case, content):
        return
    reply = step.reply if step is not None else None
    awaits_words = reply is Reply.NOT_TEXT and survey is not None and step is not None
    if awaits_words and survey and step and await escalate_picture(ctx, survey, step, content):
        order_file(ctx, content)
        ctx.reply(ctx.text("why-kept"))
        return
    if reply in _NOTHING_AWAITED and await escalate_reply(ctx, content):
        order_file(ctx, content)
        return
    keep(ctx, content)
    ctx.reply(hints.kept(reply, survey, ctx), _buttons(ctx, survey))


def _buttons(ctx: UpdateContext, survey: Survey | None) -> InlineKeyboardMarkup | None:
    """Those of the open question once more, so that nobody has to look for them."""
    row = ctx.conversation
    if row is None or survey is None or engine.is_expired(survey, state_of(row), ctx.now):
        return None
    question = engine.awaited_question(survey, row.given)
    return keyboards.of_question(question, row.id, ctx.language) if question is not None else None
