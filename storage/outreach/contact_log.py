"""The verdicts of the contact policy, as they are stored."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.row_values import values_of
from storage.rows import ContactLogEntry, Plan
from storage.tables import contact_log
from surveys.outreach.policy import ContactKind, PolicyReason, PolicyStage, Verdict

_ENTRY = [contact_log.c[field.name] for field in fields(ContactLogEntry)]
_SAID = ("action", "why", "decided_at", "until")
_SAY_ANEW = (
    update(contact_log)
    .where(
        contact_log.c.customer_id == bindparam("of_customer"),
        contact_log.c.outbox_id == bindparam("of_row"),
        contact_log.c.stage == PolicyStage.SENDING,
    )
    .values({name: bindparam(f"new_{name}", type_=contact_log.c[name].type) for name in _SAID})
)


@dataclass(frozen=True, slots=True)
class JudgedMessage:
    """The message that a verdict is about."""

    customer_id: int
    kind: ContactKind
    planned_at: datetime
    plan_id: int | None = None
    about: str | None = None
    outbox_id: int | None = None

    @classmethod
    def of_plan(
        cls, plan: Plan, planned_at: datetime | None = None, outbox_id: int | None = None
    ) -> "JudgedMessage":
        """The message of a plan, at the moment of the plan unless another is given."""
        moment = planned_at or plan.planned_at
        return cls(plan.customer_id, plan.kind, moment, plan.id, plan.about, outbox_id)


def record(
    entry_id: int, stage: PolicyStage, message: JudgedMessage, verdict: Verdict, now: datetime
) -> ContactLogEntry:
    """The entry that tells what the policy decided about a message."""
    return ContactLogEntry(
        id=entry_id,
        customer_id=message.customer_id,
        kind=message.kind,
        stage=stage,
        action=verdict.action,
        why=verdict.why,
        planned_at=message.planned_at,
        decided_at=now,
        plan_id=message.plan_id,
        about=message.about,
        until=verdict.until,
        outbox_id=message.outbox_id,
    )


def put_verdict(connection: Connection, entry: ContactLogEntry) -> None:
    """Store the verdict before sending; the last one stands, however often the row is tried."""
    said = {f"new_{name}": getattr(entry, name) for name in _SAID}
    row = {"of_customer": entry.customer_id, "of_row": entry.outbox_id}
    if not connection.execute(_SAY_ANEW, said | row).rowcount:
        connection.execute(insert(contact_log), [values_of(entry)])


def was_recorded(connection: Connection, customer_id: int, why: PolicyReason, since: datetime) -> bool:
    """Whether a message planned for that customer has met this reason since that moment."""
    return bool(
        connection.execute(
            select(func.count())
            .select_from(contact_log)
            .where(
                contact_log.c.customer_id == customer_id,
                contact_log.c.decided_at >= since,
                contact_log.c.stage == PolicyStage.PLANNING,
                contact_log.c.why == why,
            )
        ).scalar()
    )


def entries_of_customer(connection: Connection, customer_id: int) -> list[ContactLogEntry]:
    """Every verdict about a customer, oldest first."""
    rows = connection.execute(
        select(*_ENTRY)
        .where(contact_log.c.customer_id == customer_id)
        .order_by(contact_log.c.decided_at, contact_log.c.id)
    )
    return [ContactLogEntry(*row) for row in rows]
