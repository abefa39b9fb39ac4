"""Complaints of October and September beside the orders of both, every number counted by hand."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from storage.engines.database import Connection, Database
from storage.engines.shared_reads import sharing
from storage.people import erasure
from storage.reports import complaints, totals, touchpoints
from storage.rows import Customer
from surveys.cases.source import CaseSource
from surveys.statistics.complaints_report import ComplaintsGroup, ComplaintsReport, Exposure, as_json
from surveys.statistics.rates import Count
from tests.storage.history import asked, at, case, keep, month, order
from tests.storage.samples import customer

NOW = at(2, 11, 10, 30)
OCTOBER, SEPTEMBER = 10, 9


@pytest.fixture
def people() -> dict[str, Customer]:
    segments = {"anna": "retail", "boris": "wholesale", "vera": "retail", "zoya": None}
    return {name: customer(segment=segment) for name, segment in segments.items()}


@pytest.fixture
async def shop(database: Database, people: dict[str, Customer]) -> Database:
    anna, boris, vera, zoya = people.values()
    await keep(
        database,
        *people.values(),
        *(order(anna, at(day, 10), touchpoint="shop") for day in (2, 3, 4)),
        *(order(boris, at(day, 10), touchpoint="delivery") for day in (2, 3)),
        order(vera, at(9, 10)),
        order(vera, at(30, 9, 21, 30)),  # half past midnight of 1 October in Moscow
        order(zoya, at(9, 10), status="cancelled"),
        order(anna, at(31, 10, 21)),  # 1 November in Moscow
        *(order(anna, at(day, 9), touchpoint="shop") for day in (1, 2, 3, 4)),
        case(
            anna,
            at(5, 10),
            category="delivery",
            touchpoint="delivery",
            first_reply_at=at(5, 10, 10, 30),
            closed_at=at(5, 10, 14),
        ),
        case(
            anna,
            at(6, 10),
            category="quality",
            touchpoint="shop",
            first_reply_at=at(6, 10, 12),
            solved_at=at(6, 10, 15),
            reopened=1,
            closed_at=at(7, 10),
        ),
        case(zoya, at(20, 10), category="quality"),
        case(vera, at(21, 10), category="delivery", closed_at=at(21, 10, 20)),
        case(boris, at(20, 9), category="delivery"),
    )
    return database


async def _report(database: Database, by: str = "category", **filters: str) -> ComplaintsReport:
    return await database.read(lambda found: complaints.report(found, asked(OCTOBER, **filters), NOW, by=by))


def _named(report: ComplaintsReport) -> dict[str, ComplaintsGroup]:
    return {group.name: group for group in report.groups}


async def test_the_whole_is_held_against_orders_and_active_customers(shop: Database) -> None:
    report = await _report(shop)
    row = as_json(report)["rows"][0]
    assert (row["group"], row["cases"], row["complainants"]) == (None, 4, 3)
    assert (row["orders"], row["active_customers"]) == (7, 4)
    assert row["per_100_orders"] == pytest.approx(400 / 7)
    assert row["per_100_orders_low"] < 400 / 7 < row["per_100_orders_high"]
    assert row["per_100_customers"] == pytest.approx(100)
    assert row["share_complained"] == pytest.approx(0.75)


async def test_times_count_from_the_opening_to_a_person_s_reply_and_to_the_last_end(shop: Database) -> None:
    row = as_json(await _report(shop))["rows"][0]
    assert row["first_response_median_s"] == pytest.approx(4500)  # of 30 minutes and 2 hours
    assert row["resolve_median_s"] == pytest.approx(10 * 3600)  # of 4, 10 and 24 hours
    assert (row["first_response_n"], row["resolve_n"], row["reopened"]) == (2, 3, 1)
    assert (row["first_response_p90_s"], row["resolve_p90_s"]) == (None, None)


async def test_nine_of_ten_are_told_of_ten_at_least(shop: Database, people: dict[str, Customer]) -> None:
    vera = people["vera"]
    waits = [(n, at(n, 10), at(n, 10) + timedelta(hours=n)) for n in range(10, 18)]
    await keep(shop, *(case(vera, began, category=f"c{n}", first_reply_at=end) for n, began, end in waits))
    row = as_json(await _report(shop))["rows"][0]
    # Of 0.5, 2 and 10 to 17 hours.
    assert (row["first_response_n"], row["first_response_p90_s"]) == (10, pytest.approx(16.1 * 3600))
    assert row["resolve_p90_s"] is None


async def test_the_first_contact_solves_what_needs_one_answer_and_does_not_come_again(
    shop: Database, people: dict[str, Customer]
) -> None:
    boris, zoya = people["boris"], people["zoya"]
    start = at(10, 10)
    once: dict[str, Any] = {"first_reply_at": start, "closed_at": at(12, 10), "category": "staff"}
    await keep(
        shop,
        case(boris, start, **once),
        case(zoya, start, **once, last_reply_at=at(11, 10)),
        case(zoya, start, **(once | {"category": "price"})),
        case(zoya, at(17, 10), category="price"),
        case(zoya, start, **(once | {"category": "order", "closed_at": at(26, 10, 11)})),  # ended a week ago
    )
    row = as_json(await _report(shop))["rows"][0]
    # Beside these Anna's two and Vera's, to whom nobody replied.
    assert (row["first_contact_n"], row["first_contact"]) == (6, pytest.approx(2 / 6))
    assert row["first_contact_low"] < 1 / 3 < row["first_contact_high"]


async def test_who_still_waits_is_told_whenever_their_case_was_opened(shop: Database) -> None:
    report = await _report(shop)
    assert report.whole.unanswered == 2
    oldest = timedelta(days=43, minutes=30)
    assert report.whole.oldest_unanswered_s == pytest.approx(oldest.total_seconds())
    assert _named(report)["quality"].unanswered == 1
    assert _named(report)["delivery"].oldest_unanswered_s == pytest.approx(oldest.total_seconds())


async def test_a_change_of_the_rate_is_judged_beside_the_month_before(shop: Database) -> None:
    whole = (await _report(shop)).whole
    assert (whole.cases_before, whole.exposure_before.orders) == (1, 4)
    assert whole.change is not None
    assert whole.change.ratio == pytest.approx((4 / 7) / (1 / 4))
    assert not whole.change.is_significant


async def test_categories_are_held_against_all_orders(shop: Database) -> None:
    groups = _named(await _report(shop))
    assert {name: (group.cases, group.exposure.orders) for name, group in groups.items()} == {
        "delivery": (2, 7),
        "quality": (2, 7),
    }


async def test_touchpoints_and_segments_are_held_against_their_own_orders(shop: Database) -> None:
    places = _named(await _report(shop, "touchpoint"))
    assert {name: (group.cases, group.exposure) for name, group in places.items()} == {
        "shop": (1, Exposure(3, 1)),
        "delivery": (1, Exposure(2, 2)),
        "": (2, Exposure(2, 2)),
    }
    segments = _named(await _report(shop, "segment"))
    assert (segments["retail"].cases, segments["retail"].exposure) == (3, Exposure(5, 2))
    # Zoya's only order was cancelled: of her segment no order is known on any day.
    assert (segments[""].cases, segments[""].exposure) == (1, Exposure())


async def test_a_filter_narrows_cases_and_orders_alike(shop: Database) -> None:
    whole = (await _report(shop, touchpoint="shop")).whole
    assert (whole.cases, whole.exposure) == (1, Exposure(3, 1))
    of_retail = (await _report(shop, segment="retail")).whole
    assert (of_retail.cases, of_retail.exposure) == (3, Exposure(5, 2))
    of_quality = (await _report(shop, category="quality")).whole
    assert (of_quality.cases, of_quality.exposure.orders) == (2, 7)


async def test_where_no_order_names_a_touchpoint_its_rate_is_unknown(shop: Database) -> None:
    whole = (await _report(shop, touchpoint="call")).whole
    assert (whole.exposure, whole.per_100_orders, whole.change) == (Exposure(), None, None)


async def test_without_any_order_the_cases_are_counted_and_nothing_else_is_claimed(
    database: Database, people: dict[str, Customer]
) -> None:
    anna = people["anna"]
    await keep(database, anna, case(anna, at(5, 10), category="quality"))
    row = as_json(await _report(database))["rows"][0]
    assert row["cases"] == 1
    unknown = {"orders", "active_customers", "per_100_orders", "per_100_orders_low", "per_100_orders_high"}
    unknown |= {"per_100_customers", "share_complained", "first_response_median_s", "resolve_median_s"}
    assert {name for name in unknown if row[name] is not None} == set()


async def test_a_month_without_orders_of_a_shop_that_has_some_is_zero_orders(shop: Database) -> None:
    report = await shop.read(lambda found: complaints.report(found, asked(7), NOW))
    assert (report.whole.exposure.orders, report.whole.per_100_orders) == (0, None)


async def test_months_are_cut_at_midnight_of_the_business(shop: Database) -> None:
    months = [month(9), month(10), month(11)]
    assert await shop.read(complaints.monthly, months, {}) == [Count(1, 4), Count(4, 7), Count(0, 1)]
    of_shop = await shop.read(complaints.monthly, months, {"touchpoint": "shop"})
    assert of_shop == [Count(0, 4), Count(1, 3), Count(0, 0)]
    of_quality = await shop.read(complaints.monthly, months, {"category": "quality"})
    assert of_quality == [Count(0, 4), Count(2, 7), Count(0, 1)]
    of_retail = await shop.read(complaints.monthly, months, {"segment": "retail"})
    assert of_retail == [Count(0, 4), Count(3, 5), Count(0, 1)]


async def test_only_complaints_are_complaints(shop: Database, people: dict[str, Customer]) -> None:
    before = await _report(shop)
    anna, boris = people["anna"], people["boris"]
    await keep(
        shop,
        *(case(anna, at(day, 10), CaseSource.SCORE, category="quality") for day in (7, 8, 9)),
        case(boris, at(8, 10), CaseSource.LEAVING, category="PRICE_HIGH", closed_at=at(9, 10)),
        case(boris, at(30, 8), CaseSource.LEAVING, category="PRICE_HIGH"),
    )
    report = await _report(shop)
    assert (report.whole, report.groups) == (before.whole, before.groups)
    assert as_json(report)["rows"][0]["other_sources"] == {
        "score": {"cases": 3, "open_unanswered": 3},
        "leaving": {"cases": 1, "open_unanswered": 1},
        "inbox": {"cases": 0, "open_unanswered": 0},
        "joined": {"cases": 0, "open_unanswered": 0},
    }
    months = [month(9), month(10)]
    assert await shop.read(complaints.monthly, months, {}) == [Count(1, 4), Count(4, 7)]
    assert await shop.read(complaints.counted, month(10), "category", {}) == {"delivery": 2, "quality": 2}
    assert await shop.read(totals.differences) == []


async def test_places_where_people_only_scored_or_left_are_no_places_of_complaints(
    shop: Database, people: dict[str, Customer]
) -> None:
    await keep(shop, case(people["anna"], at(7, 10), CaseSource.SCORE, touchpoint="web"))
    assert await shop.read(touchpoints.named, touchpoints.cases) == ["delivery", "shop"]


async def test_who_complains_without_an_order_in_the_period_is_active(
    shop: Database, people: dict[str, Customer]
) -> None:
    anna, boris = people["anna"], people["boris"]
    await keep(
        shop,
        case(anna, at(5, 8), touchpoint="shop"),
        case(anna, at(6, 8), touchpoint="shop"),
        case(boris, at(5, 8), touchpoint="delivery"),
    )
    report = await shop.read(lambda found: complaints.report(found, asked(8), NOW, by="touchpoint"))
    row = as_json(report)["rows"][0]
    assert (row["orders"], row["active_customers"], row["complainants"]) == (0, 2, 2)
    assert (row["per_100_orders"], row["share_complained"]) == (None, 1.0)
    assert _named(report)["shop"].exposure == Exposure(0, 1)
    of_retail = await shop.read(lambda found: complaints.report(found, asked(8, segment="retail"), NOW))
    assert of_retail.whole.exposure == Exposure(0, 1)


async def test_the_case_of_somebody_forgotten_ends_unsolved(database: Database) -> None:
    anna = customer()
    await keep(database, anna, case(anna, at(1, 10), first_reply_at=at(1, 10, 11)))
    await database.write(erasure.begin, anna.id, at(2, 10))
    [whole] = as_json(await database.read(complaints.report, asked(OCTOBER), NOW))["rows"][:1]
    assert (whole["first_response_n"], whole["resolve_n"], whole["first_contact_n"]) == (1, 0, 0)


async def test_that_a_group_had_no_orders_is_known_where_it_has_had_some(database: Database) -> None:
    """In the period before, and where a complaint only waits; another group's orders are unknown."""
    anna = customer()
    await keep(
        database,
        anna,
        order(anna, at(5, 8), touchpoint="shop"),
        *(case(anna, at(5, 9), touchpoint=touchpoint) for touchpoint in ("shop", "call")),
    )
    report = await database.read(complaints.report, asked(OCTOBER), NOW, by="touchpoint")
    orders = {row["group"]: (row["orders"], row["previous"]["orders"]) for row in as_json(report)["rows"][1:]}
    assert orders == {"shop": (0, 0), "call": (None, None)}


