"""From what a customer tapped, wrote or sent to what is stored: answers, corrections, totals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.customer.escalation import is_low
from handlers.customer.preview import is_preview
from handlers.shared.conversation_state import state_of
from handlers.shared.time_zones import zone_of
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, feedback
from storage.cases.cases import MessageVersion
from storage.effects import Total
from storage.rows import Answer, Conversation, Correction, Message
from storage.surveys import answers, comment_themes
from storage.surveys.answer_columns import columns_of
from surveys.cases.greetings import tells_something
from surveys.questions import engine
from surveys.questions.correction import replaces
from surveys.questions.engine import AnswerOutcome, SurveyStep
from surveys.questions.inputs import Input, Reply, SentFile, Tap, Typed
from surveys.questions.later import Later
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import BACK, DONE, LATER, SKIP, SKIPPED, Question
from surveys.questions.reasons import OTHER
from surveys.questions.survey import Survey, SurveyKind


async def give(
    ctx: UpdateContext,
    survey: Survey,
    question_id: str | None,
    given: Input,
    message_id: int | None = None,
    *,
    ahead: bool = False,
) -> SurveyStep | None:
    """Put an input to the current conversation and store it if it is an answer.

    `message_id` is Telegram's number of what was typed or sent; None for a tap. `ahead` takes an answer to a
    question that was not asked yet. None where there is no conversation.
    """
    row = ctx.conversation
    if row is None:
        return None
    if isinstance(given, Tap) and await _is_past(ctx, survey, row, question_id, given.option):
        return SurveyStep(state_of(row), reply=Reply.NOT_AWAITED)
    step = engine.answer(survey, state_of(row), question_id, given, local_now(ctx), ahead=ahead)
    if step.opens is not None:
        talk = step.conversation
        ctx.update_conversation(opened=list(talk.opened) or None, picked=list(talk.picked) or None)
    if step.answer is not None and step.answer.outcome is not AnswerOutcome.UNCHANGED:
        await _store(ctx, survey, row, step, step.answer, message_id)
    if step.answer is not None and row.changing is not None:
        ctx.update_conversation(changing=None, changing_at=None)
    _turn_to(ctx, step)
    if step.answer is not None and step.answer.value == OTHER and step.answer.said:
        return await _with_own_words(ctx, survey, step, step.answer.said, message_id)
    return step


async def _is_past(
    ctx: UpdateContext, survey: Survey, row: Conversation, question_id: str | None, option: str
) -> bool:
    """Whether a button belongs to the past: its question was answered, and nobody asked to change that.

    Another option of an answer that was chosen, also by its label, is a correction; nothing takes the place
    of words.
    """
    question = survey.question(question_id) if question_id is not None else None
    if question is None or question.id not in row.given or row.changing == question.id:
        return False
    value = row.given[question.id]
    if option == str(value) or (option == SKIP and value == SKIPPED):
        return False
    if not _chooses(question, option):
        return True
    stored = await ctx.run(answers.find_answer, row.id, question.id)
    if stored is None or stored.option == SKIP or stored.words is None:
        return False
    return question.option_named(stored.words) is None


def _chooses(question: Question, option: str) -> bool:
    """Whether a button by itself is an answer: not one that skips, shows others or joins them."""
    if question.done is not None:
        return option == DONE
    return option not in (SKIP, BACK, LATER, *Later) and question.group(option) is None


async def _with_own_words(
    ctx: UpdateContext, survey: Survey, step: SurveyStep, said: str, message_id: int | None
) -> SurveyStep:
    """Whoever gave a reason in their own words is not asked for words once more."""
    awaited = engine.awaited_question(survey, step.conversation.answers)
    if awaited is None or not awaited.kind.is_open:
        return step
    more = await give(ctx, survey, None, Typed(said), message_id)
    return step if more is None or more.answer is None else replace(more, answer=step.answer)


async def with_told_before(ctx: UpdateContext, survey: Survey, step: SurveyStep) -> SurveyStep:
    """The step after what was told earlier is taken as the answer to an awaited question in words.

    So whoever told what happened before choosing what it is about is not asked for it once more.
    """
    row, awaited = ctx.conversation, engine.awaited_question(survey, step.conversation.answers)
    if row is None or awaited is None or not _calls_for_a_case(survey, awaited, step):
        return step
    if step.answer is None or step.answer.outcome is AnswerOutcome.UNCHANGED:
        return step
    kept = await ctx.run(cases.told_before, row.customer_id, row.id)
    given = _earlier_answer(awaited, [one.message for one in kept])
    more = await give(ctx, survey, None, given) if given is not None else None
    if given is None or more is None or more.answer is None:
        return step
    await ctx.write(feedback.retract, _taken(given, kept))
    return replace(more, answer=step.answer)


def _calls_for_a_case(survey: Survey, awaited: Question, step: SurveyStep) -> bool:
    """Whether its answer is what a person must see: what happened, or what is behind a low score."""
    return bool(awaited.accepts) or (awaited.kind.is_open and is_low(survey, step.conversation))


def _earlier_answer(question: Question, kept: Sequence[Message]) -> Typed | SentFile | None:
    """The words that were kept, if they tell something; else the first file that does."""
    words = "\n\n".join(one.words for one in kept if one.kind is MessageKind.TEXT and one.words)
    if tells_something(words):
        return Typed(words)
    files = (one for one in kept if one.kind in question.accepts and one.file_id)
    found = next(files, None)
    return SentFile(found.kind, found.file_id or "", found.words) if found else None


def _taken(given: Typed | SentFile, kept: Sequence[MessageVersion]) -> list[int]:
    """The messages of which the answer was made, with all their versions."""
    if isinstance(given, SentFile):
        of = [one for one in kept if one.message.file_id == given.file_id]
    else:
        of = [one for one in kept if one.message.kind is MessageKind.TEXT]
    return [message_id for one in of for message_id in one.ids]


def local_now(ctx: UpdateContext) -> datetime:
    """The moment in the customer's zone: where days are named, their own day decides what "tomorrow" is."""
    return ctx.written_at.astimezone(zone_of(ctx.app, ctx.customer))


