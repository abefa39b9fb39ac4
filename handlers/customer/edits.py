"""An edited message: it is corrected where it went, whatever is spoken of by now."""

from dataclasses import replace

from handlers.cases.feedback import list_comments
from handlers.cases.staff_forwarding import forward
from handlers.customer import hints
from handlers.customer.answered import Answered
from handlers.customer.answers import give
from handlers.customer.case_routing import open_case_of
from handlers.customer.consequences import follow
from handlers.customer.stored_messages import keep
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.cases import written_messages
from storage.cases.written_messages import WrittenMessage
from storage.people import customers
from storage.rows import Answer, Case, Conversation
from surveys.questions.engine import AnswerOutcome, SurveyStep
from surveys.questions.inputs import Input, Reply
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import Question, QuestionRole
from surveys.questions.survey import Survey


async def take_edit(ctx: UpdateContext, content: Content, given: Input) -> None:
    """Correct the answer or the case of the message, or keep the new text beside the old one.

    Nothing is said to an edit that changes nothing. A score is corrected by its button only.
    """
    written = await ctx.run(written_messages.find_written, ctx.customer.id, content.message_id or 0)
    if written is None:
        # What became of it is not known: whoever is spoken with now can make something of it.
        written = WrittenMessage(case=await open_case_of(ctx))
    content = _without_command(content, written)
    if written.says(content.words, content.file_id):
        return
    ctx.conversation = await _conversation(ctx, written)
    if written.answer is not None:
        await _correct(ctx, written, written.answer, content, given)
    elif written.case is not None:
        await _show(ctx, written.case, content)
    else:
        _keep(ctx, content, ctx.text("edited-kept"))


async def _correct(
    ctx: UpdateContext, written: WrittenMessage, answer: Answer, content: Content, given: Input
) -> None:
    survey = ctx.app.survey_of(ctx.conversation) if ctx.conversation is not None else None
    question = survey.question(answer.question_id) if survey is not None else None
    if survey is None or question is None:
        _keep(ctx, content, ctx.text("edited-kept"))
        return
    if question.role is QuestionRole.SCORE:
        is_same = question.read(given, ctx.now) == answer.score
        _keep(ctx, content, ctx.text("edited-kept" if is_same else "edited-score"))
        return
    step = await give(ctx, survey, question.id, given, content.message_id)
    if step is not None and step.answer is not None and step.answer.outcome is AnswerOutcome.CORRECTION:
        await _tell(ctx, survey, question, step, written.case, content)
    elif written.case is not None:
        await _show(ctx, written.case, content)
    else:
        _keep(ctx, content, _reason(ctx, survey, step))


async def _tell(
    ctx: UpdateContext,
    survey: Survey,
    question: Question,
    step: SurveyStep,
    case: Case | None,
    content: Content,
) -> None:
    """Let follow what follows from a corrected answer; words are seen by the staff of their case."""
    if not question.kind.is_open:
        if ctx.conversation is not None and step.answer is not None:
            await follow(ctx, Answered(survey, ctx.conversation, step, step.answer, ctx.reply, content))
    elif case is not None:
        await _show(ctx, case, content)
    else:
        await list_comments(ctx)
        ctx.reply(ctx.text("edited-kept"))


async def _show(ctx: UpdateContext, case: Case, content: Content) -> None:
    """Show staff the edit; a case that is closed stays so, which the customer is told."""
    taken = await forward(ctx, case, content, is_edit=True)
    if case.closed_at is not None:
        ctx.reply(ctx.text("edited-closed", number=str(case.number)))
    elif taken is not None and taken.is_first:
        ctx.reply(ctx.text("edited-kept"))


def _without_command(content: Content, written: WrittenMessage) -> Content:
    """What stands behind the command, where that is what was kept: "/wish more seats" is kept as a wish."""
    stored, words = written.kept or written.answer, content.words or ""
    kept = (stored.words if stored is not None else None) or "/"
    if kept.startswith("/") or not words.startswith("/"):
        return content
    return replace(content, words=words.partition(" ")[2].strip() or words)


def _keep(ctx: UpdateContext, content: Content, said: str) -> None:
    keep(ctx, replace(content, kind=MessageKind.EDITED))
    ctx.reply(said)


def _reason(ctx: UpdateContext, survey: Survey, step: SurveyStep | None) -> str:
    """What is said to an edit that could not correct its answer."""
    if step is not None and step.reply is Reply.TOO_LATE_TO_CORRECT:
        return hints.refused(step.reply, survey, ctx)
    return ctx.text("edited-kept")


async def _conversation(ctx: UpdateContext, written: WrittenMessage) -> Conversation | None:
    """The conversation that the message was said in; None where it was said in none, or is not known."""
    known = written.conversation_id
    return await ctx.run(customers.conversation, known) if known is not None else None
