"""What the contact policy looks at, and its verdicts as they are stored."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.consents import PROMOTION
from storage.effects import values_of
from storage.rows import Contact
from storage.tables import cases, consents, contacts, customers, orders
from surveys.policy import Action, Kind, Why

PLANNING, SENDING = "planning", "sending"
"""The stages: a plan is looked at; a message is about to be sent."""

_CONTACT = [contacts.c[field.name] for field in fields(Contact)]
_ALLOWED = (contacts.c.stage == SENDING) & (contacts.c.action == Action.SEND.value)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that we started and that was let through: it counts, even if it is uncertain to have come."""

    kind: Kind
    at: datetime
    outbox_id: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored about a person that the contact policy looks at."""

    customer_id: int
    telegram_id: int | None = None
    language: str = "ru"
    timezone: str | None = None
    blocked_at: datetime | None = None
    stopped_at: datetime | None = None
    left_at: datetime | None = None
    consented: bool | None = None
    """To promotion; None for someone who was not asked."""
    open_case: bool = False
    closed_at: datetime | None = None
    """When the last of their cases was closed."""
    last_order_at: datetime | None = None
    sent: tuple[Sent, ...] = ()

    def without(self, outbox_id: int) -> "Facts":
        """A message that is tried again does not stand in its own way."""
        return replace(self, sent=tuple(one for one in self.sent if one.outbox_id != outbox_id))


_CONSENTED = (
    select(consents.c.given)
    .where(consents.c.customer_id == customers.c.id, consents.c.kind == PROMOTION)
    .order_by(consents.c.decided_at.desc(), consents.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_OPEN_CASE = (
    select(cases.c.id).where(cases.c.customer_id == customers.c.id, cases.c.closed_at.is_(None)).exists()
)
_CLOSED_AT = (
    select(func.max(cases.c.closed_at)).where(cases.c.customer_id == customers.c.id).scalar_subquery()
)
_LAST_ORDER_AT = (
    select(func.max(orders.c.ordered_at)).where(orders.c.customer_id == customers.c.id).scalar_subquery()
)
_FACTS = select(
    customers.c.id,
    customers.c.telegram_id,
    customers.c.language,
    customers.c.timezone,
    customers.c.blocked_at,
    customers.c.stopped_at,
    customers.c.left_at,
    _CONSENTED,
    _OPEN_CASE,
    _CLOSED_AT,
    _LAST_ORDER_AT,
)
# Built once: the gate asks them of every message, and building them costs more than running them.
_FACTS_BY_ID = _FACTS.where(customers.c.id.in_(bindparam("customer_ids", expanding=True)))
_FACTS_BY_CHAT = _FACTS.where(customers.c.telegram_id == bindparam("telegram_id"))
_SENT_TO = select(contacts.c.customer_id, contacts.c.kind, contacts.c.decided_at, contacts.c.outbox_id).where(
    contacts.c.customer_id.in_(bindparam("customer_ids", expanding=True)),
    contacts.c.decided_at >= bindparam("since", type_=contacts.c.decided_at.type),
    _ALLOWED,
)
_SAID_ANEW = (
    update(contacts)
    .where(
        contacts.c.customer_id == bindparam("of_customer"),
        contacts.c.outbox_id == bindparam("of_row"),
        contacts.c.stage == SENDING,
    )
    .values(
        action=bindparam("new_action"),
        why=bindparam("new_why"),
        decided_at=bindparam("new_decided_at", type_=contacts.c.decided_at.type),
        until=bindparam("new_until", type_=contacts.c.until.type),
    )
)


def facts(connection: Connection, customer_ids: Collection[int], since: datetime) -> dict[int, Facts]:
    """By customer, for a page of them in two statements; contacts from that moment on."""
    if not customer_ids:
        return {}
    people = connection.execute(_FACTS_BY_ID, {"customer_ids": list(customer_ids)}).all()
    sent = _sent(connection, customer_ids, since)
    return {row[0]: replace(Facts(*row), sent=tuple(sent[row[0]])) for row in people}


def facts_of_chat(connection: Connection, telegram_id: int, since: datetime) -> Facts | None:
    """Of the person whose private chat that is."""
    row = connection.execute(_FACTS_BY_CHAT, {"telegram_id": telegram_id}).one_or_none()
    if row is None:
        return None
    return replace(Facts(*row), sent=tuple(_sent(connection, [row[0]], since)[row[0]]))


def add(connection: Connection, found: Sequence[Contact]) -> None:
    if found:
        connection.execute(insert(contacts), [values_of(one) for one in found])


def put(connection: Connection, contact: Contact) -> None:
    """The verdict before sending; the last one stands, however often the row is tried."""
    said = {f"new_{name}": getattr(contact, name) for name in ("action", "why", "decided_at", "until")}
    row = {"of_customer": contact.customer_id, "of_row": contact.outbox_id}
    if not connection.execute(_SAID_ANEW, said | row).rowcount:
        add(connection, [contact])


def was_noted(connection: Connection, customer_id: int, why: Why, since: datetime) -> bool:
    """Whether a plan of that customer met this before."""
    return bool(
        connection.execute(
            select(func.count())
            .select_from(contacts)
            .where(
                contacts.c.customer_id == customer_id,
                contacts.c.decided_at >= since,
                contacts.c.stage == PLANNING,
                contacts.c.why == why.value,
            )
        ).scalar()
    )


def of(connection: Connection, customer_id: int) -> list[Contact]:
    """Every verdict about a customer, oldest first."""
    rows = connection.execute(
        select(*_CONTACT)
        .where(contacts.c.customer_id == customer_id)
        .order_by(contacts.c.decided_at, contacts.c.id)
    )
    return [Contact(*row) for row in rows]


def _sent(connection: Connection, customer_ids: Collection[int], since: datetime) -> dict[int, list[Sent]]:
    rows: Any = connection.execute(_SENT_TO, {"customer_ids": list(customer_ids), "since": since})
    found: defaultdict[int, list[Sent]] = defaultdict(list)
    for customer_id, kind, at, outbox_id in rows:
        found[customer_id].append(Sent(Kind(kind), at, outbox_id))
    return found
