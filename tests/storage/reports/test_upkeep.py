"""Whatever happens to orders, cases and customers, and in whatever order, the totals equal a recount."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from storage.cases import cases as case_rows
from storage.cases.cases import CaseChanges
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.reports import complaints, handling, totals, upkeep
from storage.reports.churn import bases
from storage.rows import Case, Customer, Order
from storage.tables import case_months, cases, customers, metadata, orders, rhythms
from surveys.cases.source import CaseSource
from surveys.statistics.churn_report import Base
from surveys.statistics.complaints_report import CaseHandling
from tests.storage import outside
from tests.storage.history import at, case, keep, month, order
from tests.storage.samples import customer

PLACES = [None, "зал", "доставка"]
SEGMENTS = [None, "new", "gold"]
SOURCES = [CaseSource.COMPLAINT, CaseSource.COMPLAINT, CaseSource.SCORE, CaseSource.LEAVING]
CATEGORIES = [None, "delivery", "quality"]
FIRST = datetime(2026, 8, 30, 20, tzinfo=UTC)
"""A few hours of an edge between months, days of UTC and of Moscow."""


def _moment(dice: Random) -> datetime:
    return FIRST + timedelta(hours=dice.randint(0, 65 * 24))


class Company:
    """The rows as they should be; every change is written as the program writes it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.people: dict[int, Customer] = {}
        self.orders: dict[int, Order] = {}
        self.cases: dict[int, Case] = {}
        self.stays: dict[int, list[tuple[datetime, datetime | None]]] = {}
        """When each customer came and left; None for the stay that lasts."""

    def live(self, dice: Random, steps: int) -> None:
        self.join(dice)
        for _ in range(steps):
            step = dice.choice(_STEPS)
            step(self, dice)

    def write(self, effects: Effects) -> None:
        flush(self.connection, [effects])

    def join(self, dice: Random) -> None:
        effects = Effects()
        who = effects.add(customer(joined_at=_moment(dice), segment=dice.choice(SEGMENTS)))
        self.people[who.id] = who
        self.stays[who.id] = [(who.joined_at, None)]
        self.write(effects)

    def buy(self, dice: Random) -> None:
        """Late orders too: they come in any order."""
        effects = Effects()
        for _ in range(dice.randint(1, 3)):
            new = order(
                self.somebody(dice),
                _moment(dice),
                touchpoint=dice.choice(PLACES),
                status=dice.choice([None, "done", "cancelled"]),
            )
            self.orders[new.id] = effects.add(new)
        self.write(effects)

    def alter_order(self, dice: Random) -> None:
        if not self.orders:
            return
        old = self.orders[dice.choice(sorted(self.orders))]
        changes: list[dict[str, Any]] = [
            {"status": "cancelled"},
            {"status": None, "touchpoint": "зал"},
            {"customer_id": self.somebody(dice).id},
            {"ordered_at": _moment(dice)},
        ]
        effects = Effects()
        self.orders[old.id] = effects.change(old, **dice.choice(changes))
        self.write(effects)

    def leave_or_stay(self, dice: Random) -> None:
        """On another day than was said before, or not at all."""
        who = self.somebody(dice)
        began, _ = self.stays[who.id].pop()
        left_at = dice.choice([None, began + timedelta(hours=dice.randint(0, 20 * 24))])
        if who.returned_at is not None and left_at == began:
            left_at = None
        self.stays[who.id].append((began, left_at))
        self.alter(who, left_at=left_at)

    def come_back(self, dice: Random) -> None:
        who = self.somebody(dice)
        if who.left_at is not None:
            back = who.left_at + timedelta(hours=dice.randint(1, 20 * 24))
            self.stays[who.id].append((back, None))
            self.alter(who, left_at=None, returned_at=back)

    def join_earlier(self, dice: Random) -> None:
        """As the company's own data say it later."""
        who = self.somebody(dice)
        (began, ended), *later = self.stays[who.id]
        joined_at = began - timedelta(hours=dice.randint(0, 10 * 24))
        self.stays[who.id] = [(joined_at, ended), *later]
        self.alter(who, joined_at=joined_at)

    def change_segment(self, dice: Random) -> None:
        self.alter(self.somebody(dice), segment=dice.choice(SEGMENTS))

    def complain(self, dice: Random) -> None:
        opened = _moment(dice)
        replied, closed = (opened + timedelta(hours=dice.randint(0, 99)) for _ in range(2))
        new = case(
            self.somebody(dice),
            opened,
            dice.choice(SOURCES),
            category=dice.choice(CATEGORIES),
            touchpoint=dice.choice(PLACES),
            first_reply_at=dice.choice([None, replied]),
            last_reply_at=dice.choice([None, replied, replied + timedelta(hours=1)]),
            closed_at=dice.choice([None, closed]),
        )
        begun = case_rows.begin(self.connection, new, [])
        self.cases[begun.id] = begun

    def alter_case(self, dice: Random) -> None:
        """Told apart anew, or reopened."""
        if not self.cases:
            return
        old = self.cases[dice.choice(sorted(self.cases))]
        again: CaseChanges = {"touchpoint": None}
        if old.closed_at:
            again = {"closed_at": None, "reopened": old.reopened + 1}
        values: CaseChanges = again if dice.choice([True, False]) else {"category": "quality"}
        case_rows.change(self.connection, old.id, values)
        self.cases[old.id] = replace(old, **values)

    def forget(self, dice: Random) -> None:
        """A customer is erased with all that is theirs."""
        who = self.somebody(dice).id
        if len(self.people) == 1:
            return
        bought = [one.id for one in self.orders.values() if one.customer_id == who]
        told = [one.id for one in self.cases.values() if one.customer_id == who]
        gone: upkeep.Ids = {Customer: [who], Order: bought, Case: told}
        with upkeep.following(self.connection, changed=gone, added={}):
            for table in (orders, cases):
                self.connection.execute(delete(table).where(table.c.customer_id == who))
            self.connection.execute(delete(customers).where(customers.c.id == who))
        for mine, ids in (
            (self.people, [who]),
            (self.stays, [who]),
            (self.orders, bought),
            (self.cases, told),
        ):
            for one in ids:
                mine.pop(one)

    def alter(self, who: Customer, **values: object) -> None:
        effects = Effects()
        self.people[who.id] = effects.change(who, **values)
        self.write(effects)

    def somebody(self, dice: Random) -> Customer:
        return self.people[dice.choice(sorted(self.people))]


