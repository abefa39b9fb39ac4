"""When an answer calls for a person: the case that it opens, and what later answers add to it."""

from dataclasses import replace
from typing import Final

from handlers.customer.content import Content
from handlers.customer.receipt import is_low
from handlers.outreach.winback import WINBACK
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from handlers.support import showing
from handlers.support.opening import open_case
from handlers.support.relaying import relay
from storage.cases import cases
from storage.outreach import churn_sessions, plans
from storage.rows import Case, ChurnSession
from storage.surveys import answers
from surveys import engine
from surveys.engine import Outcome, Step
from surveys.outreach.plan_state import PlanState
from surveys.outreach.winback_invitations import RETURN_WINDOW
from surveys.reasons import Reason
from surveys.survey import SKIPPED, QuestionKind, Survey, SurveyKind

CATEGORY, TOUCHPOINT = "category", "touchpoint"
"""Questions of a complaint whose answers are columns of its case."""

_OPEN_QUESTIONS: Final = frozenset({QuestionKind.TEXT, QuestionKind.MEDIA})


async def escalate(ctx: UpdateContext, survey: Survey, step: Step, content: Content | None) -> None:
    """Open the case that a stored answer calls for, or bring the one that it opened up to date.

    `content` is the message that was the answer; None for a tap.
    """
    row = ctx.conversation
    if row is None or not _calls(survey, ctx.app, step):
        return
    known = await ctx.run(cases.of_conversation, ctx.customer.id, row.id)
    if known is not None:
        await _bring_up_to_date(ctx, survey, step, known)
        if content is not None and _is_story(survey, step):
            await relay(ctx, known, content)
        return
    given = step.conversation.answers
    if survey.kind is SurveyKind.LEAVING:
        reason = reason_of(survey, ctx.app, step)
        await open_case(ctx, source="leaving", category=reason.code if reason else None)
        return
    words, media = await _story(ctx, survey, row.id, content)
    if survey.kind is SurveyKind.COMPLAINT:
        await open_case(
            ctx,
            source="complaint",
            category=_option(given.get(CATEGORY)),
            touchpoint=_option(given.get(TOUCHPOINT)) or row.touchpoint,
            words=words,
            media=media,
        )
    else:
        await open_case(
            ctx,
            source="score",
            touchpoint=row.touchpoint,
            words=words,
            media=media,
            score=_score(survey, step),
        )


async def escalate_picture(ctx: UpdateContext, survey: Survey, step: Step, content: Content) -> bool:
    """A photo in answer to what went wrong tells as much as words do; False when it tells nobody anything."""
    row = ctx.conversation
    if row is None or content.kind not in EVIDENCE or not is_low(survey, step.conversation):
        return False
    if await ctx.run(cases.of_conversation, ctx.customer.id, row.id) is not None:
        return False
    score = _score(survey, step)
    await open_case(ctx, source="score", touchpoint=row.touchpoint, media=[content], score=score)
    return True


async def escalate_reply(ctx: UpdateContext, content: Content) -> bool:
    """What somebody who left writes because our words asked for it is for a person to answer; else False."""
    if content.kind != "text" and content.kind not in EVIDENCE:
        return False
    session = await ctx.run(churn_sessions.latest, ctx.customer.id)
    if session is None or not await _was_asked_to_write(ctx, session):
        return False
    words, media = (content.words, []) if content.kind == "text" else (None, [content])
    await open_case(ctx, source="leaving", category=session.reason, words=words, media=media)
    return True


async def _was_asked_to_write(ctx: UpdateContext, session: ChurnSession) -> bool:
    """By the offer that was made at once, or by an invitation."""
    reason, since = ctx.app.reasons.get(session.reason), ctx.now - RETURN_WINDOW
    if reason is not None and reason.offers and session.told_at > since:
        return True
    planned = await ctx.run(plans.plans_of_customer, ctx.customer.id, WINBACK.name)
    return any(plan.state is PlanState.SENT and plan.done_at and plan.done_at > since for plan in planned)


EVIDENCE: Final = frozenset({"photo", "voice", "video", "video_note", "audio", "document"})


def reason_of(survey: Survey, app: AppContext, step: Step) -> Reason | None:
    """The reason that a leaving customer named."""
    path = engine.path_of(survey, step.conversation.answers)
    asked = next((one for one in path if one.kind is QuestionKind.REASON), None)
    code = step.conversation.answers.get(asked.id) if asked is not None else None
    return app.reasons.get(str(code)) if code is not None else None


def _calls(survey: Survey, app: AppContext, step: Step) -> bool:
    given = step.answer
    if given is None or given.outcome is Outcome.UNCHANGED:
        return False
    match survey.kind:
        case SurveyKind.COMPLAINT:
            return engine.is_answered(survey, step.conversation)
        case SurveyKind.LEAVING:
            reason = reason_of(survey, app, step)
            return reason is not None and reason.opens_case
        case _:
            return _is_story(survey, step) and is_low(survey, step.conversation)


def _is_story(survey: Survey, step: Step) -> bool:
    """The answer tells what happened, in words or with a file."""
    question = survey.question(step.answer.question) if step.answer is not None else None
    if step.answer is None or question is None:
        return False
    return question.kind in _OPEN_QUESTIONS and step.answer.value != SKIPPED


async def _bring_up_to_date(ctx: UpdateContext, survey: Survey, step: Step, case: Case) -> None:
    """With what a later answer or a correction says it is about."""
    if survey.kind is SurveyKind.COMPLAINT:
        given = step.conversation.answers
        category = _option(given.get(CATEGORY)) or case.category
        touchpoint = _option(given.get(TOUCHPOINT)) or case.touchpoint
    else:
        reason = reason_of(survey, ctx.app, step)
        category, touchpoint = reason.code if reason else case.category, case.touchpoint
    after = replace(case, category=category, touchpoint=touchpoint)
    if after == case:
        return
    await ctx.write(cases.change, case.id, {"category": category, "touchpoint": touchpoint})
    if ctx.app.support is not None and case.chat_id is not None:
        showing.refresh(ctx, ctx.app.support, await showing.shown(ctx, after, ctx.customer))


async def _story(
    ctx: UpdateContext, survey: Survey, conversation_id: int, content: Content | None
) -> tuple[str | None, list[Content]]:
    """Everything told so far in words and files, the message of this moment last."""
    told = [
        Content(one.media or "text", one.words, one.file_id)
        for one in await ctx.run(answers.answers_of_conversation, conversation_id)
        if (question := survey.question(one.question_id)) is not None
        and question.kind in _OPEN_QUESTIONS
        and one.option is None
    ]
    told += [content] if content is not None else []
    words = "\n\n".join(one.words for one in told if one.file_id is None and one.words)
    return words or None, [one for one in told if one.file_id is not None]


def _score(survey: Survey, step: Step) -> int | None:
    score = survey.score_question
    given = step.conversation.answers.get(score.id) if score is not None else None
    return given if isinstance(given, int) else None


def _option(value: object) -> str | None:
    return None if value in (None, SKIPPED) else str(value)
