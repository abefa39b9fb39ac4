"""What is stored about a person that the contact policy looks at."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, select

from storage.people.addresses import TELEGRAM_ID, reachable, telegram
from storage.people.staff import IS_ENROLLED
from storage.tables import cases, consents, contact_log, conversations, customers, orders, staff
from surveys.language.languages import Language
from surveys.outreach.consents import ConsentKind
from surveys.outreach.policy import Action, ContactKind, PolicyStage


@dataclass(frozen=True, slots=True)
class SentContact:
    """A message that we started and that was let through: it counts, even if it is uncertain to have come."""

    kind: ContactKind
    at: datetime
    outbox_id: int | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whoever may be written to, as the contact policy sees them."""

    customer_id: int
    telegram_id: int | None = None
    language: Language = Language.RU
    timezone: str | None = None
    blocked_at: datetime | None = None
    stopped_at: datetime | None = None
    asked_less_at: datetime | None = None
    """When they asked to be written to less often; None for whoever did not."""
    left_at: datetime | None = None
    consented: bool | None = None
    """Whether they agreed to promotion; None for someone who was not asked."""
    open_case: bool = False
    closed_at: datetime | None = None
    """When the last of their cases was closed; None where none was."""
    last_order_at: datetime | None = None
    is_staff: bool = False
    """Whether they are enrolled; owners of the configuration need not be."""
    agreed_version: str | None = None
    """The version of the text to whose processing they agreed; None where they did not."""
    segment: str | None = None
    talk_id: int | None = None
    """The conversation that they are in, whose question waits for an answer; None where none does."""
    talked_at: datetime | None = None
    """When that question was asked or they last did something about it."""
    sent: tuple[SentContact, ...] = ()

    def without(self, outbox_id: int) -> "Recipient":
        """The recipient without that outbox row: a message tried again does not stand in its own way."""
        return replace(self, sent=tuple(one for one in self.sent if one.outbox_id != outbox_id))


_CONSENTED = (
    select(consents.c.given)
    .where(consents.c.customer_id == customers.c.id, consents.c.kind == ConsentKind.PROMOTION)
    .order_by(consents.c.decided_at.desc(), consents.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_AGREED = (
    select(case((consents.c.given, consents.c.text_version), else_=None))
    .where(consents.c.customer_id == customers.c.id, consents.c.kind == ConsentKind.PROCESSING)
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
_IS_STAFF = select(staff.c.role).where(staff.c.telegram_id == TELEGRAM_ID, IS_ENROLLED).exists()
_IN_TALK = (conversations.c.id == customers.c.conversation_id) & conversations.c.awaiting.is_not(None)
_RECIPIENT = select(
    customers.c.id,
    TELEGRAM_ID,
    customers.c.language,
    customers.c.timezone,
    customers.c.blocked_at,
    customers.c.stopped_at,
    customers.c.asked_less_at,
    customers.c.left_at,
    _CONSENTED,
    _OPEN_CASE,
    _CLOSED_AT,
    _LAST_ORDER_AT,
    _IS_STAFF,
    _AGREED,
    customers.c.segment,
    conversations.c.id,
    conversations.c.touched_at,
).select_from(reachable().outerjoin(conversations, _IN_TALK))
# Built once: the gate asks them of every message, and building them costs more than running them.
_BY_ID = _RECIPIENT.where(customers.c.id.in_(bindparam("customer_ids", expanding=True)))
_BY_CHAT = _RECIPIENT.where(telegram.c.value == bindparam("telegram_id"))
_SENT_TO = select(
    contact_log.c.customer_id, contact_log.c.kind, contact_log.c.decided_at, contact_log.c.outbox_id
).where(
    contact_log.c.customer_id.in_(bindparam("customer_ids", expanding=True)),
    contact_log.c.decided_at >= bindparam("since", type_=contact_log.c.decided_at.type),
    contact_log.c.stage == PolicyStage.SENDING,
    contact_log.c.action == Action.SEND,
)


def recipients(
    connection: Connection, customer_ids: Collection[int], since: datetime
) -> dict[int, Recipient]:
    """Recipients by customer id, each with what was sent to them from `since` on; unknown ids are missing."""
    if not customer_ids:
        return {}
    people = connection.execute(_BY_ID, {"customer_ids": list(customer_ids)}).all()
    sent = _sent(connection, customer_ids, since)
    return {row[0]: replace(Recipient(*row), sent=tuple(sent[row[0]])) for row in people}


def recipient_of_chat(connection: Connection, telegram_id: int, since: datetime) -> Recipient | None:
    """The person whose private chat that is, with what was sent to them from `since` on.

    None for a chat that is nobody's.
    """
    row = connection.execute(_BY_CHAT, {"telegram_id": str(telegram_id)}).one_or_none()
    if row is None:
        return None
    return replace(Recipient(*row), sent=tuple(_sent(connection, [row[0]], since)[row[0]]))


def _sent(
    connection: Connection, customer_ids: Collection[int], since: datetime
) -> dict[int, list[SentContact]]:
    rows: Any = connection.execute(_SENT_TO, {"customer_ids": list(customer_ids), "since": since})
    found: defaultdict[int, list[SentContact]] = defaultdict(list)
    for customer_id, kind, at, outbox_id in rows:
        found[customer_id].append(SentContact(kind, at, outbox_id))
    return found
