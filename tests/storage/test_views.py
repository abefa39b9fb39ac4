"""The views are what docs/views.md says, on both engines, and tell what the tables hold."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, inspect, select

from storage.engines import schema
from storage.engines.database import Database
from storage.engines.factory import open_database
from storage.people import addresses
from storage.reports import views
from storage.reports.views import VIEWS
from storage.rows import Consent, CustomerAddress
from surveys.outreach.consents import ConsentKind
from surveys.records.address import AddressKind
from tests.storage.history import at, case, farewell, keep, order
from tests.storage.samples import answer, conversation, customer

DOCUMENT = Path(__file__).parents[2] / "docs" / "views.md"


def _documented() -> dict[str, list[str]]:
    sections = re.split(r"^## (report_\w+)$", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    pairs = zip(sections[::2], sections[1::2], strict=True)
    return {name: re.findall(r"^\| `(\w+)` \| \S", text, re.MULTILINE) for name, text in pairs}


def _found(connection: Connection) -> dict[str, list[str]]:
    look = inspect(connection)
    return {name: [one["name"] for one in look.get_columns(name)] for name in look.get_view_names()}


def _rows(connection: Connection, name: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(VIEWS[name])).mappings()]


async def test_the_database_has_exactly_the_views_and_columns_of_the_document(database: Database) -> None:
    documented = _documented()
    assert await database.read(_found) == documented
    assert {name: [column.name for column in view.columns] for name, view in VIEWS.items()} == documented


async def test_the_way_down_leaves_no_view(empty_url: str) -> None:
    async with open_database(empty_url) as database:
        await database.write(schema.migrate)
        await database.write(schema.migrate, "base")
        assert await database.read(_found) == {}


async def test_a_migration_may_take_the_views_away_and_make_them_anew(database: Database) -> None:
    await database.write(views.drop)
    assert await database.read(_found) == {}
    await database.write(views.drop)
    await database.write(views.create)
    assert await database.read(_found) == _documented()


async def test_an_answer_stands_there_once_as_it_is_now(database: Database) -> None:
    anna, zoya = customer(name="Анна", telegram_id=7), customer()
    talk, preview = conversation(anna, order_id=5), conversation(zoya, by_staff=True)
    await keep(
        database,
        anna,
        zoya,
        talk,
        preview,
        answer(talk, 2, superseded_at=at(3, 11)),
        answer(talk, 9, touchpoint="доставка", answered_at=datetime(2026, 11, 2, 23, 59, 59, 999999, UTC)),
        answer(preview, 0),
    )
    (row,) = await database.read(_rows, "report_answers")
    assert (row["customer_id"], row["score"], row["touchpoint"], row["order_id"]) == (
        anna.id,
        9,
        "доставка",
        5,
    )
    assert row["answered_at"] == datetime(2026, 11, 2, 23, 59, 59, tzinfo=UTC)
    assert row["day"] == date(2026, 11, 2)


async def test_amounts_are_in_roubles_and_a_cancelled_order_says_so(database: Database) -> None:
    anna = customer(monthly_margin_minor=1)
    paid = order(anna, at(1, 10), amount_minor=123_450, currency="RUB", external_id="007")
    gone = order(anna, at(2, 10, year=1997), status="cancelled", margin_minor=-29)
    await keep(database, anna, paid, gone)
    found = {row["order_id"]: row for row in await database.read(_rows, "report_orders")}
    assert found[paid.id]["amount"] == Decimal("1234.50")
    assert found[paid.id]["margin"] is None
    assert found[paid.id]["external_id"] == "007"
    assert (found[paid.id]["is_cancelled"], found[gone.id]["is_cancelled"]) == (False, True)
    assert found[gone.id]["margin"] == Decimal("-0.29")
    assert found[gone.id]["ordered_at"] == at(2, 10, year=1997)
    (person,) = await database.read(_rows, "report_customers")
    assert person["monthly_margin"] == Decimal("0.01")


async def test_cases_farewells_and_consents_are_told(database: Database) -> None:
    anna = customer()
    told = farewell(anna, at(10, 10), "PRICE_HIGH", "avoidable", money_minor=50_000)
    await keep(
        database,
        anna,
        case(anna, at(5, 10), words="холодная", first_reply_at=at(5, 10, 11), solved_at=at(5, 10, 12)),
        conversation(anna, id=told.id, survey_id="leaving"),
        told,
        Consent(1, anna.id, ConsentKind.PROMOTION, given=True, text_version="1", decided_at=at(1, 10)),
    )
    (complaint,) = await database.read(_rows, "report_cases")
    assert (complaint["first_reply_s"], complaint["resolve_s"], complaint["words"]) == (
        3600,
        7200,
        "холодная",
    )
    (farewells,) = await database.read(_rows, "report_churn")
    assert (farewells["class"], farewells["money"]) == ("avoidable", Decimal("500.00"))
    (consented,) = await database.read(_rows, "report_consents")
    assert consented["given"] is True


async def test_a_customer_has_one_phone_or_none(database: Database) -> None:
    anna, zoya = customer(name="Анна", telegram_id=7), customer()
    phones = [CustomerAddress(AddressKind.PHONE, f"+7916123456{digit}", anna.id) for digit in (9, 7)]
    await keep(database, anna, zoya)
    await database.write(addresses.add, phones)
    found = {row["customer_id"]: row for row in await database.read(_rows, "report_customers")}
    assert (found[anna.id]["phone"], found[anna.id]["telegram_id"]) == ("+79161234567", 7)
    assert found[zoya.id]["phone"] is None
    assert len(found) == 2


def test_names_stand_in_one_view_only() -> None:
    personal = {"name", "phone", "telegram_id"}
    found = {name for name, view in VIEWS.items() if personal & set(view.columns.keys())}
    assert found == {"report_customers"}
    assert not any(isinstance(view, Table) for view in VIEWS.values())
