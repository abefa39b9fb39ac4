"""Everything about what we started with one customer: what is known, planned, sent and held back."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from storage.outreach import contact_log, offers, plans
from storage.outreach.recipients import Recipient, recipients
from storage.people import joining
from storage.people.addresses import EXTERNAL_ID, find_any, named
from storage.rows import ContactLogEntry, Joining, OfferGiven, Plan
from storage.tables import customers


@dataclass(frozen=True, slots=True)
class ContactHistory:
    """What we started with one customer: plans, verdicts, and what the contact policy knows of the person."""

    name: str | None
    external_id: str | None
    recipient: Recipient
    plans: list[Plan]
    entries: list[ContactLogEntry]
    """Verdicts of the contact policy, oldest first."""
    joinings: list[Joining]
    """Who else they turned out to be, or were said to be, oldest first."""
    offers: list[OfferGiven] = field(default_factory=list)
    """What they were offered, oldest first."""


def find_history(connection: Connection, who: str, since: datetime) -> ContactHistory | None:
    """The history of the customer with that number of the company's, else that Telegram id, else that phone.

    None where there is no such customer. Sent messages are told from `since` on.
    """
    customer_id = find_any(connection, who)
    return None if customer_id is None else history_of(connection, customer_id, since)


def history_of(connection: Connection, customer_id: int, since: datetime) -> ContactHistory:
    """The history of a customer; sent messages are told from `since` on."""
    found = connection.execute(
        select(customers.c.id, customers.c.name, EXTERNAL_ID.label("external_id"))
        .select_from(named())
        .where(customers.c.id == customer_id)
    ).one()
    return ContactHistory(
        name=found.name,
        external_id=found.external_id,
        recipient=recipients(connection, [found.id], since)[found.id],
        plans=plans.plans_of_customer(connection, found.id),
        entries=contact_log.entries_of_customer(connection, found.id),
        joinings=joining.joinings_of(connection, found.id),
        offers=offers.of_customer(connection, found.id),
    )
