"""`otklik import` finds who shared their phone before, and brings nobody back who is forgotten."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.engines.database import Database
from storage.people import contacts, erasure
from storage.people.contacts import Sharing
from storage.rows import Customer
from storage.tables import orders
from surveys.language.languages import Language
from tests.command_line.terminal import Terminal
from tests.storage.history import keep

MOMENT = datetime(2026, 10, 5, 9, tzinfo=UTC)
PHONE = "+79161234567"
FILE = """Номер заказа;Телефон;Дата;Сумма
A1;8 (916) 123-45-67;01.10.2026;1 450,00 ₽
A2;89261234567;01.10.2026;90"""


@pytest.fixture
async def shop(database: Database, database_url: str) -> str:
    """Somebody talked to the bot and shared their phone; the database's address."""
    await keep(database, Customer(1, 500, Language.RU, MOMENT))
    assert await database.write(contacts.share, 2, 1, PHONE, MOMENT) is Sharing.STORED
    return database_url


async def _buyers(database: Database) -> dict[str, int]:
    found = select(orders.c.external_id, orders.c.customer_id)
    rows = await database.read(lambda connection: connection.execute(found).all())
    return {row.external_id: row.customer_id for row in rows}


async def test_orders_of_a_file_are_theirs_by_the_phone(
    otklik: Terminal, shop: str, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "orders.csv").write_text(FILE)
    said = otklik(tmp_path, "import", "orders", "orders.csv", DATABASE__URL=shop)
    assert said.out == "Import 1: 2 new, 0 changed, 0 unchanged, 0 refused.\n"
    buyers = await _buyers(database)
    assert buyers["A1"] == 1
    assert buyers["A2"] != 1
    assert otklik(tmp_path, "totals", "--check", DATABASE__URL=shop).code == 0


async def test_the_line_of_who_is_forgotten_is_refused_with_its_reason(
    otklik: Terminal, shop: str, database: Database, tmp_path: Path
) -> None:
    await database.write(erasure.begin, 1, MOMENT)
    await database.write(erasure.replace_key, 1)
    (tmp_path / "orders.csv").write_text(FILE)
    said = otklik(tmp_path, "import", "orders", "orders.csv", language="ru", DATABASE__URL=shop)
    assert said.err.splitlines()[0] == (
        "orders.csv, строка 2: Этот клиент попросил удалить свои данные, поэтому строку не загружаем."
    )
    assert set(await _buyers(database)) == {"A2"}
    assert PHONE[2:] not in said.err
    assert otklik(tmp_path, "totals", "--check", DATABASE__URL=shop).code == 0
