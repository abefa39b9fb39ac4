"""Whether a survey that a plan is to begin may be begun at all, and how its first question reads."""

from datetime import datetime, timedelta
from typing import Any

from handlers.outreach.journey import RenderedMessage
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.conversation_state import state_of
from storage.outreach.due_plans import DuePlan
from storage.rows import Conversation
from surveys.questions import engine
from surveys.questions.survey import Survey


def was_asked(survey: Survey, due: DuePlan[Any], rest: timedelta = timedelta(0)) -> bool:
    """Whether the survey is open, was asked too lately, or was answered before it went.

    `rest` is the least distance to its last asking that is wished beside the rests of the contact policy.
    """
    asked = due.asked
    if asked is not None and asked.plan_id == due.plan.id:
        return asked.touched_at != asked.started_at
    return is_unaskable(survey, asked, due.plan.due_at, rest)


def is_unaskable(
    survey: Survey, asked: Conversation | None, at: datetime, rest: timedelta = timedelta(0)
) -> bool:
    """Whether somebody whose last asking of the survey is `asked` must not be asked anew at that moment."""
    if asked is None:
        return False
    if asked.answered_at is None and not engine.is_expired(survey, state_of(asked), at):
        return True
    return at - asked.touched_at < rest


def first_question(
    app: AppContext, survey: Survey, conversation: Conversation, around: RenderedMessage | None, language: str
) -> RenderedMessage:
    """The awaited question with its buttons; `around` it are words before and buttons below, if any."""
    asked = engine.awaited_question(survey, conversation.given) or survey.first
    question = asked.text.render(language, business=app.business)
    rows = keyboards.rows_of(asked, conversation.id, language)
    words = [around.text] if around is not None and around.text else []
    below = around.keyboard.wire_form()["inline_keyboard"] if around is not None and around.keyboard else []
    return RenderedMessage("\n\n".join([*words, question]), keyboards.of_rows([*rows, *below]))
