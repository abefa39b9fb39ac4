"""Plans: messages that may become due, found by the index of those that wait."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, literal_column, select, update

from storage.effects import values_of
from storage.rows import Plan
from storage.tables import plans
from surveys.policy import Why

WAITING, POSTED, SENT, DROPPED, HOLDOUT = "waiting", "posted", "sent", "dropped", "holdout"
"""`posted` is in the outbox; `holdout` is never written to and kept for the comparison."""
REMINDER, WINBACK = "reminder", "winback"
"""The journeys."""

_PLAN = [plans.c[field.name] for field in fields(Plan)]
_IS_WAITING = plans.c.state == literal_column("'waiting'")  # as the partial index says it
_DUE = (
    select(*_PLAN)
    .where(_IS_WAITING, plans.c.due_at <= bindparam("now", type_=plans.c.due_at.type))
    .order_by(plans.c.due_at, plans.c.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
)
_FIND = select(*_PLAN).where(plans.c.id == bindparam("plan_id"))
_REPLACED = ("kind", "about", "state", "why", "planned_at", "due_at", "outbox_id", "done_at")


@dataclass(frozen=True, slots=True)
class Move:
    """What was decided about a plan that waited."""

    id: int
    state: str
    why: str
    planned_at: datetime
    due_at: datetime
    outbox_id: int | None = None
    done_at: datetime | None = None


def due(connection: Connection, now: datetime, limit: int) -> list[Plan]:
    """The longest due first. They stay locked until the end of the transaction, so nobody else finds them."""
    rows = connection.execute(_DUE, {"now": now, "at_most": limit})
    return [Plan(*row) for row in rows]


def find(connection: Connection, plan_id: int) -> Plan | None:
    row = connection.execute(_FIND, {"plan_id": plan_id}).one_or_none()
    return Plan(*row) if row else None


def of(connection: Connection, customer_id: int, journey: str | None = None) -> list[Plan]:
    """All of a customer, oldest first."""
    statement = select(*_PLAN).where(plans.c.customer_id == customer_id).order_by(plans.c.id)
    if journey is not None:
        statement = statement.where(plans.c.journey == journey)
    return [Plan(*row) for row in connection.execute(statement)]


def add(connection: Connection, plan: Plan) -> None:
    connection.execute(insert(plans), [values_of(plan)])


def replace(connection: Connection, plan: Plan) -> None:
    """Plan anew what was not sent; whoever was assigned to an arm stays in it."""
    anew = {name: value for name, value in values_of(plan).items() if name in _REPLACED}
    connection.execute(update(plans).where(plans.c.id == plan.id, plans.c.state != SENT).values(anew))


def move(connection: Connection, moves: Sequence[Move]) -> None:
    """Out of `waiting` or on to a later look; what is no longer waiting stays as it is."""
    if moves:
        connection.execute(_MOVE, [_values(one) for one in moves])


def drop(connection: Connection, plan_ids: Collection[int], why: Why, now: datetime) -> None:
    """What was not sent never will be."""
    _end(connection, plan_ids, DROPPED, why, now)


def mark_sent(connection: Connection, plan_ids: Collection[int], now: datetime) -> None:
    _end(connection, plan_ids, SENT, Why.DUE, now)


def _end(connection: Connection, plan_ids: Collection[int], state: str, why: Why, now: datetime) -> None:
    if plan_ids:
        connection.execute(
            update(plans)
            .where(plans.c.id.in_(plan_ids), plans.c.state.in_([WAITING, POSTED]))
            .values(state=state, why=why.value, done_at=now)
        )


_MOVE = (
    update(plans)
    .where(plans.c.id == bindparam("the_id"), plans.c.state == WAITING)
    .values(
        state=bindparam("new_state"),
        why=bindparam("new_why"),
        planned_at=bindparam("new_planned_at", type_=plans.c.planned_at.type),
        due_at=bindparam("new_due_at", type_=plans.c.due_at.type),
        outbox_id=bindparam("new_outbox_id", type_=plans.c.outbox_id.type),
        done_at=bindparam("new_done_at", type_=plans.c.done_at.type),
    )
)


def _values(one: Move) -> dict[str, Any]:
    return {
        "the_id": one.id,
        "new_state": one.state,
        "new_why": one.why,
        "new_planned_at": one.planned_at,
        "new_due_at": one.due_at,
        "new_outbox_id": one.outbox_id,
        "new_done_at": one.done_at,
    }
