"""Everything about what we started with one customer: what is known, planned, sent and held back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from storage.outreach import contact_log, plans
from storage.outreach.recipients import Recipient, recipients
from storage.rows import ContactLogEntry, Plan
from storage.tables import customers

_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class ContactHistory:
    """What we started with one customer: plans, verdicts, and what the contact policy knows of the person."""

    name: str | None
    external_id: str | None
    recipient: Recipient
    plans: list[Plan]
    entries: list[ContactLogEntry]
    """Verdicts of the contact policy, oldest first."""


def find_history(connection: Connection, who: str, since: datetime) -> ContactHistory | None:
    """The history of the customer with that number of the company's, else with that Telegram id.

    None where there is no such customer. Sent messages are told from `since` on.
    """
    mine = [customers.c.external_id == who]
    if who.isdecimal() and int(who) < _LARGEST:
        mine.append(customers.c.telegram_id == int(who))
    found = connection.execute(
        select(customers.c.id, customers.c.name, customers.c.external_id)
        .where(or_(*mine))
        .order_by(customers.c.external_id != who)
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    return ContactHistory(
        name=found.name,
        external_id=found.external_id,
        recipient=recipients(connection, [found.id], since)[found.id],
        plans=plans.plans_of_customer(connection, found.id),
        entries=contact_log.entries_of_customer(connection, found.id),
    )
