"""The question once more, on the day on which somebody wanted to be asked; that wish is the consent to it."""

from dataclasses import replace

from handlers.outreach import planning
from handlers.outreach.journey import Journey, RenderedMessage
from handlers.outreach.reminder import REMINDER
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.conversation_state import state_of
from handlers.shared.update_context import UpdateContext
from storage.outreach import plans
from storage.outreach.contact_log import JudgedMessage
from storage.outreach.due_plans import DuePlan
from storage.rows import Conversation
from surveys.outreach.policy import Action, ContactKind, PolicyReason, Verdict
from surveys.outreach.subjects import SubjectKind
from surveys.questions import engine
from surveys.questions.later import Later


async def plan_asking(ctx: UpdateContext, conversation: Conversation, when: Later) -> None:
    """Plan the question for the day that was wished, in place of its reminder; for "never" neither stays."""
    known = await ctx.run(plans.plans_of_customer, conversation.customer_id)
    mine = [
        plan
        for plan in known
        if plan.subject_id == conversation.id and plan.journey in (REMINDER.name, ASKED_LATER.name)
    ]
    if when.wait is None:
        await planning.drop(ctx, mine, PolicyReason.DECLINED)
        return
    await planning.drop(ctx, [one for one in mine if one.journey == REMINDER.name], PolicyReason.OBSOLETE)
    at, who = ctx.now + when.wait, conversation.customer_id
    new = planning.new_plan(ctx, ASKED_LATER, who, conversation.id, at, conversation.survey_id)
    before = next((one for one in mine if one.journey == ASKED_LATER.name), None)
    if before is None:
        await ctx.write(plans.add, new)
    else:
        new = replace(new, id=before.id)
        await ctx.write(plans.plan_again, new)
    planning.record(ctx, JudgedMessage.of_plan(new), Verdict(Action.WAIT, PolicyReason.NOT_YET, new.due_at))


def _is_obsolete(app: AppContext, due: DuePlan[Conversation]) -> bool:
    """Whether nothing is open any more, or they went on answering earlier than that day."""
    asked = due.subject
    survey = app.survey_of(asked) if asked is not None else None
    if asked is None or survey is None or asked.awaiting is None:
        return True
    return asked.touched_at < due.plan.planned_at or engine.awaited_question(survey, asked.given) is None


def _render(app: AppContext, due: DuePlan[Conversation]) -> RenderedMessage | None:
    """The open question with its buttons; None where the files have no such question any more."""
    asked = due.subject
    survey = app.survey_of(asked) if asked is not None else None
    question = engine.awaited_question(survey, state_of(asked).answers) if asked and survey else None
    if asked is None or question is None:
        return None
    preface = app.texts.text(asked.language, "later-asked")
    text = question.text.render(asked.language, business=app.business)
    buttons = keyboards.of_question(question, asked.id, asked.language)
    return RenderedMessage(f"{preface}\n\n{text}", buttons)


ASKED_LATER = Journey(
    name="asked_later",
    subject_kind=SubjectKind.CONVERSATION,
    contact_kind=ContactKind.REQUESTED,
    planners={},
    is_obsolete=_is_obsolete,
    render=_render,
)
