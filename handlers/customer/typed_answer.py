"""An answer that was written or sent: its receipt is a new message, the buttons before it are taken away."""

from dataclasses import replace

from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import InlineKeyboardMarkup

from handlers.customer.answered import Answered
from handlers.customer.answers import with_told_before
from handlers.customer.consequences import follow
from handlers.customer.deferred_messages import with_deferred_words
from handlers.customer.receipt import change_row
from handlers.customer.replies import take_no_answer
from handlers.customer.stored_messages import keep, keep_rest_of_album, order_file
from handlers.shared import keyboards
from handlers.shared.content import Content
from handlers.shared.places import further_question_place, question_place
from handlers.shared.update_context import UpdateContext
from storage.delivery import outbox
from surveys.language.score_correction import says_more
from surveys.questions import engine
from surveys.questions.engine import AnswerOutcome, GivenAnswer, SurveyStep
from surveys.questions.question import SKIPPED, Question
from surveys.questions.survey import Survey


async def take_answer(ctx: UpdateContext, survey: Survey, step: SurveyStep, content: Content) -> None:
    """Let everything follow from an answer that was written or sent."""
    given = step.answer
    if given is None or ctx.conversation is None:
        return
    if _says_more(step, given):
        await take_no_answer(ctx, survey, step.reply, content)
        return
    if content.file_id is not None and given.media is None:  # a score under a picture
        keep(ctx, replace(content, words=None))
    await order_file(ctx, content)
    await take_buttons_away(ctx, survey, step)
    step = await with_deferred_words(ctx, survey, step)
    step = await with_told_before(ctx, survey, step)

    def show(text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        show_question(ctx, survey, step, text, keyboard)

    await follow(ctx, Answered(survey, ctx.conversation, step, given, show, content))
    keep_rest_of_album(ctx, content)


def _says_more(step: SurveyStep, given: GivenAnswer) -> bool:
    """Whether words stand beside an answer that was given before, and are no answer themselves."""
    if given.outcome is not AnswerOutcome.UNCHANGED or given.said is None:
        return False
    return says_more(given.said) and given.said not in step.conversation.answers.values()


def show_question(
    ctx: UpdateContext, survey: Survey, step: SurveyStep, text: str, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Say a receipt in a new message, which is the place of the question that it asks."""
    awaited, row = engine.awaited_question(survey, step.conversation.answers), ctx.conversation
    name = further_question_place(row.id, awaited.id) if row is not None and awaited is not None else None
    ctx.reply(text, keyboard, fills=name)


def show_group(ctx: UpdateContext, survey: Survey, group: str) -> None:
    """Show the buttons of a group of the awaited question, which was written instead of tapped."""
    row = ctx.conversation
    question = engine.awaited_question(survey, row.given) if row is not None else None
    if row is None or question is None:
        return
    text = question.text.render(ctx.language, business=ctx.app.business)
    keyboard = keyboards.of_question(question, row.id, ctx.language, group, row.picked or ())
    ctx.reply(text, keyboard, fills=further_question_place(row.id, question.id))


async def take_buttons_away(ctx: UpdateContext, survey: Survey, step: SurveyStep) -> None:
    """Take the buttons of an answered question from its message, where we know it.

    The button that changes the answer before it stays.
    """
    row, given = ctx.conversation, step.answer
    question = survey.question(given.question) if given is not None else None
    if row is None or question is None or not question.options:
        return
    names = [further_question_place(row.id, question.id), question_place(row.id)]
    known = await ctx.run(outbox.find_places, names)
    found = (known[name].message_id for name in names if name in known and known[name].filled_at)
    message_id = next(found, None)
    if message_id is None:
        return
    before = _chosen_before(survey, step, question)
    rows = change_row(ctx, before, row.id) if before is not None else []
    ctx.send(
        EditMessageReplyMarkup(
            chat_id=ctx.chat_id, message_id=message_id, reply_markup=keyboards.Keyboard.of(rows)
        )
    )


def _chosen_before(survey: Survey, step: SurveyStep, question: Question) -> Question | None:
    """The last question before this one whose choice can be changed."""
    answers = step.conversation.answers
    path = engine.path_of(survey, answers)
    earlier = path[: path.index(question)] if question in path else []
    chosen = (one for one in reversed(earlier) if one.kind.chosen and answers[one.id] != SKIPPED)
    return next(chosen, None)
