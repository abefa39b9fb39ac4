"""The message of a plan that is due."""

from typing import Any

from aiogram.methods import SendMessage

from handlers.outreach.catalogue import JOURNEYS
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import Outgoing
from storage.outreach.due_plans import DuePlan
from storage.rows import Plan


def place_of(plan: Plan) -> str | None:
    """The place of the message that a plan's message replies to; None when it stands alone."""
    journey = JOURNEYS.get(plan.journey)
    return journey.place(plan) if journey is not None else None


def render(app: AppContext, due: DuePlan[Any]) -> Outgoing | None:
    """The call that sends a plan's message; None when there is nothing to say any more."""
    plan = due.plan
    journey = JOURNEYS.get(plan.journey)
    message = journey.render(app, due) if journey is not None else None
    if message is None:
        return None
    method = SendMessage(
        chat_id=due.recipient.telegram_id or 0, text=message.text, reply_markup=message.keyboard
    )
    return Outgoing(method, plan.kind.urgency, at=place_of(plan), kind=plan.kind)
