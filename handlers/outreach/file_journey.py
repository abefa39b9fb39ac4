"""The journeys of files, as the same objects that ours are."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any, Final

from handlers.outreach import offers, planning
from handlers.outreach.journey import Journey, RenderedMessage
from handlers.outreach.survey_question import was_asked
from handlers.outreach.winback import NO_MORE
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from storage.outreach import plans
from storage.outreach.due_plans import DuePlan
from storage.reports.grouping import CANCELLED
from storage.rows import Case, Conversation, Order, Plan
from surveys.journeys.definition import JourneyDefinition, StopCondition
from surveys.journeys.links import LinkButton
from surveys.journeys.trigger import Trigger
from surveys.language.text import Text
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactKind, PolicyReason
from surveys.outreach.subjects import SubjectKind
from surveys.questions.engine import answer_of
from surveys.questions.question import QuestionRole
from surveys.questions.survey import Survey

STEP: Final = "/"
"""Stands between the name of a journey and the number of its step."""
_SUBJECTS: Final = {
    Trigger.ORDER_STORED: SubjectKind.ORDER,
    Trigger.CASE_CLOSED: SubjectKind.CASE,
    Trigger.SCORE_GIVEN: SubjectKind.CONVERSATION,
    Trigger.SILENT: SubjectKind.ORDER,
    Trigger.SCHEDULE: SubjectKind.DATE,
}


@cache
def journey_of(definition: JourneyDefinition) -> Journey[Any]:
    """The journey that a file describes."""

    async def after_closing(ctx: UpdateContext, case: Case) -> None:
        await _plan_closing(ctx, definition, case)

    async def after_answer(ctx: UpdateContext, conversation: Conversation) -> None:
        await _plan_answer(ctx, definition, conversation)

    planners: dict[Trigger, Any] = {}
    if definition.trigger is Trigger.SCORE_GIVEN or definition.steps:
        planners[Trigger.SCORE_GIVEN] = after_answer
    if definition.trigger is Trigger.CASE_CLOSED:
        planners[Trigger.CASE_CLOSED] = after_closing
    return Journey(
        name=definition.name,
        subject_kind=_SUBJECTS[definition.trigger],
        contact_kind=definition.contact_kind,
        planners=planners,
        is_obsolete=lambda app, due: _is_obsolete(app, definition, due),
        render=lambda app, due: _rendered(app, due, definition.text, definition.button),
        survey=definition.survey,
        hindrance=lambda app, due: PolicyReason.DECLINED if due.is_refused else None,
        offers=lambda app, due: app.offers.with_fallback(definition.offer),
        rest=definition.rest if definition.survey is None else timedelta(0),
        quota=definition.quota,
    )


@cache
def journey_of_step(definition: JourneyDefinition, number: int) -> Journey[Conversation] | None:
    """The message of that step, counted from 1; None where the file has no such step any more."""
    if not 0 < number <= len(definition.steps):
        return None
    step = definition.steps[number - 1]

    def is_obsolete(app: AppContext, due: DuePlan[Conversation]) -> bool:
        """Whether the answers were corrected since, or a complaint was opened."""
        survey = _survey_of(app, due.subject)
        if survey is None or due.subject is None:
            return True
        return _fitting(definition, survey, due.subject) != number or _is_stopped(definition, due)

    return Journey(
        name=definition.step_name(number),
        subject_kind=SubjectKind.CONVERSATION,
        contact_kind=step.contact_kind,
        planners={},
        is_obsolete=is_obsolete,
        render=lambda app, due: _rendered(app, due, step.text, step.button),
        offers=lambda app, due: app.offers.with_fallback(step.offer),
    )


def definition_of(app: AppContext, name: str) -> JourneyDefinition | None:
    """The file's journey whose plans, or those of whose steps, have that name; None where there is none."""
    return app.journeys.get(name.partition(STEP)[0])


def kind_of(app: AppContext, definition: JourneyDefinition) -> ContactKind:
    """What the contact policy judges the first message of a journey as."""
    return definition.kind_of(app.survey(definition.survey) if definition.survey is not None else None)


def is_off(app: AppContext, definition: JourneyDefinition) -> bool:
    """Whether the survey that it begins is switched off: then it plans nothing, and nothing of it goes."""
    return definition.survey in app.catalogue.off


# When it is planned --------------------------------------------------------------------------------


async def _plan_closing(ctx: UpdateContext, definition: JourneyDefinition, case: Case) -> None:
    """A case that was opened again and closed again is asked about after the last closing."""
    if not _is_for(definition, case.touchpoint, case.segment):
        return
    await _put(ctx, definition, case.customer_id, case.id)


async def _plan_answer(ctx: UpdateContext, definition: JourneyDefinition, talk: Conversation) -> None:
    survey = _survey_of(ctx.app, talk)
    if survey is None:
        return
    if definition.trigger is Trigger.SCORE_GIVEN:
        await _plan_score(ctx, definition, survey, talk)
    if definition.steps and talk.plan_id is not None:
        begun_by = await ctx.run(plans.find_plan, talk.plan_id)
        if begun_by is not None and begun_by.journey == definition.name:
            await _plan_step(ctx, definition, survey, talk)


async def _plan_score(
    ctx: UpdateContext, definition: JourneyDefinition, survey: Survey, talk: Conversation
) -> None:
    known = await _known(ctx, definition.name, talk.customer_id, talk.id)
    if not _is_scored(definition, survey, talk):
        await planning.drop(ctx, [known] if known else [], PolicyReason.OBSOLETE)
    elif known is None or not known.state.is_open:
        await _put(ctx, definition, talk.customer_id, talk.id)


