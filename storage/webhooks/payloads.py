"""What other systems are told of an event: ids, numbers and names of things, as they are when it is sent.

People's words, names and Telegram ids are left out: whoever needs them has a place for them here.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from storage.rows import WebhookDelivery
from storage.tables import addresses, answers, cases, consents, customers
from surveys.questions.scaled_score import stored_score
from surveys.records.address import AddressKind
from surveys.webhooks.events import EventKind

Payload = dict[str, Any]
"""A JSON object."""

_COMPANY_ID: Final = (
    select(addresses.c.value)
    .where(addresses.c.customer_id == customers.c.id, addresses.c.kind == AddressKind.COMPANY)
    .scalar_subquery()
    .label("company_id")
)
_WHO: Final = (customers.c.id, _COMPANY_ID, customers.c.segment)


def payload_of(connection: Connection, delivery: WebhookDelivery) -> Payload | None:
    """The JSON body of an event; None where what it is about is gone by now."""
    read = _READERS.get(delivery.event)
    data = {} if read is None else read(connection, delivery.subject_id or 0)
    if data is None or _is_taken_back(connection, delivery):
        return None
    return {"type": str(delivery.event), "timestamp": _iso(delivery.happened_at), "data": data}


def _is_taken_back(connection: Connection, delivery: WebhookDelivery) -> bool:
    """Whether the event is a first answer that the customer has no more: another one comes later, or none."""
    if delivery.event is not EventKind.CASE_ANSWERED:
        return False
    found = select(cases.c.first_reply_at).where(cases.c.id == delivery.subject_id)
    first_reply_at = connection.execute(found).scalar_one()
    return first_reply_at is None or first_reply_at > delivery.happened_at


def _score(connection: Connection, answer_id: int) -> Payload | None:
    columns = ("survey_id", "question_id", "kind", "score", "touchpoint")
    found = select(*_WHO, answers).join_from(answers, customers, customers.c.id == answers.c.customer_id)
    row = connection.execute(found.where(answers.c.id == answer_id)).mappings().one_or_none()
    if row is None:
        return None
    scored = stored_score(row[answers.c.kind], row[answers.c.score])
    return {
        "answer_id": str(answer_id),
        **{name: row[answers.c[name]] for name in columns},
        "scale": scored.scale if scored is not None else None,
        "answered_at": _iso(row[answers.c.answered_at]),
        "customer": _customer_of(row, row[answers.c.customer_id]),
    }


def _case(connection: Connection, case_id: int) -> Payload | None:
    columns = (
        *("number", "source", "status", "severity", "category", "touchpoint", "score", "scale"),
        *("cause", "remedy", "reopened"),
    )
    found = select(*_WHO, cases).join_from(cases, customers, customers.c.id == cases.c.customer_id)
    row = connection.execute(found.where(cases.c.id == case_id)).mappings().one_or_none()
    return (
        None
        if row is None
        else {
            **{name: row[cases.c[name]] for name in columns},
            **{name: _iso(row[cases.c[name]]) for name in ("opened_at", "first_reply_at", "closed_at")},
            "customer": _customer_of(row, row[cases.c.customer_id]),
        }
    )


def _customer(connection: Connection, customer_id: int) -> Payload | None:
    found = select(*_WHO).where(customers.c.id == customer_id)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else {"customer": _customer_of(row, customer_id)}


def _consent(connection: Connection, consent_id: int) -> Payload | None:
    found = select(*_WHO, consents).join_from(consents, customers, customers.c.id == consents.c.customer_id)
    row = connection.execute(found.where(consents.c.id == consent_id)).mappings().one_or_none()
    return (
        None
        if row is None
        else {
            "kind": row[consents.c.kind],
            "given": row[consents.c.given],
            "customer": _customer_of(row, row[consents.c.customer_id]),
        }
    )


def _customer_of(row: Mapping[Any, Any], customer_id: int) -> Payload:
    """Ids as text: they are longer than the numbers that JSON readers take."""
    return {
        "id": str(customer_id),
        "customer_id": row["company_id"],
        "segment": row[customers.c.segment],
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


_READERS: Final[Mapping[EventKind, Callable[[Connection, int], Payload | None]]] = {
    EventKind.SCORE_GIVEN: _score,
    EventKind.CASE_OPENED: _case,
    EventKind.CASE_ANSWERED: _case,
    EventKind.CASE_CLOSED: _case,
    EventKind.CUSTOMER_LEFT: _customer,
    EventKind.CUSTOMER_RETURNED: _customer,
    EventKind.CONSENT_CHANGED: _consent,
}
