"""Everything about what we started with one customer: what is known, planned, sent and held back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from storage import contacts, plans
from storage.contacts import Facts
from storage.rows import Contact, Plan
from storage.tables import customers

_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Story:
    name: str | None
    external_id: str | None
    facts: Facts
    plans: list[Plan]
    contacts: list[Contact]
    """Oldest first."""


def of(connection: Connection, who: str, since: datetime) -> Story | None:
    """Of the customer with that number of the company's, else with that Telegram id."""
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
    facts = contacts.facts(connection, [found.id], since)[found.id]
    planned, said = plans.of(connection, found.id), contacts.of(connection, found.id)
    return Story(found.name, found.external_id, facts, planned, said)