_STEPS = [
    Company.join,
    Company.buy,
    Company.buy,
    Company.alter_order,
    Company.leave_or_stay,
    Company.leave_or_stay,
    Company.come_back,
    Company.come_back,
    Company.join_earlier,
    Company.change_segment,
    Company.complain,
    Company.alter_case,
    Company.forget,
]
_histories = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _lived(connection: Connection, seed: int) -> Company:
    dice = Random(seed)
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))
    company = Company(connection)
    company.live(dice, dice.randint(0, 12))
    return company


def _stored(connection: Connection) -> list[set[tuple[object, ...]]]:
    tables = [table for total in totals.ALL for table in total.tables]
    found = [{tuple(row) for row in connection.execute(select(one).where(one.c.n != 0))} for one in tables]
    links = select(orders.c.id, orders.c.previous_at, orders.c.previous_there_at).where(
        orders.c.status.is_distinct_from("cancelled")
    )
    return [*found, *({tuple(row) for row in connection.execute(one)} for one in (links, select(rhythms)))]


@_histories
@given(seed=st.integers(0, 10**9))
async def test_totals_and_links_equal_a_recount_after_any_history(database: Database, seed: int) -> None:
    await database.write(_lived, seed)
    assert await database.read(totals.differences) == []
    before = await database.read(_stored)
    await database.write(totals.rebuild)
    assert await database.read(_stored) == before


async def test_a_total_that_nobody_maintained_is_told_and_mended(database: Database) -> None:
    anna = customer(segment="gold", joined_at=at(1, 9), left_at=at(5, 10))
    bought = [order(anna, at(day, 10), touchpoint="зал") for day in (1, 2)]
    await keep(database, anna, *bought, case(anna, at(3, 10), category="delivery"))

    def spoil(connection: Connection) -> None:
        connection.execute(delete(case_months))
        connection.execute(orders.update().values(previous_at=None))
        connection.execute(customers.update().values(segment=None))

    await database.write(spoil)
    found = await database.read(totals.differences)
    assert Counter(line[0] for line in found) == {
        "case_months": 1,
        "customer_days": 4,
        "customer_months": 4,
        "order_days": 4,
        "order_months": 2,
        "orders": 1,
    }
    assert ("orders", bought[1].id, bought[0].ordered_at, None) in found
    await database.write(totals.rebuild)
    assert await database.read(totals.differences) == []


async def test_one_report_reads_one_moment(database: Database) -> None:
    """Its totals and its rows are read one after the other: a case opened between them is in neither."""
    anna = customer(joined_at=at(1, 9))
    await keep(database, anna, case(anna, at(3, 10), category="delivery"))
    october = month(10)

    def look(connection: Connection) -> tuple[object, object]:
        counted = complaints.counted(connection, october, None, {})
        outside.execute(database.url, "UPDATE cases SET day = '2026-11-03'")
        return counted, handling.of_period(connection, october, "category", {}, at(1, 12))[0].complaints

    assert await database.read(look) == ({"": 1}, 1)
    assert await database.read(handling.of_period, october, "category", {}, at(1, 12)) == (CaseHandling(), {})


async def test_who_is_said_to_have_left_before_they_came_was_never_there(database: Database) -> None:
    await keep(database, customer(joined_at=at(5, 10), left_at=at(1, 10)), customer(joined_at=at(5, 9)))
    assert await database.read(totals.differences) == []
    assert await database.read(bases, month(11), None, {}) == {"": Base(started=1, lost=0)}
