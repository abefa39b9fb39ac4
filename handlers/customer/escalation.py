"""The case that an answer opens, and what later answers add to it."""

from dataclasses import replace
from typing import Final

from handlers.cases import case_topic, feedback
from handlers.cases.new_complaint import NewCase, headline
from handlers.cases.opening import open_case
from handlers.cases.staff_forwarding import forward
from handlers.customer.answered import Answered
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.cases.cases import CaseChanges
from storage.rows import Case
from storage.surveys import answers
from surveys.cases.severity import Severity, after_correction
from surveys.cases.source import CaseSource
from surveys.questions import engine
from surveys.questions.correction import replaces
from surveys.questions.engine import AnswerOutcome, ConversationState, answer_of
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import QuestionRole, Value
from surveys.questions.scaled_score import ScaledScore, score_of
from surveys.questions.survey import Survey

EVIDENCE: Final = frozenset(
    {
        MessageKind.PHOTO,
        MessageKind.VOICE,
        MessageKind.VIDEO,
        MessageKind.VIDEO_NOTE,
        MessageKind.AUDIO,
        MessageKind.DOCUMENT,
    }
)
"""The kinds of file that tell what happened."""


async def escalate(ctx: UpdateContext, answered: Answered, source: CaseSource) -> bool:
    """Open the case of this conversation, or bring the one that it opened up to date.

    True when it was opened now, so that its receipt says what follows.
    """
    known = await ctx.run(cases.of_conversation, ctx.customer.id, answered.conversation.id)
    if known is None:
        await _open(ctx, answered, source)
        return True
    is_its_own = known.conversation_id == answered.conversation.id
    if is_its_own and _is_of_now(ctx, known):
        await _bring_up_to_date(ctx, answered, known)
    elif not answered.is_story and (not is_its_own or _says_otherwise(answered, known)):
        said = headline(ctx.app, _category(answered), _touchpoint(answered))
        await forward(ctx, known, Content(MessageKind.TEXT, said))
    if answered.content is not None and answered.is_story:
        await forward(ctx, known, answered.content)
        await feedback.take_answers(ctx, known)
    return False


def _is_of_now(ctx: UpdateContext, case: Case) -> bool:
    """Whether an answer still changes what the case is about: not once the month that counts it is over."""
    is_of_month = (case.day.year, case.day.month) == (ctx.today.year, ctx.today.month)
    return is_of_month or replaces(case.opened_at, ctx.written_at)


async def follow_score(ctx: UpdateContext, answered: Answered) -> None:
    """Bring a corrected score to the case that the conversation opened."""
    question = answered.survey.question(answered.answer.question)
    is_corrected = answered.answer.outcome is AnswerOutcome.CORRECTION
    if not is_corrected or question is None or question.role is not QuestionRole.SCORE:
        return
    known = await ctx.run(cases.of_conversation, ctx.customer.id, answered.conversation.id)
    if known is not None and known.conversation_id == answered.conversation.id:
        await _bring_up_to_date(ctx, answered, known)


def is_low(survey: Survey, state: ConversationState) -> bool:
    """Whether the conversation gave a score that is low on its scale; False without a score.

    Whoever gave one is asked whether we may put it right.
    """
    given = score_of(survey, state)
    return given is not None and given.is_low


async def _open(ctx: UpdateContext, answered: Answered, source: CaseSource) -> None:
    told = await _everything_said(ctx, answered)
    words = "\n\n".join(one.words for one in told if one.file_id is None and one.words)
    new = NewCase(
        source=source,
        category=_category(answered),
        touchpoint=_touchpoint(answered),
        words=words or None,
        media=[one for one in told if one.file_id is not None],
        score=score_of(answered.survey, answered.state),
        message_id=_story_message(answered),
    )
    await feedback.take_comments(ctx, await open_case(ctx, new))


def _story_message(answered: Answered) -> int | None:
    content = answered.content if answered.is_story else None
    return content.message_id if content is not None and content.file_id is None else None


async def _bring_up_to_date(ctx: UpdateContext, answered: Answered, case: Case) -> None:
    """Store in the case what a later answer or a correction says it is about."""
    category, touchpoint = _labels(answered, case)
    given = score_of(answered.survey, answered.state)
    score, first = _scores(case, given)
    changes: CaseChanges = {
        "category": category, "touchpoint": touchpoint, "score": score, "first_score": first,
        "severity": _severity(ctx, case, given),
    }  # fmt: skip
    after = replace(case, **changes)
    if after == case:
        return
    await ctx.write(cases.change, case.id, changes)
    if ctx.app.support is not None and case.chat_id is not None:
        about = await case_topic.overview(ctx, after, ctx.customer)
        case_topic.refresh(ctx, ctx.app.support, about)


def _labels(answered: Answered, case: Case) -> tuple[str | None, str | None]:
    """What the case is about and where it happened, as far as the customer says it by now."""
    return _category(answered) or case.category, _touchpoint(answered) or case.touchpoint


def _says_otherwise(answered: Answered, case: Case) -> bool:
    """Whether somebody who works on the case is to hear that it is about something else."""
    return case.closed_at is None and _labels(answered, case) != (case.category, case.touchpoint)


def _scores(case: Case, given: ScaledScore | None) -> tuple[int | None, int | None]:
    """The score of a case as it is now, and what it was at first if that was another."""
    if given is None or case.score is None:
        return case.score, case.first_score
    first = case.score if case.first_score is None else case.first_score
    return given.score, None if first == given.score else first


def _severity(ctx: UpdateContext, case: Case, given: ScaledScore | None) -> Severity:
    """How severe the case is by its score as it stands now; later changes nothing."""
    if given is None or case.score is None or not replaces(case.opened_at, ctx.written_at):
        return case.severity
    return after_correction(case.severity, replace(given, score=case.score), given)


async def _everything_said(ctx: UpdateContext, answered: Answered) -> list[Content]:
    """Everything told so far in words and files, the message of this moment last."""
    told = [
        Content(one.media or MessageKind.TEXT, one.words, one.file_id)
        for one in await ctx.run(answers.answers_of_conversation, answered.conversation.id)
        if (question := answered.survey.question(one.question_id)) is not None
        and question.kind.is_open
        and one.option is None
    ]
    return [*told, answered.content] if answered.content is not None and answered.is_story else told


def _category(answered: Answered) -> str | None:
    """What a complaint is about; of somebody who leaves the reason."""
    return _answer(answered, QuestionRole.CATEGORY) or _answer(answered, QuestionRole.REASON)


def _touchpoint(answered: Answered) -> str | None:
    """Where it happened: as the link or the order says, else as the customer or the category does.

    A link is of a branch, what the customer chooses of a kind of place.
    """
    said = answered.conversation.touchpoint or _answer(answered, QuestionRole.TOUCHPOINT)
    return said or engine.implied_touchpoint(answered.survey, answered.state.answers)


def _answer(answered: Answered, role: QuestionRole) -> str | None:
    value: Value | None = answer_of(answered.survey, answered.state.answers, role)
    return None if value is None else str(value)
