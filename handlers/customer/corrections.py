"""Changing an answer: asked for by a button, typed afterwards, or offered where words may be a correction."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from aiogram.types import CallbackQuery

from handlers.customer import case_routing, hints, uncertain_scores
from handlers.customer.answers import give, local_now
from handlers.customer.deferred_messages import let_wait
from handlers.customer.receipt import keep_button
from handlers.customer.stored_messages import order_file
from handlers.customer.typed_answer import take_answer
from handlers.shared import keyboards
from handlers.shared.content import Content
from handlers.shared.conversation_state import state_of
from handlers.shared.editing import put
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from storage.rows import Conversation
from surveys.language.day_correction import day_set_right
from surveys.language.plain_words import plain_words
from surveys.language.score_correction import correction_in
from surveys.questions import engine
from surveys.questions.inputs import Hint, Reply, Typed, UncertainValue
from surveys.questions.message_kind import MessageKind
from surveys.questions.picking import options_in
from surveys.questions.question import Question, QuestionRole
from surveys.questions.survey import Survey

_TYPED_FOR: Final = timedelta(hours=1)
"""So long after "change" words are taken for the new answer; its buttons work until the answer is settled."""
_SLIP_FOR: Final = timedelta(minutes=15)
"""So long after an answer "ой, 10" is about it, also when nothing is asked any more."""


def offer_change(query: CallbackQuery, survey: Survey, question: Question | None, ctx: UpdateContext) -> str:
    """Show the buttons of an answered question once more; returns what pops up."""
    row = ctx.conversation
    chosen = question.kind.chosen if question is not None else None
    if row is None or question is None or chosen is None or not _stands(survey, row, question):
        return ctx.text("question-unknown")
    if engine.is_settled(survey, state_of(row), ctx.written_at):
        return hints.refused(Reply.TOO_LATE_TO_CORRECT, survey, ctx)
    begin_change(ctx, question)
    text = question.text.render(ctx.language, business=ctx.app.business)
    ctx.send(put(query, ctx, text, choices(ctx, ctx.conversation or row, question)))
    return ctx.text(chosen.choose)


def begin_change(ctx: UpdateContext, question: Question) -> None:
    """Note that the customer wants another answer to this question: their next words are about it."""
    given = ctx.conversation.given.get(question.id) if ctx.conversation is not None else None
    picked = list(options_in(given)) if question.done is not None else None
    ctx.update_conversation(changing=question.id, changing_at=ctx.written_at, picked=picked or None)
    if ctx.conversation is not None and ctx.customer.conversation_id != ctx.conversation.id:
        ctx.update_customer(conversation_id=ctx.conversation.id)


def choices(ctx: UpdateContext, row: Conversation, question: Question, opened: str | None = None) -> Keyboard:
    """The buttons of a question that is answered, and one that leaves the answer as it is."""
    asked = replace(question, later=None)
    rows = keyboards.rows_of(asked, row.id, ctx.language, opened, row.picked or ())
    return Keyboard.of([*rows, [keep_button(ctx, row, question)]])


def awaited_change(ctx: UpdateContext) -> Question | None:
    """The answered question for which the next words are taken, since its change was asked for; else None."""
    row = ctx.conversation
    if row is None or row.changing is None or row.changing_at is None:
        return None
    survey = ctx.app.survey_of(row)
    is_over = ctx.written_at - row.changing_at > _TYPED_FOR
    return None if survey is None or is_over else survey.question(row.changing)


async def ask_about(ctx: UpdateContext, question: Question, value: int, content: Content) -> None:
    """Ask whether a number is the score; an answered question may be changed from now on."""
    if ctx.conversation is not None and question.id in ctx.conversation.given:
        begin_change(ctx, question)
    await uncertain_scores.ask_about(ctx, question, value, content)


async def take_typed(ctx: UpdateContext, content: Content, replied_to: Question | None) -> bool:
    """Whether words were a correction, or may be one and were asked about.

    A reply to the question of the score needs no guess: it is read as its answer.
    """
    if replied_to is not None and replied_to.role is QuestionRole.SCORE:
        return False
    row = ctx.conversation
    survey = ctx.app.survey_of(row) if row is not None else None
    if row is None or survey is None or content.kind is not MessageKind.TEXT or not content.own:
        return False
    if await uncertain_scores.take_assent(ctx, survey, content.own):
        return True
    if (question := awaited_change(ctx)) is not None:
        return await _take_change(ctx, survey, question, content)
    return await _take_slip(ctx, survey, row, content) or await _take_other_day(ctx, survey, row, content)


async def _take_change(ctx: UpdateContext, survey: Survey, question: Question, content: Content) -> bool:
    """Whether what was written after "change" is for the question: words to an agent are not."""
    step = await give(ctx, survey, question.id, Typed(content.words or ""), content.message_id)
    if step is None or step.opens is not None or ctx.conversation is None:
        return False
    if step.answer is not None:
        await take_answer(ctx, survey, step, content)
        return True
    if isinstance(step.reply, UncertainValue):
        await uncertain_scores.ask_about(ctx, question, step.reply.value, content)
        return True
    if not isinstance(step.reply, Hint):
        return False
    if _tells(content) and await case_routing.open_case_of(ctx) is not None:
        ctx.update_conversation(changing=None, changing_at=None)
        return False
    let_wait(ctx, content)
    await order_file(ctx, content)
    ctx.reply(hints.said(step.reply, ctx), choices(ctx, ctx.conversation, question))
    return True


async def _take_slip(ctx: UpdateContext, survey: Survey, row: Conversation, content: Content) -> bool:
    """Whether words after a score may set it right: then the change is offered."""
    question = survey.question_of(QuestionRole.SCORE)
    if question is None or question.id not in row.given:
        return False
    given, highest = row.given[question.id], question.kind.highest
    found = correction_in(content.words or "", highest) if highest is not None else None
    if found is None or not _may_correct(ctx, survey, row, found.is_slip):
        return False
    if await case_routing.spoke_since(ctx, row.touched_at):
        return False
    if found.value == given:
        if not found.says_more:
            ctx.reply(ctx.text("score-same", answer=question.render(given, ctx.language)))
        return not found.says_more
    if found.value not in question.values:
        return False
    await ask_about(ctx, question, found.value, content)
    return True


async def _take_other_day(ctx: UpdateContext, survey: Survey, row: Conversation, content: Content) -> bool:
    """Whether words right after a day named another one in its place, which was taken."""
    question = survey.question_of(QuestionRole.RETURN_DATE)
    if question is None or question.id not in row.given or ctx.written_at - row.touched_at > _SLIP_FOR:
        return False
    day = day_set_right(content.words or "", local_now(ctx).date())
    if day is None or await case_routing.spoke_since(ctx, row.touched_at):
        return False
    step = await give(ctx, survey, question.id, Typed(day), content.message_id)
    if step is None or step.answer is None:
        return False
    await take_answer(ctx, survey, step, content)
    return True


def _may_correct(ctx: UpdateContext, survey: Survey, row: Conversation, is_slip: bool) -> bool:
    """Whether a number may be a score and no answer: while words are awaited, or right after them."""
    if engine.is_settled(survey, state_of(row), ctx.written_at):
        return False
    awaited = engine.awaited_question(survey, row.given)
    if awaited is not None and awaited.kind.is_open:
        return not engine.is_expired(survey, state_of(row), ctx.written_at)
    return awaited is None and is_slip and ctx.written_at - row.touched_at <= _SLIP_FOR


def _stands(survey: Survey, row: Conversation, question: Question) -> bool:
    return question.id in row.given and question in engine.path_of(survey, row.given)


def _tells(content: Content) -> bool:
    """Whether there are words among the figures."""
    return any(not word.isdecimal() for word in plain_words(content.words or ""))
