"""Who is known and who moved in October, every number counted by hand."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.ids import Ids
from storage.reports import base, exposure, totals
from storage.rows import Consent, Customer, CustomerAddress, Row, Stay
from storage.tables import stays
from surveys.outreach.consents import ConsentKind
from surveys.questions.reasons import ReasonClass
from surveys.records.address import AddressKind
from surveys.statistics.base_report import BaseBridge, BaseRecords, BaseReport, as_json
from surveys.statistics.periods import Period
from tests.storage.history import asked, at, case, farewell, keep, month, order, refusal
from tests.storage.samples import MOSCOW, customer

NOW = at(5, 11)
IDS = Ids()


def _rows() -> list[Row]:
    anna = customer(7, joined_at=at(10, 1), name="Анна", segment="gold", timezone="Europe/Moscow")
    boris = customer(8, joined_at=at(10, 1), left_at=at(10, 10), name="Борис", external_id="00017")
    vera = customer(joined_at=at(10, 1), left_at=at(12, 10), blocked_at=at(13, 10))
    galya = customer(9, joined_at=at(10, 1), returned_at=at(8, 10), blocked_at=at(1, 11))
    dina = customer(joined_at=at(3, 10), left_at=at(20, 10))
    egor = customer(joined_at=at(31, 10, 21))  # 1 November in Moscow
    return [
        anna, boris, vera, galya, dina, egor,
        Stay(galya.id, 1, at(10, 1), at(2, 9), ReasonClass.NATURAL),
        CustomerAddress(AddressKind.PHONE, "+79161234567", boris.id),
        CustomerAddress(AddressKind.PHONE, "+79161234568", boris.id),
        farewell(boris, at(10, 10), "PRICE_HIGH", "avoidable"),
        farewell(dina, at(20, 10), "PAY_FAIL", "involuntary"),
        order(anna, at(6, 10)),
        order(anna, at(4, 11), status="cancelled"),
        order(anna, at(6, 11)),  # to come
        case(galya, at(7, 10)),
        _agreement(anna), refusal(boris, at(4, 10)), _agreement(galya), refusal(galya, at(9, 10)),
    ]  # fmt: skip


def _agreement(of: Customer) -> Consent:
    return Consent(IDS.next(), of.id, ConsentKind.PROMOTION, True, "1", at(2, 10))


@pytest.fixture
async def shop(database: Database) -> Database:
    await keep(database, *_rows())
    return database


async def _report(database: Database, number: int = 10) -> BaseReport:
    return await database.read(base.report, asked(number), NOW)


async def test_the_bridge_leads_from_the_start_to_the_end(shop: Database) -> None:
    bridge = (await _report(shop)).bridge
    assert bridge == BaseBridge(
        start=3,
        new=1,
        returned=1,
        lost={
            ReasonClass.AVOIDABLE: 1,
            ReasonClass.NATURAL: 0,
            ReasonClass.INVOLUNTARY: 1,
            ReasonClass.UNKNOWN: 1,
        },
    )
    assert bridge.end == 2
    september, november = (await _report(shop, 9)).bridge, (await _report(shop, 11)).bridge
    assert september is not None
    assert november is not None
    assert (september.start, september.lost[ReasonClass.NATURAL], september.end) == (4, 1, bridge.start)
    assert (november.start, november.new, november.end) == (bridge.end, 1, 3)


async def test_records_are_of_everybody_who_was_ever_a_customer(shop: Database) -> None:
    report = await _report(shop)
    # Anna has a name, a segment and a time zone; Boris a name, the company's id and a phone.
    assert report.records == BaseRecords(records=6, reachable=2, consented=1, blocked=2, filled=6, fields=5)
    assert report.records.profile_complete == pytest.approx(6 / 30)
    assert report.active == 2


async def test_the_last_order_is_neither_cancelled_nor_to_come(shop: Database) -> None:
    assert (await _report(shop)).last_order_at == at(6, 10)
    assert await shop.read(exposure.last_order_at, at(6, 11) + timedelta(minutes=4)) == at(6, 11)


async def test_blocking_the_bot_lowers_whom_we_reach_and_not_the_base(database: Database) -> None:
    await keep(database, customer(7, joined_at=at(1, 9)), customer(8, joined_at=at(1, 9), blocked_at=NOW))
    report = await _report(database)
    assert report.bridge is not None
    assert (report.records.reachable, report.records.blocked, report.bridge.end) == (1, 1, 2)


async def test_of_a_month_to_come_and_of_no_customers_nothing_is_claimed(database: Database) -> None:
    report = await database.read(base.report, asked(12), NOW)
    assert report.bridge is None
    assert (report.active, report.last_order_at, report.records.profile_complete) == (None, None, None)
    [row] = as_json(report)["rows"]
    assert {row[name] for name in ("start", "new", "lost_unknown", "end", "active", "profile_complete")} == {
        None
    }
    assert row["records"] == 0


async def test_the_bridges_of_months_add_up_to_that_of_both(shop: Database) -> None:
    september, october = [await shop.read(base.bridge, month(number)) for number in (9, 10)]
    both = await shop.read(base.bridge, Period(month(9).start, month(10).end, MOSCOW))
    assert both.start == september.start
    assert both.end == october.end
    assert both.new == september.new + october.new
    assert both.returned == september.returned + october.returned
    assert both.losses == september.losses + october.losses


async def test_the_row_has_the_names_that_are_agreed(shop: Database) -> None:
    document = as_json(await _report(shop))
    assert document["report"] == "base"
    [row] = document["rows"]
    assert list(row) == [
        "records", "reachable", "consented_promotion", "blocked", "active", "profile_complete",
        "start", "new", "returned", "lost_avoidable", "lost_natural", "lost_involuntary", "lost_unknown",
        "end", "last_order_at",
    ]  # fmt: skip
    assert row["end"] == row["start"] + row["new"] + row["returned"] - sum(
        row[name] for name in row if name.startswith("lost_")
    )


async def test_a_reason_that_is_corrected_is_that_of_the_stay(database: Database) -> None:
    """Also where nothing of the customer changes; what nobody followed is told and mended."""
    anna = customer(7, joined_at=at(10, 1), left_at=at(10, 10))
    told = farewell(anna, at(10, 10), "PRICE_HIGH", "avoidable")
    await keep(database, anna, told)
    corrected = Effects()
    corrected.change(told, reason="MOVED", reason_class=ReasonClass.NATURAL)
    await database.write(flush, [corrected])
    bridge = (await _report(database)).bridge
    assert bridge is not None
    assert bridge.lost[ReasonClass.NATURAL] == bridge.losses == 1
    assert await database.read(totals.differences) == []

    def spoil(connection: Connection) -> None:
        connection.execute(update(stays).values(reason_class=ReasonClass.UNKNOWN))

    await database.write(spoil)
    assert {line[0] for line in await database.read(totals.differences)} >= {"stays"}
    await database.write(totals.rebuild)
    assert await database.read(totals.differences) == []
