"""Customers and their conversations."""

from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from storage.people.addresses import CUSTOMER, TELEGRAM_ID, WITH_TELEGRAM, named, with_telegram
from storage.people.staff import IS_ENROLLED
from storage.rows import Conversation, Customer
from storage.tables import conversations, customers, plans, staff
from surveys.outreach.subjects import SubjectKind
from surveys.roles import Role

_CONVERSATION = [
    conversations.c[field.name].label(f"conversation_{field.name}")
    for field in dataclass_fields(Conversation)
]
_ENROLLED = (staff.c.telegram_id == TELEGRAM_ID) & IS_ENROLLED
_KNOWN = select(staff.c.role, *CUSTOMER, *_CONVERSATION).select_from(
    named()
    .outerjoin(conversations, conversations.c.id == customers.c.conversation_id)
    .outerjoin(staff, _ENROLLED)
)
# Built once: with this many columns, building it costs more than running it.
_BY_TELEGRAM_IDS = _KNOWN.where(customers.c.id.in_(WITH_TELEGRAM))
_ENROLLED_OWNERS = select(staff.c.telegram_id).where(staff.c.role == Role.OWNER, staff.c.revoked_at.is_(None))
_ENROLLED_MANAGERS = select(staff.c.telegram_id).where(
    staff.c.role.in_([role for role in Role if role.reads_numbers]), staff.c.revoked_at.is_(None)
)
_N_CUSTOMER = len(CUSTOMER)


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored about a person when their update is handled."""

    customer: Customer
    conversation: Conversation | None
    role: Role | None = None
    """Role of staff that is enrolled, else None; owners of the configuration need no enrolment."""


def known(connection: Connection, telegram_ids: Collection[int]) -> dict[int, Known]:
    """Customers by Telegram id, each with their current conversation and role; strangers are missing."""
    if not telegram_ids:
        return {}
    rows = connection.execute(_BY_TELEGRAM_IDS, {"telegram_ids": [str(one) for one in telegram_ids]})
    return {person.customer.telegram_id or 0: person for person in map(_known, rows)}


def owners(connection: Connection, configured: Collection[int]) -> dict[int, Known]:
    """Owners of the configuration and enrolled ones by Telegram id; those who never wrote are missing."""
    enrolled = connection.execute(_ENROLLED_OWNERS).scalars()
    return known(connection, {*configured, *enrolled})


def managers(connection: Connection, configured: Collection[int]) -> dict[int, Customer]:
    """Those who read numbers by Telegram id: managers and owners who wrote and have not blocked the bot.

    `configured` are the owners of the configuration.
    """
    enrolled = connection.execute(_ENROLLED_MANAGERS).scalars()
    found = known(connection, {*configured, *enrolled})
    return {one: person.customer for one, person in found.items() if person.customer.blocked_at is None}


def conversation(connection: Connection, conversation_id: int) -> Conversation | None:
    """The conversation of that id; None where there is none."""
    row = connection.execute(
        select(*_CONVERSATION).where(conversations.c.id == conversation_id)
    ).one_or_none()
    return Conversation(*row) if row else None


def latest_asking(connection: Connection, customer_id: int, survey_id: str) -> Conversation | None:
    """The last conversation in which a customer was asked that survey; None where they never were."""
    row = connection.execute(
        select(*_CONVERSATION)
        .where(conversations.c.customer_id == customer_id, conversations.c.survey_id == survey_id)
        .order_by(conversations.c.id.desc())
        .limit(1)
    ).one_or_none()
    return Conversation(*row) if row else None


def turn_to(connection: Connection, customer_id: int, conversation_id: int) -> None:
    """Make that conversation the one that the customer is in."""
    connection.execute(
        update(customers).where(customers.c.id == customer_id).values(conversation_id=conversation_id)
    )


def withdraw_asking(connection: Connection, customer_id: int, conversation_id: int) -> None:
    """Delete a conversation whose question never went, with its reminder; one that was touched stays."""
    gone = connection.execute(
        delete(conversations).where(
            conversations.c.id == conversation_id,
            conversations.c.answered_at.is_(None),
            conversations.c.touched_at == conversations.c.started_at,
        )
    ).rowcount
    if gone:
        of_it = (plans.c.subject_kind == SubjectKind.CONVERSATION) & (plans.c.subject_id == conversation_id)
        connection.execute(delete(plans).where(plans.c.customer_id == customer_id, of_it))


def asked_before(connection: Connection, asked: Conversation) -> Conversation | None:
    """The conversation of the same customer that began before this one; None where this is their first."""
    row = connection.execute(
        select(*_CONVERSATION)
        .where(conversations.c.customer_id == asked.customer_id, conversations.c.id < asked.id)
        .order_by(conversations.c.id.desc())
        .limit(1)
    ).one_or_none()
    return Conversation(*row) if row else None


def latest_conversations(connection: Connection, customer_id: int, limit: int) -> list[Conversation]:
    """Up to `limit` conversations of a customer, the latest first."""
    mine = select(*_CONVERSATION).where(conversations.c.customer_id == customer_id)
    rows = connection.execute(mine.order_by(conversations.c.id.desc()).limit(limit))
    return [Conversation(*row) for row in rows]


def customer(connection: Connection, telegram_id: int) -> Customer | None:
    """The customer with that Telegram id; None for a stranger."""
    person = known(connection, [telegram_id]).get(telegram_id)
    return person.customer if person else None


def left_hanging(
    connection: Connection, since: datetime, until: datetime, limit: int
) -> list[tuple[Customer, Conversation]]:
    """Up to `limit` customers who left the question of their current conversation unanswered, with it.

    It was last touched between the two moments. Whoever blocked the bot, or was asked again at `until` or
    later, is left out.
    """
    rows = connection.execute(
        _KNOWN.where(
            conversations.c.awaiting.is_not(None),
            conversations.c.answered_at.is_(None),
            conversations.c.touched_at >= since,
            conversations.c.touched_at <= until,
            conversations.c.reasked_at.is_(None) | (conversations.c.reasked_at < until),
            customers.c.blocked_at.is_(None),
        )
        .order_by(conversations.c.id)
        .limit(limit)
    )
    found = map(_known, rows)
    return [(person.customer, person.conversation) for person in found if person.conversation]


def expired(
    connection: Connection, survey_id: str, until: datetime, limit: int
) -> list[tuple[Customer, Conversation]]:
    """Up to `limit` conversations of that survey whose question still waits and was touched before then.

    Each comes with its customer, the one that waits longest first. Previews of staff are left out.
    """
    rows = connection.execute(
        select(*CUSTOMER, *_CONVERSATION)
        .select_from(named(conversations.join(customers, customers.c.id == conversations.c.customer_id)))
        .where(
            conversations.c.awaiting.is_not(None),
            conversations.c.survey_id == survey_id,
            conversations.c.touched_at < until,
            conversations.c.by_staff.is_(False),
        )
        .order_by(conversations.c.touched_at, conversations.c.id)
        .limit(limit)
    )
    return [(Customer(*row[:_N_CUSTOMER]), Conversation(*row[_N_CUSTOMER:])) for row in rows]


def mark_blocked(connection: Connection, telegram_ids: Collection[int], at: datetime) -> None:
    """Write down since when Telegram refuses messages to these people; an earlier moment stands."""
    if telegram_ids:
        connection.execute(
            update(customers)
            .where(customers.c.id.in_(with_telegram(telegram_ids)), customers.c.blocked_at.is_(None))
            .values(blocked_at=at)
        )


def _known(row: Row[Any]) -> Known:
    role: Role | None = row[0]
    values = tuple(row)[1:]
    found = Customer(*values[:_N_CUSTOMER])
    talk = Conversation(*values[_N_CUSTOMER:]) if values[_N_CUSTOMER] is not None else None
    return Known(found, talk, role)
