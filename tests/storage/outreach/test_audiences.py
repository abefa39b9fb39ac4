"""Who is of an audience: each condition by itself, all of them together, page by page."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from storage.engines.database import Database
from storage.outreach import audiences
from storage.row_values import values_of
from storage.rows import Case, Order, Row
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.outreach.audience import Audience
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


def test_an_audience_is_stored_as_what_it_asks_for() -> None:
    asked = Audience(segment="vip", silent_days=30)
    assert asked.to_json() == {"segment": "vip", "silent_days": 30}
    assert Audience.from_json(asked.to_json()) == asked
    assert Audience.from_json({}).is_everyone
