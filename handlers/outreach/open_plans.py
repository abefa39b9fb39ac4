"""What may still come of a customer's plans: the contact policy asked about each as if it went now."""

from dataclasses import dataclass, replace
from datetime import datetime

from handlers.outreach import relevance
from handlers.outreach.policy_facts import looked_back
from handlers.shared.app_context import AppContext
from storage import installation
from storage.engines.database import Connection
from storage.outreach.contact_history import ContactHistory
from storage.outreach.recipients import recipients
from storage.rows import Plan
from surveys.outreach.policy import Verdict, judge


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan that is still open, and what the contact policy says of it now."""

    plan: Plan
    verdict: Verdict

    @property
    def at(self) -> datetime:
        """When it may go at the earliest, as far as is known."""
        return max(self.plan.due_at, self.verdict.until or self.plan.due_at)


def open_plans(
    connection: Connection, app: AppContext, history: ContactHistory, now: datetime
) -> list[OpenPlan]:
    """The open plans of a customer, the next one first."""
    is_open = [plan for plan in history.plans if plan.state.is_open]
    people = {history.recipient.customer_id: history.recipient}
    arrived = relevance.arrived_places(connection, app, is_open)
    held = installation.is_held(connection)
    found = []
    for due in relevance.load(connection, app, is_open, people, now):
        # What is being sent does not stand in its own way.
        alone = replace(due, recipient=due.recipient.without(due.plan.outbox_id or 0))
        request = relevance.request_of(app, alone, arrived, now)
        found.append(OpenPlan(due.plan, judge(replace(request, held=held))))
    return sorted(found, key=lambda one: (one.at, one.plan.id))


def verdict_now(connection: Connection, app: AppContext, plan: Plan, now: datetime) -> Verdict:
    """What the contact policy says of a stored plan that replies to no message, as if it went now."""
    people = recipients(connection, [plan.customer_id], now - looked_back(app))
    [due] = relevance.load(connection, app, [plan], people, now)
    held = installation.is_held(connection)
    return judge(replace(relevance.request_of(app, due, (), now), held=held))
