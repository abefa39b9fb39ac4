"""Whoever is forgotten stands in no export and in no file of the database, and no closed month changes."""

import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
from sqlalchemy import Connection, insert, update

from playground import Person
from reports import exports
from reports.exports import ExportFormat
from storage import tables
from storage.engines.database import Database
from storage.reports import totals
from storage.reports.exports import EXPORTS, ExportRequest
from surveys.language.languages import Language
from surveys.records.address import AddressKind
from tests.handlers.customer.test_personal_data import CANARY, NAME, bytes_of, everything, forget, said_much
from tests.handlers.support_harness import SupportHarness
from tests.harness import NOON
from tests.report_numbers import every_number

ZONE = ZoneInfo("Europe/Moscow")
PHONE = "+79990001122"
COMPANY_ID = "CRM-51b9-7f3a"
LATER = NOON + timedelta(days=5)


def _know(connection: Connection, customer_id: int) -> None:
    """What the company's files said of them: phone, id, two orders on two days; their complaint is closed."""
    for kind, value in ((AddressKind.PHONE, PHONE), (AddressKind.COMPANY, COMPANY_ID)):
        connection.execute(insert(tables.addresses).values(kind=kind, value=value, customer_id=customer_id))
    for number in (1, 2):
        connection.execute(
            insert(tables.orders).values(
                id=number, external_id=f"{COMPANY_ID}-{number}", customer_id=customer_id, currency="RUB",
                ordered_at=NOON - timedelta(days=number), amount_minor=100_00, attributes={"to": CANARY},
            )
        )  # fmt: skip
    connection.execute(
        update(tables.cases).values(status="closed", closed_at=NOON, solved_at=NOON, first_reply_at=NOON)
    )
    connection.execute(
        update(tables.customers)
        .where(tables.customers.c.id == customer_id)
        .values(attributes={"vip": CANARY})
    )


async def _tells_all(support: SupportHarness, database: Database) -> Person:
    """A person with answers, complaints, a file, orders and a reason for leaving; another one beside them."""
    await support.reload(forum=True, supergroup=True)
    for text in ("/start", "/rate", "9"):
        await support.deliver(await support.anna.say(text))
    person = support.telegram.person(NAME)
    await said_much(support, person)
    await support.deliver(await person.say("/leave"))
    await support.deliver(await person.say(f"Дорого, {CANARY}"))
    found = await support.harness.rows(tables.addresses)
    mine = next(row["customer_id"] for row in found if row["value"] == str(person.id))
    await database.write(_know, mine)
    await database.write(totals.rebuild)
    return person


def _signs(person: Person) -> tuple[str, ...]:
    return (CANARY, NAME, PHONE, COMPANY_ID, str(person.id))


def _exported(connection: Connection, folder: Path) -> Iterator[tuple[str, bytes]]:
    """All kinds in both formats with names, a sheet's parts unpacked."""
    folder.mkdir()
    for name in EXPORTS:
        for kind in ExportFormat:
            file = folder / f"{name}.{kind}"
            exports.write(connection, ExportRequest(name, has_names=True), kind, file, ZONE, Language.RU)
            if kind is ExportFormat.CSV:
                yield file.name, file.read_bytes()
                continue
            with zipfile.ZipFile(file) as book:
                yield file.name, b"\n".join(book.read(part) for part in book.namelist())


async def _found_in_exports(database: Database, folder: Path, signs: tuple[str, ...]) -> set[str]:
    files = await database.read(lambda connection: list(_exported(connection, folder)))
    assert len(files) == 14
    return {name for name, content in files for sign in signs if sign.encode() in content}


async def test_no_export_names_who_was_forgotten(
    support: SupportHarness, harness_database: Database, tmp_path: Path
) -> None:
    person = await _tells_all(support, harness_database)
    before = await _found_in_exports(harness_database, tmp_path / "before", _signs(person))
    assert {"answers.csv", "answers.xlsx", "complaints.csv", "customers.xlsx", "orders.csv"} <= before
    await forget(support, person)
    assert await _found_in_exports(harness_database, tmp_path / "after", _signs(person)) == set()


async def test_no_number_of_the_month_changes_and_no_row_names_them(
    support: SupportHarness, harness_database: Database
) -> None:
    person = await _tells_all(support, harness_database)
    context = support.harness.contexts.current.report_context
    month = (context, LATER, date(NOON.year, NOON.month, 1), LATER.date())
    before = await harness_database.read(every_number, *month)
    assert before.encode() == (await harness_database.read(every_number, *month)).encode()
    assert all(f'"report": "{name}"' in before for name in ("nps", "complaints", "churn", "winback"))
    await forget(support, person)
    assert (await harness_database.read(every_number, *month)).encode() == before.encode()
    assert await harness_database.read(totals.differences) == []
    left = await harness_database.read(everything)
    assert [sign for sign in _signs(person) if sign in left] == []


async def test_no_file_of_the_database_holds_them(
    support: SupportHarness, harness_database: Database
) -> None:
    person = await _tells_all(support, harness_database)
    words = [sign.encode() for sign in _signs(person)[:-1]]
    content = await _files(harness_database)
    assert all(word in content for word in words)
    await forget(support, person)
    content = await _files(harness_database)
    assert [word for word in words if word in content] == []


async def _files(database: Database) -> bytes:
    """The bytes of the database's own files; on PostgreSQL of its tables, rewritten before."""
    if database.is_embedded:
        return bytes_of(database.url)
    connection = await asyncpg.connect(database.url)
    try:
        await connection.execute("VACUUM FULL")
        await connection.execute("CHECKPOINT")
        root = Path(await connection.fetchval("SHOW data_directory"))
        found = await connection.fetch("SELECT pg_relation_filepath(oid) AS path FROM pg_class")
    finally:
        await connection.close()
    paths = [root / row["path"] for row in found if row["path"]]
    return b"".join(part.read_bytes() for path in paths for part in path.parent.glob(f"{path.name}*"))
