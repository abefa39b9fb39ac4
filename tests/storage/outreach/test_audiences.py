"""Who is of an audience: each condition by itself, all of them together, page by page."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from storage.engines.database import Database
from storage.outreach import audiences
from storage.outreach.campaigns import is_about
from storage.row_values import values_of
from storage.rows import Campaign, Case, Order, Plan, Row
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.outreach.audience import Audience
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactKind, PolicyReason
from tests.storage.samples import NOW, customer

DAY = timedelta(days=1)
ALL = 10_000


def _order(order_id: int, customer_id: int, days_ago: int, **given: Any) -> Order:
    return Order(order_id, customer_id, NOW - days_ago * DAY, **given)


def _case(case_id: int, customer_id: int, cause: str | None, *, closed: bool) -> Case:
    return Case(
        case_id, case_id, customer_id, CaseSource.COMPLAINT, Status.CLOSED if closed else Status.OPEN,
        NOW.date(), NOW, cause=cause, closed_at=NOW if closed else None,
    )  # fmt: skip


PEOPLE: list[Row] = [
    customer(1, id=1, segment="vip"),
    customer(2, id=2, segment="vip", left_at=NOW),
    customer(3, id=3),
    customer(4, id=4, segment="new"),
    customer(5, id=5),
    _order(11, 1, 100, touchpoint="Арбат"),
    _order(12, 1, 5, touchpoint="Арбат"),
    _order(13, 2, 100, touchpoint="Арбат"),
    _order(14, 3, 61, touchpoint="Доставка"),
    _order(15, 4, 1, touchpoint="Доставка", status="cancelled"),
    _case(21, 1, "courier", closed=True),
    _case(22, 2, "courier", closed=False),
    _case(23, 3, "price", closed=True),
]


async def _members(database: Database, audience: Audience, *, after: int = 0, limit: int = 100) -> list[int]:
    def store(connection: Connection) -> None:
        for row in PEOPLE:
            connection.execute(insert(row.table), [values_of(row)])

    await database.write(store)
    return await database.read(audiences.members, audience, NOW, after=after, below=ALL, limit=limit)


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience(), [1, 2, 3, 4, 5]),
        (Audience(segment="vip"), [1, 2]),
        (Audience(segment="nobody"), []),
        (Audience(touchpoint="Арбат"), [1, 2]),
        # A cancelled order is none.
        (Audience(touchpoint="Доставка"), [3]),
        (Audience(has_left=True), [2]),
        (Audience(has_left=False), [1, 3, 4, 5]),
        # An open case is not mended yet.
        (Audience(cause="courier"), [1]),
        # Who never ordered is not silent.
        (Audience(silent_days=60), [2, 3]),
        (Audience(silent_days=90), [2]),
        (Audience(segment="vip", has_left=False, touchpoint="Арбат", cause="courier"), [1]),
    ],
)
async def test_each_condition_takes_those_who_meet_it(
    database: Database, audience: Audience, expected: list[int]
) -> None:
    assert await _members(database, audience) == expected


async def test_a_page_goes_on_where_the_last_one_ended(database: Database) -> None:
    assert await _members(database, Audience(), limit=2) == [1, 2]
    found = await database.read(audiences.members, Audience(), NOW, after=2, below=ALL, limit=2)
    assert found == [3, 4]
    assert await database.read(audiences.members, Audience(), NOW, after=4, below=5, limit=2) == []


async def test_whoever_was_told_that_it_is_mended_is_told_again_only_after_complaining_again(
    database: Database,
) -> None:
    """Told are those who got it, may have got it or wait for it; neither the refused nor the held out."""
    told = {
        1: (PlanState.SENT, PolicyReason.DUE), 2: (PlanState.DROPPED, PolicyReason.UNCERTAIN),
        3: (PlanState.WAITING, None), 4: (PlanState.DROPPED, PolicyReason.STOPPED),
        5: (PlanState.HOLDOUT, PolicyReason.HELD_OUT), 6: (PlanState.SENT, PolicyReason.DUE),
    }  # fmt: skip
    before = NOW + DAY

    def plan(plan_id: int, who: int, campaign: int, state: PlanState, why: PolicyReason | None) -> Plan:
        done_at = before if state is PlanState.SENT else None
        about = is_about(campaign)
        return Plan(
            plan_id, who, kind=ContactKind.SERVICE, assigned_at=before, planned_at=before, due_at=before,
            state=state, why=why, done_at=done_at, **about,
        )  # fmt: skip

    rows: list[Row] = [
        *(customer(n, id=n) for n in (*told, 7)),
        *(_case(20 + n, n, "courier", closed=True) for n in (*told, 7)),
        replace(_case(40, 6, "courier", closed=True), opened_at=before + DAY, closed_at=before + DAY),
        Campaign(8, 500, NOW, 0, 1, 1, audience={"cause": "price"}, started_at=NOW),
        Campaign(9, 500, NOW, 0, 1, 1, audience={"cause": "courier"}, started_at=NOW),
        *(plan(who, who, 9, state, why) for who, (state, why) in told.items()),
        plan(30, 7, 8, PlanState.SENT, PolicyReason.DUE),
    ]

    def store(connection: Connection) -> None:
        for row in rows:
            connection.execute(insert(row.table), [values_of(row)])

    await database.write(store)
    again = Audience(cause="courier")
    found = await database.read(audiences.members, again, NOW + 3 * DAY, after=0, below=ALL, limit=100)
    assert found == [4, 5, 6, 7]


def test_an_audience_is_stored_as_what_it_asks_for() -> None:
    asked = Audience(segment="vip", silent_days=30)
    assert asked.to_json() == {"segment": "vip", "silent_days": 30}
    assert Audience.from_json(asked.to_json()) == asked
    assert Audience.from_json({}).is_everyone
