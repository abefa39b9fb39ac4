"""What plans are about, loaded for a page of them in a few statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from storage import interviews, plans
from storage.contacts import Facts
from storage.people import customers
from storage.rows import ChurnSession, Conversation, Plan


@dataclass(frozen=True, slots=True)
class Errand:
    """A plan with its person and what they said: the survey to remind of, or the interview."""

    plan: Plan
    facts: Facts
    conversation: Conversation | None = None
    session: ChurnSession | None = None


def load(connection: Connection, found: Sequence[Plan], facts: Mapping[int, Facts]) -> list[Errand]:
    """In the order of the plans; the facts by customer."""
    conversations = customers.conversations_of(connection, _about(found, plans.REMINDER))
    sessions = interviews.find(connection, _about(found, plans.WINBACK))
    return [
        Errand(
            plan,
            facts[plan.customer_id],
            conversations.get(plan.conversation_id),
            sessions.get(plan.conversation_id),
        )
        for plan in found
    ]


def _about(found: Sequence[Plan], journey: str) -> Collection[int]:
    return {plan.conversation_id for plan in found if plan.journey == journey}
