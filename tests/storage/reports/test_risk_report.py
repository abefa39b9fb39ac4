"""Who may be about to leave, every sign counted by hand."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from storage.engines.database import Database
from storage.people import erasure
from storage.reports import risk, totals
from storage.rows import Customer, Row
from surveys.statistics import risk_report
from surveys.statistics.risk_report import LATELY, PAGE, RiskOrder, RiskReport, RiskSign
from tests.storage.history import at, case, keep, month, order
from tests.storage.samples import answer, conversation, customer

NOW = at(2, 11)
DAY = timedelta(days=1)
OCTOBER = month(10)


def known(number: int, **given: object) -> Customer:
    return customer(None, external_id=f"K-{number}", **given)


def orders_of(who: Customer, *days_ago: float, **given: object) -> list[Row]:
    return [order(who, NOW - timedelta(days=one), **given) for one in days_ago]


def scored(who: Customer, score: int, at_: datetime, **given: object) -> list[Row]:
    talk = conversation(who, started_at=at_)
    return [talk, answer(talk, score, day=at_.date(), answered_at=at_, **given)]


async def read(database: Database, order_: RiskOrder = RiskOrder.MONEY, page: int = 0) -> RiskReport:
    await database.write(totals.rebuild)
    return await database.read(risk.report, OCTOBER, NOW, "RUB", order_, page)


async def signs(database: Database) -> dict[str | None, tuple[RiskSign, ...]]:
    return {one.external_id: one.signs for one in (await read(database)).listed}


async def test_each_sign_is_found_and_people_are_counted_once(database: Database) -> None:
    silent, unhappy, waiting, blocked, fine = people = [
        known(1),
        known(2),
        known(3),
        known(4, blocked_at=NOW - DAY),
        known(5),
    ]
    rows: Iterable[Row] = [
        *orders_of(silent, 100, 90, 80),
        *scored(silent, 4, NOW - 3 * DAY),
        *scored(unhappy, 6, NOW - 89 * DAY),
        case(waiting, NOW - 2 * DAY),
        case(waiting, NOW - DAY),
        case(fine, NOW - 2 * DAY, closed_at=NOW - DAY),
        *orders_of(fine, 30, 20, 10),
        *scored(fine, 9, NOW - DAY),
    ]
    await keep(database, *people, *rows)
    found = await read(database)
    assert await signs(database) == {
        "K-1": (RiskSign.SILENT, RiskSign.LOW_SCORE),
        "K-2": (RiskSign.LOW_SCORE,),
        "K-3": (RiskSign.OPEN_CASE,),
        "K-4": (RiskSign.BLOCKED,),
    }
    assert (found.people, found.with_rhythm) == (4, 2)
    assert found.by_sign == {
        RiskSign.SILENT: 1,
        RiskSign.LOW_SCORE: 2,
        RiskSign.OPEN_CASE: 1,
        RiskSign.BLOCKED: 1,
    }
    [one] = [one for one in found.listed if one.id == silent.id]
    assert one.rhythm is not None
    assert one.score is not None
    assert (one.rhythm.gap, one.rhythm.last_at, one.score.score) == (10 * DAY, NOW - 80 * DAY, 4)
    assert one.since == NOW - 3 * DAY
    assert blocked.id in {other.id for other in found.listed if other.blocked_at == NOW - DAY}


@pytest.mark.parametrize(
    ("given", "is_sign"),
    [
        ([(6, LATELY, {})], True),
        ([(6, LATELY + timedelta(seconds=1), {})], False),
        ([(7, DAY, {})], False),
        ([(0, DAY, {})], True),
        ([(3, 9 * DAY, {}), (9, 8 * DAY, {})], False),
        ([(9, 9 * DAY, {}), (3, 8 * DAY, {})], True),
        # Corrected: the one that stands counts.
        ([(3, 9 * DAY, {"superseded_at": NOW - DAY})], False),
        ([(3, 9 * DAY, {}), (9, 8 * DAY, {"superseded_at": NOW - DAY})], True),
    ],
)
async def test_the_latest_score_of_the_last_ninety_days_is_the_sign(
    database: Database, given: list[tuple[int, timedelta, dict[str, object]]], is_sign: bool
) -> None:
    anna = known(1)
    rows = [row for score, ago, more in given for row in scored(anna, score, NOW - ago, **more)]
    await keep(database, anna, *rows)
    assert await signs(database) == ({"K-1": (RiskSign.LOW_SCORE,)} if is_sign else {})


@pytest.mark.parametrize(("days_silent", "is_sign"), [(0, True), (364, True), (365, False)])
async def test_who_has_been_silent_for_a_year_has_left(
    database: Database, days_silent: int, is_sign: bool
) -> None:
    anna = known(1)
    last = 30 + days_silent  # three gaps of ten days
    await keep(database, anna, *orders_of(anna, last + 20, last + 10, last))
    assert await signs(database) == ({"K-1": (RiskSign.SILENT,)} if is_sign else {})


async def test_who_left_or_was_forgotten_is_not_at_risk(database: Database) -> None:
    _, forgotten, _ = people = [
        known(1, left_at=NOW - DAY, blocked_at=NOW - DAY),
        known(2, blocked_at=NOW - DAY),
        known(3, blocked_at=NOW - DAY),
    ]
    await keep(database, *people)
    await database.write(erasure.begin, forgotten.id, NOW)
    assert list(await signs(database)) == ["K-3"]


async def test_the_list_is_by_money_or_by_the_latest_sign(database: Database) -> None:
    rich, poor, foreign, _ = people = [
        known(1, blocked_at=NOW - 9 * DAY),
        known(2, blocked_at=NOW - 8 * DAY),
        known(3, blocked_at=NOW - 7 * DAY),
        known(4, blocked_at=NOW - 1 * DAY),
    ]
    await keep(
        database,
        *people,
        *orders_of(rich, 5, 300, amount_minor=50_000),
        *orders_of(poor, 5, amount_minor=60_000, currency="RUB"),
        *orders_of(poor, 366, amount_minor=900_000),
        *orders_of(poor, 4, amount_minor=900_000, status="cancelled"),
        *orders_of(foreign, 5, amount_minor=900_000, currency="USD"),
    )
    by_money = (await read(database)).listed
    assert [(one.external_id, one.spent_minor) for one in by_money] == [
        ("K-1", 100_000),
        ("K-2", 60_000),
        ("K-4", None),
        ("K-3", None),
    ]
    recent = (await read(database, RiskOrder.RECENT)).listed
    assert [one.external_id for one in recent] == ["K-4", "K-3", "K-2", "K-1"]


async def test_pages_hold_everybody_once(database: Database) -> None:
    people = [known(number, blocked_at=NOW - number * DAY) for number in range(1, 2 * PAGE + 2)]
    await keep(database, *people)
    pages = [await read(database, RiskOrder.RECENT, page) for page in range(3)]
    assert [len(one.shown) for one in pages] == [PAGE, PAGE, 1]
    assert [one.id for page in pages for one in page.shown] == [one.id for one in people]
    assert pages[0].pages == 3
    beyond = await read(database, RiskOrder.RECENT, 999)
    assert beyond.shown == pages[2].shown
    nobody = await database.read(risk.report, OCTOBER, NOW - 900 * DAY, "RUB", RiskOrder.MONEY)
    assert (nobody.pages, len(nobody.shown)) == (3, PAGE)  # blocking is a state, not a moment


async def test_programs_get_no_names(database: Database) -> None:
    anna, unknown = known(1, name="Тайная Анна", blocked_at=NOW), customer(7, name="Борис", blocked_at=NOW)
    await keep(database, anna, unknown, *orders_of(anna, 100, 90, 80, amount_minor=12_345))
    whole, first, second = risk_report.as_json(await read(database))["rows"]
    assert whole == {
        "customer": None, "people": 2, "silent": 1, "low_score": 0, "open_case": 0, "blocked": 2,
        "with_rhythm": 1,
    }  # fmt: skip
    assert (first["customer"], first["signs"], first["spent"]) == ("K-1", ["silent", "blocked"], 370.35)
    assert (first["usual_gap_s"], first["last_order_at"]) == (864_000, (NOW - 80 * DAY).isoformat())
    assert (second["customer"], second["id"], second["spent"]) == (None, unknown.id, None)
    assert "Анна" not in str(first) + str(second)
