"""Who left in October and why, every number counted by hand."""

from collections.abc import Iterable
from datetime import date

import pytest

from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.reports import churn, totals
from storage.rows import Customer, Row, Stay
from surveys.questions.reasons import ReasonClass
from surveys.statistics.churn_report import Base, ChurnGroup, ChurnReport, as_json
from surveys.statistics.pareto import ParetoCause
from surveys.statistics.periods import Asked, Period
from surveys.statistics.scores import Level
from tests.storage.history import asked, at, farewell, keep, month
from tests.storage.samples import MOSCOW, conversation, customer

JANUARY, OCTOBER = at(10, 1), 10
NOW = at(5, 11)
PRICES = ["PRICE_HIGH", "FINANCE", "COMPETITOR"]


def _rows() -> Iterable[Row]:
    """Seven were there when September began, and one of them left in it."""
    anna = customer(joined_at=JANUARY, segment="retail")  # is still there
    boris = customer(joined_at=JANUARY, segment="retail", left_at=at(10, 10))
    vera = customer(joined_at=JANUARY, segment="retail", left_at=at(15, 9))
    dina = customer(joined_at=at(3, 10), left_at=at(20, 10))  # came and left in October
    egor = customer(joined_at=JANUARY, returned_at=at(2, 11))  # told in October why he left, and is back
    fedor = customer(joined_at=JANUARY, segment="retail")  # has not left, as he told
    galya = customer(joined_at=JANUARY, left_at=at(2, 10))  # told twice
    harry = customer(joined_at=JANUARY, left_at=at(25, 10))  # did not tell why
    igor = customer(joined_at=at(31, 10, 21))  # 1 November in Moscow
    yield from (anna, boris, vera, dina, egor, fedor, galya, harry, igor)
    yield Stay(egor.id, 1, JANUARY, at(12, 10), ReasonClass.NATURAL)
    told = [
        farewell(boris, at(10, 10), "PRICE_HIGH", "avoidable", shown=PRICES, money_minor=50_000),
        farewell(vera, at(15, 9), "MOVED", "natural"),
        farewell(dina, at(20, 10), "COMPETITOR", "avoidable"),
        farewell(egor, at(12, 10), "FINANCE", "natural", shown=PRICES, money_minor=20_000),
        farewell(fedor, at(5, 10), "STILL_HERE", None),
        farewell(galya, at(2, 10), "OTHER", "unknown", money_minor=10_000),
        farewell(galya, at(9, 10), "PRICE_HIGH", "avoidable", shown=["PRICE_HIGH"], money_minor=10_000),
    ]
    people = {row.id: row for row in (boris, vera, dina, egor, fedor, galya)}
    for one in told:
        who = people[one.customer_id]
        yield conversation(who, id=one.id, survey_id="leaving", started_at=one.told_at, segment=who.segment)
    yield conversation(harry, survey_id="leaving", started_at=at(25, 10))
    yield conversation(anna, survey_id="nps", started_at=at(25, 10))
    yield from told


@pytest.fixture
async def shop(database: Database) -> Database:
    await keep(database, *_rows())
    return database


async def _report(database: Database, by: str | None = None, **filters: str) -> ChurnReport:
    return await database.read(lambda found: churn.report(found, asked(OCTOBER, **filters), NOW, by=by))


async def test_churn_is_of_those_who_were_there_at_the_start(shop: Database) -> None:
    whole = (await _report(shop)).whole
    assert whole.base == Base(started=6, lost=4, early=1)
    assert whole.before == Base(started=7, lost=1)
    assert whole.churn == pytest.approx(4 / 6)
    assert whole.interval is not None
    assert whole.interval.low < 4 / 6 < whole.interval.high
    assert whole.change is not None
    assert whole.change.value == pytest.approx(4 / 6 - 1 / 7)


async def test_each_customer_counts_once_under_what_they_told_last(shop: Database) -> None:
    whole = (await _report(shop)).whole
    assert (whole.sessions, whole.answered, whole.still_here) == (7, 4, 1)
    assert whole.coverage == pytest.approx(4 / 5)
    assert whole.causes == [
        ParetoCause("PRICE_HIGH", ReasonClass.AVOIDABLE, 2, 60_000, shown=3),
        ParetoCause("COMPETITOR", ReasonClass.AVOIDABLE, 1, None, shown=3),
        ParetoCause("FINANCE", ReasonClass.NATURAL, 1, 20_000, shown=2),
    ]
    assert whole.money == 80_000


