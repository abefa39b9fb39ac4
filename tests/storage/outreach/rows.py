"""Rows of outreach that tests store: a plan and a verdict, as usual as they can be."""

from datetime import timedelta

from sqlalchemy import Connection, insert

from storage.effects import addresses_of, values_of
from storage.people import addresses
from storage.rows import ContactLogEntry, Customer, Plan, Row
from surveys.outreach.policy import Action, ContactKind, PolicyReason, PolicyStage
from surveys.outreach.subjects import SubjectKind
from tests.storage.samples import NOW, customer

ANNA = customer(7, id=1)
SOON = NOW + timedelta(minutes=5)


def plan(plan_id: int, **given: object) -> Plan:
    values: dict[str, object] = {
        "customer_id": ANNA.id,
        "journey": "reminder",
        "kind": ContactKind.REMINDER,
        "subject_kind": SubjectKind.CONVERSATION,
        "subject_id": plan_id,
        "assigned_at": NOW,
        "planned_at": NOW,
        "due_at": NOW,
    } | given
    return Plan(plan_id, **values)  # type: ignore[arg-type]  # columns by name


def entry(entry_id: int, **given: object) -> ContactLogEntry:
    values: dict[str, object] = {
        "customer_id": ANNA.id,
        "kind": ContactKind.REMINDER,
        "stage": PolicyStage.SENDING,
        "action": Action.SEND,
        "why": PolicyReason.DUE,
        "planned_at": NOW,
        "decided_at": NOW,
        "outbox_id": entry_id,
    } | given
    return ContactLogEntry(entry_id, **values)  # type: ignore[arg-type]  # columns by name


def keep(connection: Connection, *rows: Row) -> None:
    for row in rows:
        connection.execute(insert(row.table), [values_of(row)])
        if isinstance(row, Customer):
            addresses.add(connection, addresses_of(row))
