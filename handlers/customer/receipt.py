"""The receipt: what was answered, what is still asked, and a button to change the answer."""

from datetime import date

from aiogram.types import InlineKeyboardMarkup

from handlers import keyboards
from handlers.shared.update_context import UpdateContext
from surveys import engine
from surveys.engine import Conversation
from surveys.questions.callback import pack
from surveys.survey import SKIPPED, Question, QuestionKind, Survey, Value

_LOW = 6
"""Whoever gives this or less is asked whether we may put it right."""


def text(
    survey: Survey,
    talk: Conversation,
    question_id: str,
    ctx: UpdateContext,
    farewell: str | None = None,
) -> str:
    """After an answer to that question: what was chosen, and the next question or the last words.

    `farewell` takes the place of the survey's own last words.
    """
    parts: list[str] = []
    answered = survey.question(question_id)
    if answered is not None and is_chosen(answered) and talk.answers[question_id] != SKIPPED:
        parts.append(_chosen(answered, talk.answers[question_id], ctx))
    awaited = engine.awaited_question(survey, talk.answers)
    onward = awaited.text if awaited else survey.thank(talk.answers)
    if farewell is not None:
        parts.append(farewell)
    elif onward is not None:
        parts.append(onward.render(ctx.language, business=ctx.app.business))
    return "\n\n".join(parts) or ctx.text("why-kept")


def keyboard(
    survey: Survey, talk: Conversation, question_id: str, ctx: UpdateContext
) -> InlineKeyboardMarkup | None:
    """The buttons of the next question, and the one that changes this answer if it was given by a button."""
    if ctx.conversation is None:
        return None
    here = ctx.conversation.id
    rows: keyboards.Rows = []
    if awaited := engine.awaited_question(survey, talk.answers):
        rows += keyboards.rows_of(awaited, here, ctx.language)
    answered = survey.question(question_id)
    if answered is not None and answered.kind is QuestionKind.SCORE and awaited and is_low(survey, talk):
        label = ctx.text("button-sort-out")
        rows.append([keyboards.button(label, keyboards.COMPLAIN)])
    if answered is not None and is_chosen(answered):
        scored = answered.kind is QuestionKind.SCORE
        label = ctx.text("button-change" if scored else "button-change-answer")
        rows.append([keyboards.button(label, pack(here, question_id, keyboards.CHANGE))])
    return keyboards.Keyboard.of(rows) if rows else None


def is_chosen(question: Question) -> bool:
    """By a button of its own, so that another one can be chosen later."""
    return bool(question.values) or question.kind is QuestionKind.DATE


def is_low(survey: Survey, talk: Conversation) -> bool:
    score = survey.score_question
    given = talk.answers.get(score.id) if score is not None else None
    return isinstance(given, int) and given <= _LOW


def said(question: Question, value: Value, language: str) -> str:
    """A value in the words of its button; a day as people write it."""
    if question.kind is not QuestionKind.DATE:
        return question.label(str(value)).render(language)
    from babel.dates import format_date  # slow to import, and few are asked for a day

    return str(format_date(date.fromisoformat(str(value)), "long", locale=language))


def _chosen(question: Question, value: Value, ctx: UpdateContext) -> str:
    if question.kind is QuestionKind.SCORE:
        return ctx.text("score-given", score=str(value))
    answer = said(question, value, ctx.language)
    if question.kind is QuestionKind.DATE:
        return ctx.text("day-given", day=answer)
    return ctx.text("answer-given", answer=answer)
