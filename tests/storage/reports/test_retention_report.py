"""Who came back in which month, by hand and against a recount of a made-up year by pandas."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.engines.database import Database
from storage.reports import retention
from storage.rows import Customer, Order, Row
from surveys.statistics.cohorts import cohorts_of
from surveys.statistics.periods import Period
from surveys.statistics.retention_report import RetentionReport, as_json
from tests.storage.history import at, keep, order
from tests.storage.samples import MOSCOW, customer

NOW = at(15, 11)
AUTUMN = Period(date(2026, 8, 20), date(2026, 11, 16), MOSCOW)
ZONES = ("UTC", "Europe/Moscow", "America/St_Johns", "Pacific/Auckland", "America/New_York")


async def read(database: Database, period: Period = AUTUMN, now: datetime = NOW) -> RetentionReport:
    return await database.read(retention.report, period, now, "RUB")


async def test_months_after_the_first_order(database: Database) -> None:
    anna, boris, vera, galya = people = [customer() for _ in range(4)]
    await keep(
        database,
        *people,
        order(anna, at(1, 9), amount_minor=100_00),
        order(anna, at(30, 9, 20, 59), amount_minor=300_00, currency="RUB"),
        order(anna, at(30, 9, 21, 1), amount_minor=900_00, currency="EUR"),  # October in Moscow
        order(boris, at(2, 9)),
        order(boris, at(2, 9, 14)),  # the same day: he did not come back
        order(boris, at(9, 11), status="cancelled"),
        order(vera, at(1, 4)),  # no cohort of this report
        order(vera, at(10, 7)),
        order(vera, at(3, 11), margin_minor=50_00),
        order(galya, at(20, 11)),  # to come
    )
    found = await read(database)
    assert found.period == Period(date(2026, 9, 1), date(2026, 11, 16), MOSCOW)
    assert [(one.month.month, list(one.active)) for one in found.cohorts] == [
        (9, [2, 1, 0]),
        (10, [0, 0]),
        (11, [0]),
    ]
    bought = found.purchases
    assert (bought.customers, bought.repeaters, bought.orders) == (3, 1, 6)
    assert (bought.average_order_minor, bought.priced) == (200_00, 2)
    assert found.moves is not None
    assert (found.moves.started, found.moves.lost, found.moves.retention) == (1, 0, 1.0)
    assert found.value is None
    assert found.begins_with_orders is False
    assert found.is_running


async def test_without_orders_nothing_is_known(database: Database) -> None:
    await keep(database, customer())
    found = await read(database)
    assert not found.is_known
    [whole] = as_json(found)["rows"]
    assert set(whole.values()) == {None}


async def test_who_is_silent_is_told_while_the_period_runs(database: Database) -> None:
    silent, gone, living = people = customer(), customer(left_at=at(1, 11)), customer()
    rows = [order(who, at(day, 7)) for who in (silent, gone) for day in (1, 8, 15)]
    rows += [order(living, at(day, 11)) for day in (1, 7, 13)]
    await keep(database, *people, *rows)
    assert (await read(database)).silent == 1
    assert (await read(database, Period(date(2026, 7, 1), date(2026, 10, 1), MOSCOW))).silent is None


async def test_shares_of_few_are_not_told(database: Database) -> None:
    people = [customer() for _ in range(19)]
    months = [9] * 10 + [10] * 9
    rows: list[Row] = [order(who, at(5, month)) for who, month in zip(people, months, strict=True)]
    await keep(database, *people, *rows, *(order(who, at(5, 11)) for who in people))
    told = {(row["cohort"], row["month"]): row for row in as_json(await read(database))["rows"]}
    assert (told["2026-09-01", 2]["n"], told["2026-09-01", 2]["share"]) == (10, 1.0)
    assert (told["2026-09-01", 2]["partial"], told["2026-09-01", 1]["partial"]) == (True, False)
    assert (told["2026-10-01", 1]["n"], told["2026-10-01", 1]["share"]) == (9, None)
    assert ("2026-11-01", 1) not in told


async def test_what_a_customer_is_worth_is_told_from_two_hundred_up(database: Database) -> None:
    people = [customer() for _ in range(200)]
    rows: list[Row] = []
    for number, who in enumerate(people):
        rows.append(order(who, at(5, 3, year=2025)))
        if number % 2:
            rows.append(order(who, at(5, 3), amount_minor=1000_00, margin_minor=300_00))
    others = [customer() for _ in range(100)]
    rows += [order(who, at(6, 6), amount_minor=1000_00, margin_minor=300_00) for who in others]
    await keep(database, *people, *others, *rows)
    year = Period(date(2025, 12, 1), date(2026, 12, 1), MOSCOW)
    unsure = await read(database, year)
    assert (unsure.moves, unsure.value) == (None, None)  # orders begin within the year before
    await keep(database, order(people[0], at(5, 11, year=2024)))
    value = (await read(database, year)).value
    assert value is not None
    assert (value.yearly_minor, value.is_margin, value.retention) == (300_00, True, 0.5)
    assert value.minor == pytest.approx(300_00 * 0.5 / (1 + 0.1 - 0.5))
    assert (await read(database, Period(date(2026, 1, 1), date(2026, 12, 1), MOSCOW))).value is None


@pytest.mark.parametrize("seed", range(5))
async def test_a_made_up_year_is_that_of_a_recount(database: Database, seed: int) -> None:
    dice = random.Random(seed)
    zone = ZoneInfo(ZONES[seed])
    people = [customer() for _ in range(30)]
    orders = [_any_order(dice, dice.choice(people)) for _ in range(150)]
    await keep(database, *people, *orders)
    now = datetime(2026, 11, dice.randint(1, 28), tzinfo=UTC)
    period = Period(date(2026, 1, 1), date(2026, 12, 1), zone)
    found = await read(database, period, now)
    counted = [
        (one.customer_id, one.ordered_at.astimezone(zone).date())
        for one in orders
        if one.status != "cancelled" and one.ordered_at < now
    ]
    expected = {one.month: list(one.active) for one in cohorts_of(counted, date(2026, 11, 30))}
    shown = {one.month: list(one.active) for one in found.cohorts}
    assert {month: active for month, active in expected.items() if month >= date(2026, 1, 1)} == {
        month: active for month, active in shown.items() if month in expected
    }
    within = [who for who, day in counted if day >= date(2026, 1, 1)]
    assert (found.purchases.customers, found.purchases.orders) == (len(set(within)), len(within))


def _any_order(dice: random.Random, who: Customer) -> Order:
    """Often at the edge of a month in one of the zones."""
    month = datetime(2025, 10, 1, tzinfo=UTC) + timedelta(days=30.44 * dice.randint(0, 13))
    first = month.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    near = timedelta(hours=dice.randint(-15, 15), seconds=dice.choice((-1, 0, 1)))
    made = first + (near if dice.random() < 0.5 else timedelta(days=dice.randint(0, 27)))
    return order(who, made, status="cancelled" if dice.random() < 0.1 else None)
