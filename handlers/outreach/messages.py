"""The message of a plan that is due, and the survey that begins with it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aiogram.methods import SendMessage

from handlers.outreach.journey import Journey
from handlers.outreach.journey_lookup import journey_named
from handlers.outreach.reminder import reminder_plan
from handlers.outreach.survey_question import first_question
from handlers.shared.app_context import AppContext
from handlers.shared.conversation_state import new_conversation
from handlers.shared.places import question_place
from handlers.shared.update_context import Outgoing
from storage.engines.database import Connection
from storage.ids import Ids
from storage.outreach import offers
from storage.outreach.due_plans import DuePlan
from storage.rows import Case, Conversation, Customer, Order, Plan, Row
from surveys.outreach.policy import ContactKind
from surveys.questions import engine
from surveys.questions.customer_stage import stage_of
from surveys.questions.kinds.thumbs import UP
from surveys.questions.origin import UNKNOWN_ORIGIN, Origin
from surveys.questions.question import QuestionRole, Value
from surveys.questions.survey import Survey


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """The call that sends a plan's message, and the rows that are stored with it."""

    outgoing: Outgoing
    rows: tuple[Row, ...] = ()


def place_of(app: AppContext, plan: Plan) -> str | None:
    """The place of the message that a plan's message replies to; None when it stands alone."""
    journey = journey_named(app, plan.journey)
    return journey.place(plan) if journey is not None else None


def render(app: AppContext, due: DuePlan[Any], ids: Ids, now: datetime) -> PlannedMessage | None:
    """The message of a plan; None when there is nothing to say any more."""
    journey = journey_named(app, due.plan.journey)
    if journey is None:
        return None
    if due.survey is not None:
        survey = app.catalogue.begun(due.survey)
        return _begin(app, due, journey, survey, ids, now) if survey is not None else None
    return _words(app, due, journey)


def with_offer(
    connection: Connection, app: AppContext, due: DuePlan[Any], now: datetime, ids: Ids
) -> DuePlan[Any]:
    """The plan with the offer that its message shows: the one of its journey, the fallback, or none.

    Only what is judged as promotion, so that it goes to those alone who allowed it, may offer anything.
    """
    journey = journey_named(app, due.plan.journey)
    wanted = journey.offers(app, due) if journey is not None else ()
    if not wanted or due.plan.kind is not ContactKind.PROMOTION:
        return due
    return replace(due, offer=offers.give(connection, wanted, (due.plan.id, due.plan.customer_id), now, ids))


def _words(app: AppContext, due: DuePlan[Any], journey: Journey[Any]) -> PlannedMessage | None:
    plan, message = due.plan, journey.render(app, due)
    if message is None:
        return None
    method = SendMessage(
        chat_id=due.recipient.telegram_id or 0, text=message.text, reply_markup=message.keyboard
    )
    return PlannedMessage(Outgoing(method, plan.kind.urgency, at=place_of(app, plan), kind=plan.kind))


def _begin(
    app: AppContext, due: DuePlan[Any], journey: Journey[Any], survey: Survey, ids: Ids, now: datetime
) -> PlannedMessage:
    """The first question, with its conversation and its reminder."""
    plan, recipient = due.plan, due.recipient
    customer = Customer(recipient.customer_id, recipient.telegram_id, recipient.language, now)
    customer = replace(customer, segment=recipient.segment)
    new = new_conversation(ids, customer, survey, now, _origin(due.subject))
    stage = stage_of(due.facts, now) if due.facts is not None and survey.has_stage_texts else None
    known = _known_answers(survey, due.subject)
    awaited = engine.awaited_question(survey, known)
    if awaited is not None:
        new = replace(new, given=known, awaiting=awaited.id)
    conversation = replace(new, invited=True, plan_id=plan.id, stage=stage)
    around, language = journey.render(app, due), recipient.language
    message = first_question(app, survey.worded_for(stage), conversation, around, language)
    method = SendMessage(chat_id=recipient.telegram_id or 0, text=message.text, reply_markup=message.keyboard)
    outgoing = Outgoing(method, plan.kind.urgency, fills=question_place(conversation.id), kind=plan.kind)
    reminder = reminder_plan(app, ids, conversation)
    return PlannedMessage(outgoing, (conversation, *([reminder] if reminder is not None else [])))


def _known_answers(survey: Survey, subject: Row | None) -> dict[str, Value]:
    """What the customer said of the subject before: whoever said that it helped is not asked that again."""
    asked = survey.question_of(QuestionRole.HELPED)
    return {asked.id: UP} if asked is not None and isinstance(subject, Case) and subject.helped else {}


def _origin(subject: Row | None) -> Origin:
    """What the survey is about, as the subject of the plan tells it."""
    match subject:
        case Order():
            return Origin(subject.touchpoint, order_id=subject.id)
        case Case():
            return Origin(subject.touchpoint, subject.segment)
        case Conversation():
            return Origin(subject.touchpoint, subject.segment, subject.order_id)
        case _:
            return UNKNOWN_ORIGIN
