"""A number that may be a score, or part of what was told: one question, and the words wait for its answer."""

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.customer.answered import Answered
from handlers.customer.consequences import follow
from handlers.customer.deferred_messages import let_wait, waiting, with_deferred_words
from handlers.customer.stored_messages import order_file
from handlers.shared import keyboards
from handlers.shared.content import Content
from handlers.shared.conversation_state import state_of
from handlers.shared.editing import put
from handlers.shared.update_context import UpdateContext
from surveys.language.score_correction import assent_in, correction_in
from surveys.language.score_text import HIGHEST, score_in
from surveys.questions import engine
from surveys.questions.callback import pack
from surveys.questions.engine import AnswerOutcome, GivenAnswer, SurveyStep
from surveys.questions.inputs import UncertainValue
from surveys.questions.question import AS_WORDS, Question, QuestionRole
from surveys.questions.survey import Survey


async def ask_about(ctx: UpdateContext, question: Question, value: int, content: Content) -> None:
    """Ask whether a number is the score, or is to be the new one; its words wait for the answer."""
    row = ctx.conversation
    if row is None:
        return
    let_wait(ctx, content)
    await order_file(ctx, content)
    given = row.given.get(question.id)
    text = (
        ctx.text("score-uncertain", score=str(value))
        if given is None
        else ctx.text("score-correct", score=str(value), given=str(given))
    )
    ctx.reply(text, _buttons(ctx, row.id, question, value))


async def ask_of(ctx: UpdateContext, survey: Survey, step: SurveyStep, content: Content) -> None:
    """Ask about the number in what was written to the question that is awaited."""
    question = engine.awaited_question(survey, step.conversation.answers)
    if question is not None and isinstance(step.reply, UncertainValue):
        await ask_about(ctx, question, step.reply.value, content)


async def take_assent(ctx: UpdateContext, survey: Survey, words: str) -> bool:
    """Whether "yes" or "no" was written to such a question, and was taken as its button."""
    row, assent = ctx.conversation, assent_in(words)
    question = survey.question_of(QuestionRole.SCORE)
    if row is None or row.deferred_id is None or assent is None or question is None or ctx.press is None:
        return False
    found = await waiting(ctx)
    value = _value(found[-1].words or "", question.kind.highest or HIGHEST) if found else None
    if value is None:
        return False
    data = pack(row.id, question.id, str(value) if assent else AS_WORDS)
    await ctx.press(data)
    return True


async def take_as_words(
    query: CallbackQuery, survey: Survey, question: Question, ctx: UpdateContext
) -> str | None:
    """Take what waits for words: the reason of the score that stands, else kept until a score is given."""
    row = ctx.conversation
    if row is None:
        return None
    ctx.update_conversation(changing=None, changing_at=None)
    if question.id in row.given:
        await stay(query, survey, question, ctx, is_meant=True)
        return None
    asked = question.text.render(ctx.language, business=ctx.app.business)
    text = f"{ctx.text('score-words-kept')}\n\n{asked}"
    ctx.send(put(query, ctx, text, keyboards.of_question(question, row.id, ctx.language)))
    return None


async def stay(
    query: CallbackQuery, survey: Survey, question: Question, ctx: UpdateContext, *, is_meant: bool = False
) -> SurveyStep | None:
    """Leave an answer as it is and show its receipt; what waits becomes the answer awaited in words.

    None where there is no conversation.
    """
    row = ctx.conversation
    if row is None:
        return None
    ctx.update_conversation(changing=None, changing_at=None, picked=None)
    value = row.given[question.id]
    given = GivenAnswer(question.id, value, AnswerOutcome.UNCHANGED, value)
    step = await with_deferred_words(ctx, survey, SurveyStep(state_of(row), given), is_meant=is_meant)

    def show(text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        ctx.send(put(query, ctx, text, keyboard))

    await follow(ctx, Answered(survey, ctx.conversation or row, step, given, show))
    return step


def _value(words: str, highest: int) -> int | None:
    found = correction_in(words, highest) or score_in(words, highest)
    return found.value if found is not None else None


def _buttons(ctx: UpdateContext, conversation_id: int, question: Question, value: int) -> keyboards.Keyboard:
    yes = keyboards.button(
        ctx.text("button-score-yes", score=str(value)), pack(conversation_id, question.id, str(value))
    )
    no = keyboards.button(ctx.text("button-score-no"), pack(conversation_id, question.id, AS_WORDS))
    return keyboards.Keyboard.of([[yes], [no]])
