"""Plans: messages that may become due, found by the index of those that wait."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, literal_column, select, update

from storage.row_values import values_of
from storage.rows import Plan
from storage.tables import plans
from storage.upsert import insert_new
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import PolicyReason

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
_WENT = (PlanState.POSTED, PlanState.SENT)
_MOVED = ("state", "why", "planned_at", "due_at", "outbox_id", "done_at")


@dataclass(frozen=True, slots=True)
class PlanMove:
    """What was decided about a plan that waited."""

    id: int
    state: PlanState
    why: PolicyReason
    planned_at: datetime
    due_at: datetime
    outbox_id: int | None = None
    done_at: datetime | None = None


def due(connection: Connection, now: datetime, limit: int) -> list[Plan]:
    """Up to `limit` waiting plans that are due, those due longest first.

    They stay locked until the end of the transaction, so nobody else finds them.
    """
    rows = connection.execute(_DUE, {"now": now, "at_most": limit})
    return [Plan(*row) for row in rows]


def find_plan(connection: Connection, plan_id: int) -> Plan | None:
    """The plan of that id; None where there is none."""
    row = connection.execute(_FIND, {"plan_id": plan_id}).one_or_none()
    return Plan(*row) if row else None


def plans_of_customer(connection: Connection, customer_id: int, journey: str | None = None) -> list[Plan]:
    """All plans of a customer, or those of one journey, oldest first."""
    statement = select(*_PLAN).where(plans.c.customer_id == customer_id).order_by(plans.c.id)
    if journey is not None:
        statement = statement.where(plans.c.journey == journey)
    return [Plan(*row) for row in connection.execute(statement)]


def earlier(connection: Connection, found: Collection[Plan]) -> dict[int, datetime]:
    """By plan id, for when the last message before it of the same journey and customer was planned.

    Plans before which none went are missing.
    """
    if not found:
        return {}
    went = (plans.c.journey.in_({one.journey for one in found}), plans.c.state.in_(_WENT))
    theirs = plans.c.customer_id.in_({one.customer_id for one in found})
    columns = (plans.c.customer_id, plans.c.journey, plans.c.id, plans.c.planned_at, plans.c.state)
    rows = connection.execute(select(*columns).where(theirs, *went).order_by(plans.c.planned_at)).all()
    return {
        one.id: planned_at
        for one in found
        for customer_id, journey, plan_id, planned_at, state in rows
        if (customer_id, journey) == (one.customer_id, one.journey)
        # Of two that are on their way the first one goes.
        and (plan_id < one.id or (state is PlanState.SENT and plan_id != one.id))
    }


def add(connection: Connection, plan: Plan) -> None:
    """Store a new plan; raises IntegrityError where the customer has one of that journey and subject."""
    connection.execute(insert(plans), [values_of(plan)])


def add_new(connection: Connection, planned: Sequence[Plan]) -> int:
    """Store those plans of whose journey and subject the customer has none; returns how many those were."""
    if not planned:
        return 0
    statement = insert_new(connection, plans, "id")
    return sum(len(connection.execute(statement, values_of(one)).all()) for one in planned)


def add_all(connection: Connection, new: Sequence[Plan]) -> None:
    """Store new plans; raises IntegrityError as `add` does, and then none is stored."""
    if new:
        connection.execute(insert(plans), [values_of(plan) for plan in new])


def replace(connection: Connection, plan: Plan) -> None:
    """Plan anew what was not sent; the customer stays in the arm that was assigned."""
    anew = {name: value for name, value in values_of(plan).items() if name in _REPLACED}
    connection.execute(
        update(plans).where(plans.c.id == plan.id, plans.c.state != PlanState.SENT).values(anew)
    )


def plan_again(connection: Connection, plan: Plan) -> None:
    """Plan anew what may have been sent once already, because the customer asked for it again."""
    anew = {name: value for name, value in values_of(plan).items() if name in _REPLACED}
    connection.execute(update(plans).where(plans.c.id == plan.id).values(anew))


def move(connection: Connection, moves: Sequence[PlanMove]) -> None:
    """Write what was decided about plans that wait; one that waits no longer stays as it is."""
    if moves:
        connection.execute(_MOVE, [_values(one) for one in moves])


def drop(connection: Connection, plan_ids: Collection[int], why: PolicyReason, now: datetime) -> None:
    """End as dropped, with the reason, those of these plans that wait or are posted; others stay."""
    _end(connection, plan_ids, PlanState.DROPPED, why, now)


def mark_sent(connection: Connection, plan_ids: Collection[int], now: datetime) -> None:
    """End as sent those of these plans that wait or are posted; others stay."""
    _end(connection, plan_ids, PlanState.SENT, PolicyReason.DUE, now)


def _end(
    connection: Connection, plan_ids: Collection[int], state: PlanState, why: PolicyReason, now: datetime
) -> None:
    if plan_ids:
        connection.execute(
            update(plans)
            .where(plans.c.id.in_(plan_ids), plans.c.state.in_([PlanState.WAITING, PlanState.POSTED]))
            .values(state=state, why=why, done_at=now)
        )


_MOVE = (
    update(plans)
    .where(plans.c.id == bindparam("the_id"), plans.c.state == PlanState.WAITING)
    .values({name: bindparam(f"new_{name}", type_=plans.c[name].type) for name in _MOVED})
)


def _values(one: PlanMove) -> dict[str, Any]:
    return {"the_id": one.id, **{f"new_{name}": getattr(one, name) for name in _MOVED}}
