"""The reminder of a question that nobody has answered: one a survey, under the question, with its buttons."""

from datetime import datetime

from handlers.outreach.journey import Journey, RenderedMessage
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.conversation_state import state_of
from handlers.shared.places import question_place
from handlers.shared.update_context import UpdateContext
from storage.ids import Ids
from storage.outreach.due_plans import DuePlan
from storage.rows import Conversation, Plan
from surveys.journeys.trigger import Trigger
from surveys.outreach.policy import ContactKind
from surveys.outreach.reminders import PlannedReminder, reminder_of
from surveys.outreach.subjects import SubjectKind
from surveys.questions import engine


async def plan_reminder(ctx: UpdateContext, conversation: Conversation) -> None:
    """Plan the reminder of a survey that began just now; a survey without a reminder gets none."""
    if (plan := reminder_plan(ctx.app, ctx.ids, conversation)) is not None:
        ctx.effects.add(plan)


def reminder_plan(app: AppContext, ids: Ids, conversation: Conversation) -> Plan | None:
    """The plan of the reminder of a survey that began just now; None for a survey without a reminder."""
    reminder = _reminder(app, conversation)
    if reminder is None:
        return None
    return Plan(
        id=ids.next(),
        customer_id=conversation.customer_id,
        journey=REMINDER.name,
        kind=REMINDER.contact_kind,
        subject_kind=REMINDER.subject_kind,
        subject_id=conversation.id,
        assigned_at=conversation.started_at,
        planned_at=reminder.due_at,
        due_at=reminder.due_at,
        about=conversation.survey_id,
    )


def _reminder(app: AppContext, conversation: Conversation | None) -> PlannedReminder | None:
    """The reminder as it would be planned now; None once there is nothing to be reminded of."""
    survey = app.survey_of(conversation) if conversation is not None else None
    if conversation is None or survey is None:
        return None
    return reminder_of(survey, state_of(conversation), reminded=False)


def _is_obsolete(app: AppContext, due: DuePlan[Conversation]) -> bool:
    return _reminder(app, due.subject) is None


def _planned_at(app: AppContext, due: DuePlan[Conversation]) -> datetime:
    """When the reminder makes sense: later for whoever asked to see the question again."""
    reminder = _reminder(app, due.subject)
    return reminder.due_at if reminder is not None else due.plan.planned_at


def _render(app: AppContext, due: DuePlan[Conversation]) -> RenderedMessage | None:
    """The reminder with the buttons of its question; None where the files have no words for it any more."""
    asked = due.subject
    survey = app.survey_of(asked) if asked is not None else None
    if asked is None or survey is None or survey.reminder is None:
        return None
    question = engine.awaited_question(survey, state_of(asked).answers)
    buttons = keyboards.of_question(question, asked.id, asked.language) if question is not None else None
    return RenderedMessage(survey.reminder.text.render(asked.language, business=app.business), buttons)


def _place(plan: Plan) -> str:
    return question_place(plan.subject_id)


REMINDER = Journey(
    name="reminder",
    subject_kind=SubjectKind.CONVERSATION,
    contact_kind=ContactKind.REMINDER,
    planners={Trigger.SURVEY_BEGUN: plan_reminder},
    is_obsolete=_is_obsolete,
    render=_render,
    planned_at=_planned_at,
    place=_place,
)
