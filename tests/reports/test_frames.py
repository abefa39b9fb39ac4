"""An analyst's notebook gets the views as typed tables, also where a loop is running."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from reports import frames
from storage.engines.database import Database
from storage.reports import retention
from storage.reports.exports import EXPORTS
from surveys.statistics.periods import Period
from tests.storage.history import at, keep, order
from tests.storage.samples import MOSCOW, answer, conversation, customer


async def test_an_empty_view_has_its_types(database: Database, database_url: str) -> None:
    for name in EXPORTS:
        frame = getattr(frames, name)(database_url)
        assert len(frame) == 0
        assert {str(kind) for kind in frame.dtypes} >= {"Int64", "datetime64[us, UTC]"}, name


async def test_a_mean_in_a_notebook_is_that_of_the_orders(database: Database, database_url: str) -> None:
    anna = customer(name="Анна")
    talk = conversation(anna)
    amounts = (100, 200, None)
    await keep(
        database,
        anna,
        talk,
        answer(talk, 9),
        *(order(anna, at(2, 10), amount_minor=amount) for amount in amounts),
        order(anna, at(1, 9), amount_minor=10_000),
    )
    october = frames.orders(database_url, since="2026-10-01", until="2026-11-01")
    assert len(october) == 3
    assert october["amount"].mean() == pytest.approx(1.5)
    assert october["ordered_at"].dt.month.unique().tolist() == [10]
    assert frames.answers(database_url, since="2026-01-01")["score"].tolist() == [9]
    assert len(frames.answers(database_url, until="2026-01-01")) == 0
    assert frames.customers(database_url)["name"].tolist() == ["Анна"]


async def test_cohorts_of_a_notebook_are_those_of_the_report(database: Database, database_url: str) -> None:
    dice = random.Random(11)
    people = [customer() for _ in range(20)]
    first = datetime(2026, 1, 1, tzinfo=UTC)
    made = [first + timedelta(hours=dice.randint(0, 300 * 24)) for _ in range(120)]
    status = ("done", "done", "cancelled")
    orders = [order(dice.choice(people), moment, status=dice.choice(status)) for moment in made]
    await keep(database, *people, *orders)
    year = Period(date(2026, 1, 1), date(2026, 12, 1), MOSCOW)
    report = await database.read(retention.report, year, datetime(2026, 12, 1, tzinfo=UTC), "RUB")
    frame = frames.cohorts(database_url, str(MOSCOW), since="2026-01-01")
    shown = {str(cohort): row.fillna(0).tolist() for cohort, row in frame.iterrows()}
    for cohort in report.cohorts:
        counts = shown.get(f"{cohort.month:%Y-%m}", [])
        assert list(cohort.active) == (counts + [0] * 12)[: len(cohort.active)]
    assert sum(cohort.customers for cohort in report.cohorts) == len(
        {one.customer_id for one in orders if one.status == "done"}
    )
    assert frames.cohorts(database_url, "UTC", until="2025-01-01").empty