async def test_touchpoints_that_are_read_together_say_what_each_says_alone(
    shop: Database, people: dict[str, Customer]
) -> None:
    chance = Random(11)
    rows = [
        case(
            chance.choice(list(people.values())),
            at(chance.randint(1, 30), chance.choice((9, 10)), 9),
            chance.choice((CaseSource.COMPLAINT, CaseSource.COMPLAINT, CaseSource.SCORE)),
            category=chance.choice(("delivery", "quality", None)),
            touchpoint=chance.choice(("shop", "delivery", None)),
            first_reply_at=at(1, 11, 1, minute) if (minute := chance.randint(0, 80)) < 60 else None,
            closed_at=at(1, 11, 2, chance.randint(0, 59)) if minute < 40 else None,
        )
        for _ in range(80)
    ]
    await keep(shop, *rows)
    names = ["shop", "delivery", "elsewhere"]

    def read(connection: Connection) -> None:
        together, october = sharing(connection), asked(OCTOBER)
        for name, found in zip(names, complaints.of_touchpoints(together, october, NOW, names), strict=True):
            alone = replace(october, filters={"touchpoint": name})
            assert as_json(found) == as_json(complaints.report(connection, alone, NOW))
        for by in ("category", "touchpoint", "segment"):
            alike = [complaints.report(one, october, NOW, by=by) for one in (together, connection)]
            assert alike[0] == alike[1]

    await shop.read(read)