def _turn_to(ctx: UpdateContext, step: SurveyStep) -> None:
    """What a customer touched last is what their next words are about."""
    row = ctx.conversation
    if row is not None and row.id != ctx.customer.conversation_id and step.conversation.awaiting:
        ctx.update_customer(conversation_id=row.id)


async def _store(
    ctx: UpdateContext,
    survey: Survey,
    row: Conversation,
    step: SurveyStep,
    given: engine.GivenAnswer,
    message_id: int | None,
) -> None:
    question = survey.question(given.question)
    if question is None:
        return
    columns = {**columns_of(question, given), "telegram_message_id": message_id}
    if question.options:
        columns["shown"] = list(question.shown(step.conversation.opened))
    if is_preview(ctx):
        pass  # what was answered stands in the conversation only
    elif given.outcome is AnswerOutcome.NEW:
        _add(ctx, survey, row, question, columns)
    else:
        await _correct(ctx, survey, row, question, columns)
    talk = step.conversation
    ctx.update_conversation(
        awaiting=talk.awaiting,
        given=dict(talk.answers),
        opened=list(talk.opened) or None,
        picked=None,
        touched_at=ctx.now,
        by_staff=row.by_staff and is_preview(ctx),
        answered_at=talk.first_answer_at,
        finished_at=row.finished_at or (ctx.written_at if talk.done else None),
    )


def _add(
    ctx: UpdateContext, survey: Survey, row: Conversation, question: Question, columns: dict[str, Any]
) -> None:
    answer = ctx.effects.add(
        Answer(
            id=ctx.ids.next(),
            conversation_id=row.id,
            customer_id=row.customer_id,
            survey_id=row.survey_id,
            question_id=question.id,
            kind=question.kind.name,
            language=row.language,
            day=ctx.today,
            answered_at=ctx.written_at,
            touchpoint=row.touchpoint,
            segment=row.segment,
            event_id=_event_of(survey, row),
            **columns,
        )
    )
    _count(ctx, answer, +1)


def _event_of(survey: Survey, row: Conversation) -> int | None:
    """Of a survey of the whole base the latest score of a person counts, of another that about each event."""
    return None if survey.kind is SurveyKind.RELATIONAL else row.order_id or row.id


async def _correct(
    ctx: UpdateContext, survey: Survey, row: Conversation, question: Question, columns: dict[str, Any]
) -> None:
    """Let a new value stand: in place of one just given, later beside it and on its own day.

    What was counted on an earlier day stays counted there.
    """
    old = await ctx.run(answers.find_answer, row.id, question.id)
    if old is None:  # it was a preview
        _add(ctx, survey, row, question, columns)
        return
    if not replaces(old.answered_at, ctx.written_at):
        await ctx.write(answers.supersede, old.id, ctx.written_at)
        _add(ctx, survey, row, question, columns)
        return
    ctx.effects.add(
        Correction(
            id=ctx.ids.next(),
            conversation_id=row.id,
            question_id=question.id,
            corrected_at=ctx.written_at,
            score=old.score,
            option=old.option,
            options=old.options,
            words=old.words,
        )
    )
    if old.words is not None:
        await ctx.write(comment_themes.forget, old.id)
    new = ctx.effects.change(old, **columns, sentiment=None, changed_at=ctx.written_at)
    _count(ctx, old, -1)
    _count(ctx, new, +1)


def _count(ctx: UpdateContext, answer: Answer, n: int) -> None:
    if answer.score is not None:
        where = (answer.touchpoint or "", answer.segment or "")
        ctx.effects.count(Total(answer.day, answer.survey_id, answer.question_id, *where, answer.score), n)