async def test_the_document_has_money_in_whole_units_and_shares_of_those_who_told(shop: Database) -> None:
    crowd = [customer(joined_at=JANUARY, left_at=at(7, 10)) for _ in range(14)]
    price, money, rival = ("PRICE_HIGH", "avoidable"), ("FINANCE", "natural"), ("COMPETITOR", "avoidable")
    reasons = [price] * 5 + [money] * 4 + [rival] * 5
    told = [
        farewell(who, at(7, 10), reason, kind, shown=PRICES, money_minor=1_000)
        for who, (reason, kind) in zip(crowd, reasons, strict=True)
    ]
    await keep(shop, *crowd, *told)
    whole, *rows = as_json(await _report(shop))["rows"]
    assert (whole["started"], whole["lost"], whole["money"], whole["customers"]) == (20, 18, 940.0, 18)
    assert (whole["early"], whole["returned"], whole["coverage"]) == (1, 0, pytest.approx(18 / 19))
    assert [row["reason"] for row in rows] == ["PRICE_HIGH", "COMPETITOR", "FINANCE"]
    assert [row["customers"] for row in rows] == [7, 6, 5]
    assert [row["money"] for row in rows] == [650.0, 50.0, 240.0]
    assert [row["share"] for row in rows] == pytest.approx([7 / 18, 6 / 18, 5 / 18])
    dear = rows[0]
    assert dear["share_low"] < 7 / 18 < dear["share_high"]
    assert (dear["shown"], dear["rate"]) == (17, pytest.approx(7 / 17))
    assert dear["rate_low"] < 7 / 17 < dear["rate_high"]


async def test_what_few_told_is_hidden_from_programs_as_well(shop: Database) -> None:
    (whole,) = as_json(await _report(shop))["rows"]
    assert (whole["customers"], whole["answered"], whole["money"], whole["hidden"]) == (4, 4, None, True)


async def _told(
    database: Database, place: str | None, reason: str, n: int, kind: str = "avoidable", **given: object
) -> list[Customer]:
    people = [customer(joined_at=JANUARY, left_at=at(7, 10)) for _ in range(n)]
    told = [farewell(who, at(7, 10), reason, kind, touchpoint=place, **given) for who in people]
    await keep(database, *people, *told)
    return people


async def test_a_filter_hides_what_the_table_hides(database: Database) -> None:
    for place, n in (("shop", 30), ("delivery", 9), ("web", 4)):
        await _told(database, place, "PRICE_HIGH", n)
    groups = {one.name: one.level for one in (await _report(database, "touchpoint")).groups}
    assert groups == {"shop": Level.FULL, "delivery": Level.HIDDEN, "web": Level.HIDDEN}
    for place, shown in groups.items():
        report = await _report(database, touchpoint=place)
        assert report.whole.level is shown
        assert len(as_json(report)["rows"]) == (1 if shown is Level.HIDDEN else 2)


async def test_a_filter_tells_no_cause_that_the_whole_minus_it_would_tell_of_the_others(
    database: Database,
) -> None:
    for place, reason, n in (
        ("shop", "PRICE_HIGH", 20), ("shop", "QUALITY", 8), ("shop", "SERVICE", 7),
        ("delivery", "PRICE_HIGH", 1), ("delivery", "QUALITY", 9), ("delivery", "SERVICE", 6),
    ):  # fmt: skip
        await _told(database, place, reason, n)
    whole = as_json(await _report(database))["rows"]
    assert {row["reason"]: row["customers"] for row in whole}["PRICE_HIGH"] == 21
    shop = as_json(await _report(database, touchpoint="shop"))["rows"]
    of_shop = {row["reason"]: row["customers"] for row in shop}
    assert of_shop["PRICE_HIGH"] is None  # 21 − 20 is the one of delivery
    by_place = as_json(await _report(database, "touchpoint"))["rows"]
    of_table = {row["reason"]: row["customers"] for row in by_place if row.get("group") == "shop"}
    assert of_table == of_shop


async def test_segments_have_their_own_churn_and_touchpoints_have_none(shop: Database) -> None:
    segments: dict[str, ChurnGroup] = {one.name: one for one in (await _report(shop, "segment")).groups}
    assert segments["retail"].base == Base(started=3, lost=1)
    assert segments["retail"].before == Base(started=4, lost=1)
    assert segments[""].base == Base(started=3, lost=3, early=1)
    assert (segments[""].sessions, segments[""].answered) == (5, 3)
    filtered = (await _report(shop, segment="retail")).whole
    assert (filtered.base, filtered.sessions, filtered.still_here) == (Base(3, 1), 2, 1)
    assert (await _report(shop, "touchpoint")).groups == []
    nowhere = (await _report(shop, touchpoint="shop")).whole
    assert (nowhere.base, nowhere.churn, nowhere.answered) == (None, None, 0)