async def _plan_step(
    ctx: UpdateContext, definition: JourneyDefinition, survey: Survey, talk: Conversation
) -> None:
    """One branch a conversation: a correction drops what the first answer planned."""
    wanted = _fitting(definition, survey, talk)
    for number in range(1, len(definition.steps) + 1):
        journey = journey_of_step(definition, number)
        known = await _known(ctx, definition.step_name(number), talk.customer_id, talk.id)
        if number != wanted:
            await planning.drop(ctx, [known] if known else [], PolicyReason.OBSOLETE)
        elif journey is not None and known is None:
            at = (talk.answered_at or ctx.now) + definition.steps[number - 1].after
            plan = planning.new_plan(ctx, journey, talk.customer_id, talk.id, at, definition.name)
            await ctx.write_person()
            await ctx.write(plans.add_new, [plan])


async def _put(ctx: UpdateContext, definition: JourneyDefinition, customer_id: int, subject_id: int) -> None:
    """Plan it anew as long as it was not sent: it counts from what happened last."""
    if is_off(ctx.app, definition):
        return
    known = await _known(ctx, definition.name, customer_id, subject_id)
    journey, at = journey_of(definition), ctx.now + definition.after
    new = planning.new_plan(ctx, journey, customer_id, subject_id, at, definition.survey)
    plan = replace(new, kind=kind_of(ctx.app, definition))
    await ctx.write_person()
    if known is None:
        await ctx.write(plans.add_new, [plan])
    elif known.state is not PlanState.SENT:
        await ctx.write(plans.replace, replace(plan, id=known.id))


async def _known(ctx: UpdateContext, journey: str, customer_id: int, subject_id: int) -> Plan | None:
    known = await ctx.run(plans.plans_of_customer, customer_id, journey)
    return next((plan for plan in known if plan.subject_id == subject_id), None)


# When it is due ------------------------------------------------------------------------------------


def _is_obsolete(app: AppContext, definition: JourneyDefinition, due: DuePlan[Any]) -> bool:
    if is_off(app, definition) or _is_stopped(definition, due):
        return True
    if not _still_fits(app, definition, due.subject):
        return True
    if definition.survey is None:
        before = due.earlier_at
        return before is not None and due.plan.planned_at - before < definition.rest
    survey = app.catalogue.begun(definition.survey)
    return survey is None or was_asked(survey, due, definition.rest) or _is_known(survey, due)


def _is_known(survey: Survey, due: DuePlan[Any]) -> bool:
    """Whether the survey asks for a field of the profile that the company knows, or was told."""
    if survey.question_of(QuestionRole.FIELD) is None:
        return False
    told = answer_of(survey, due.asked.given, QuestionRole.FIELD) if due.asked is not None else None
    return due.has_phone or told is not None


def _still_fits(app: AppContext, definition: JourneyDefinition, subject: Any) -> bool:
    """Whether what it begins with is still so: an order not cancelled, a case not opened again.

    Whoever closes a case names its cause; one that ended in silence has none and is not asked about.
    """
    match subject:
        case Order():
            return subject.status != CANCELLED
        case Case():
            return subject.closed_at is not None and subject.cause is not None
        case Conversation():
            survey = _survey_of(app, subject)
            return survey is not None and _is_scored(definition, survey, subject)
        case _:
            return definition.trigger is Trigger.SCHEDULE


def _is_stopped(definition: JourneyDefinition, due: DuePlan[Any]) -> bool:
    recipient, since, stops = due.recipient, due.plan.assigned_at, definition.stops
    answered = due.asked.answered_at if due.asked is not None else None
    ordered = recipient.last_order_at
    return (
        (StopCondition.ANSWERED in stops and answered is not None and answered >= since)
        or (StopCondition.CAME_BACK in stops and ordered is not None and ordered > since)
        or (StopCondition.CASE_OPENED in stops and recipient.open_case)
        or (StopCondition.LEFT in stops and recipient.left_at is not None)
    )


# What it is about ----------------------------------------------------------------------------------


def _is_for(definition: JourneyDefinition, touchpoint: str | None, segment: str | None) -> bool:
    entry = definition.entry
    fits_touchpoint = not entry.touchpoints or touchpoint in entry.touchpoints
    return fits_touchpoint and (not entry.segments or segment in entry.segments)


def _is_scored(definition: JourneyDefinition, survey: Survey, talk: Conversation) -> bool:
    entry = definition.entry
    score = answer_of(survey, talk.given, QuestionRole.SCORE)
    is_of_survey = entry.survey in (None, survey.id)
    is_wanted = score is not None and (not entry.scores or score in entry.scores)
    return is_of_survey and is_wanted and _is_for(definition, talk.touchpoint, talk.segment)


def _fitting(definition: JourneyDefinition, survey: Survey, talk: Conversation) -> int | None:
    """The number of the first step that fits the answers, from 1; None where none does."""
    numbered = enumerate(definition.steps, start=1)
    return next((number for number, step in numbered if step.fits(survey, talk.given)), None)


def _survey_of(app: AppContext, talk: Conversation | None) -> Survey | None:
    return app.survey_of(talk) if talk is not None else None


def _rendered(
    app: AppContext, due: DuePlan[Any], text: Text | None, opens: LinkButton | None
) -> RenderedMessage | None:
    if text is None:
        return None
    language = due.recipient.language
    words = text.render(language, business=app.business)
    rows: keyboards.Rows = [[keyboards.opening(opens.label.render(language), opens.url)]] if opens else []
    if due.plan.kind is ContactKind.PROMOTION:
        no_more = app.texts.text(language, "button-no-more")
        rows.append([keyboards.button(no_more, f"{NO_MORE}:{due.plan.id}")])
    return offers.below(app, RenderedMessage(words, keyboards.of_rows(rows)), due.offer, language)
