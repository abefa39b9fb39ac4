"""Whoever would rather be asked another day: tomorrow, in a week or never. That is an answer in itself."""

from handlers.customer.answered import Put
from handlers.customer.preview import is_preview
from handlers.outreach.asked_later import plan_asking
from handlers.shared import keyboards
from handlers.shared.update_context import UpdateContext
from storage.rows import Answer, Conversation
from storage.surveys import answers
from surveys.questions import engine
from surveys.questions.callback import pack
from surveys.questions.later import Later
from surveys.questions.question import BACK, LATER, Question
from surveys.questions.survey import Survey


async def postpone(ctx: UpdateContext, question: Question, when: Later, put: Put) -> str | None:
    """Store the wish and plan what follows from it; returns what pops up.

    The question stays to be read, with a button for those who would rather answer now.
    """
    row = ctx.conversation
    if row is None:
        return ctx.text("question-unknown")
    said = ctx.text(_SAID[when])
    now = keyboards.one_button(ctx.text("button-answer-now"), pack(row.id, question.id, BACK))
    put(f"{question.text.render(ctx.language, business=ctx.app.business)}\n\n{said}", now)
    if is_preview(ctx):
        return ctx.text("preview-later")
    await _store(ctx, row, when)
    await plan_asking(ctx, row, when)
    if when.wait is None:
        ctx.update_conversation(awaiting=None, finished_at=row.finished_at or ctx.now, picked=None)
        if ctx.customer.conversation_id == row.id:  # their next words are about something else
            ctx.update_customer(conversation_id=None)
    else:
        ctx.update_conversation(touched_at=ctx.now + when.wait)
    return None


async def take_postponement(ctx: UpdateContext, survey: Survey, when: Later) -> None:
    """The same, for whoever wrote what the button says."""
    row = ctx.conversation
    question = engine.awaited_question(survey, row.given) if row is not None else None
    if question is not None:
        await postpone(ctx, question, when, ctx.reply)


_SAID = {
    Later.TOMORROW: "later-said-tomorrow",
    Later.IN_A_WEEK: "later-said-week",
    Later.NEVER: "later-said-never",
}


async def _store(ctx: UpdateContext, row: Conversation, when: Later) -> None:
    """The wish as an answer of its own, which stands beside those to the questions and has no score."""
    known = await ctx.run(answers.find_answer, row.id, LATER)
    if known is not None:
        await ctx.write(answers.supersede, known.id, ctx.written_at)
    ctx.effects.add(
        Answer(
            id=ctx.ids.next(),
            conversation_id=row.id,
            customer_id=row.customer_id,
            survey_id=row.survey_id,
            question_id=LATER,
            kind=LATER,
            language=row.language,
            day=ctx.today,
            answered_at=ctx.written_at,
            touchpoint=row.touchpoint,
            segment=row.segment,
            option=when.value,
        )
    )