async def test_reasons_of_a_small_segment_are_not_told_to_programs_either(shop: Database) -> None:
    report = await _report(shop, "segment")
    assert {group.level for group in report.groups} == {Level.HIDDEN}
    rows = as_json(report)["rows"]
    assert [row["reason"] for row in rows if "group" in row] == [None, None]


async def test_where_nobody_was_there_at_the_start_the_churn_is_unknown(shop: Database) -> None:
    february = (await shop.read(lambda found: churn.report(found, asked(2), NOW))).whole
    assert (february.base, february.before) == (Base(started=7, lost=0), Base(started=0, lost=0))
    assert (february.churn, february.change) == (0.0, None)
    january = Asked(month(1), month(1).before, {})
    whole = (await shop.read(lambda found: churn.report(found, january, NOW))).whole
    assert (whole.base, whole.churn, whole.interval) == (Base(started=0, lost=0), None, None)


async def test_before_the_first_customer_it_is_known_that_there_was_nobody(database: Database) -> None:
    assert (await _report(database)).whole.base == Base(started=0, lost=0)
    await keep(database, customer(joined_at=at(5, 11)))
    whole = (await _report(database)).whole
    assert (whole.base, whole.before, whole.churn) == (Base(0, 0), Base(0, 0), None)
    assert as_json(await _report(database))["rows"][0]["started"] == 0


async def test_a_closed_month_stays_as_it_was_when_somebody_returns(database: Database) -> None:
    people = [customer(joined_at=at(1, 8), segment="retail") for _ in range(3)]
    await keep(database, *people)
    await _change(database, people[0], left_at=at(10, 9))
    before = [await _base(database, number) for number in (9, 10, 11)]
    assert before == [Base(started=3, lost=1), Base(started=2, lost=0), Base(started=2, lost=0)]
    await _change(database, people[0], left_at=None, returned_at=at(5, 11))
    assert [await _base(database, number) for number in (9, 10)] == before[:2]
    assert await _base(database, 11) == Base(started=2, lost=0, returned=1)
    assert await _base(database, 12) == Base(started=3, lost=0)
    assert await database.read(totals.differences) == []


async def test_who_left_and_returned_within_the_month_is_not_lost(database: Database) -> None:
    anna = customer(joined_at=at(1, 8))
    await keep(database, anna)
    await _change(database, anna, left_at=at(10, 10))
    assert await _base(database, 10) == Base(started=1, lost=1)
    await _change(database, anna, left_at=None, returned_at=at(12, 10))
    assert await _base(database, 10) == Base(started=1, lost=0, returned=1)
    await _change(database, anna, left_at=at(20, 10))
    assert await _base(database, 10) == Base(started=1, lost=1, returned=1)


async def test_who_returns_and_leaves_again_was_there_only_between(database: Database) -> None:
    anna, boris = customer(joined_at=at(1, 8), left_at=at(3, 9)), customer(joined_at=at(1, 8))
    await keep(database, anna, boris)
    await _change(database, anna, left_at=None, returned_at=at(6, 10))
    await _change(database, anna, left_at=at(9, 10))
    assert await _base(database, 10) == Base(started=1, lost=0, early=1, returned=1)
    assert await _base(database, 9) == Base(started=2, lost=1)


async def test_a_day_of_leaving_before_the_return_is_about_the_stay_before(database: Database) -> None:
    """As it is when the company's file is sent again."""
    anna = customer(joined_at=at(1, 8), left_at=at(3, 9))
    await keep(database, anna)
    await _change(database, anna, left_at=None, returned_at=at(6, 10))
    await _change(database, anna, left_at=at(3, 9))
    assert await _base(database, 11) == Base(started=1, lost=0)


async def test_days_of_the_last_century_are_counted(database: Database) -> None:
    await keep(database, customer(joined_at=at(3, 1, year=1997), left_at=at(9, 2, year=1997)))
    period = Period(date(1997, 2, 1), date(1997, 3, 1), MOSCOW)
    assert await database.read(churn.bases, period, None, {}) == {"": Base(started=1, lost=1)}
    assert await database.read(totals.differences) == []


async def _change(database: Database, who: Customer, **values: object) -> None:
    effects = Effects()
    effects.change(who, **values)
    await database.write(flush, [effects])


async def _base(database: Database, number: int) -> Base | None:
    return (await database.read(churn.bases, month(number), None, {}) or {}).get("")


async def test_of_days_to_come_no_churn_is_known(shop: Database) -> None:
    whole = (await shop.read(lambda found: churn.report(found, asked(11), at(31, 10)))).whole
    assert (whole.base, whole.churn) == (None, None)
    assert whole.before == Base(started=6, lost=4, early=1)
