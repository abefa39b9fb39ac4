"""A file is imported whole or not at all, once, and can be taken back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.jobs import import_run
from bot.jobs.import_run import ImportOrder, ImportRun
from storage import audit
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.ids import Ids
from storage.imports import imports, undoing
from storage.people import order_records
from storage.reports import totals
from storage.rows import Import
from storage.states import AuditAction, ImportState
from storage.tables import addresses, customer_days, customers, order_days, orders
from surveys.language.languages import Language
from surveys.records.reading import Conventions
from surveys.records.records import OrderRecord, RecordKind
from tests.storage.history import at, order
from tests.storage.samples import MOSCOW, NOW, conversation, customer

HEAD = "order_id;customer_id;ordered_at;amount;touchpoint;status"
IDS = Ids()


class Killed(BaseException):
    """Stands in for the end of the process."""


@pytest.fixture(autouse=True)
def portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Portions so small that a file of a test has many."""
    monkeypatch.setattr(import_run, "AT_ONCE", 7)
    monkeypatch.setattr(import_run, "WHOLE", 10)
    for module in ("finishing", "undoing"):
        monkeypatch.setattr(f"storage.imports.{module}.PORTION", 5)


@pytest.fixture
def run(database: Database) -> ImportRun:
    return ImportRun(database, IDS, lambda: NOW)


def _lines(dice: Random, n: int, people: int = 20) -> list[str]:
    first = datetime(2026, 8, 1, 8, tzinfo=UTC)
    found = []
    for number in range(n):
        moment = first + timedelta(hours=dice.randint(0, 2000))
        place, status = dice.choice(["зал", "доставка", ""]), dice.choice(["", "", "cancelled"])
        found.append(f"A{number};{dice.randint(1, people)};{moment:%Y-%m-%dT%H:%MZ};100;{place};{status}")
    return found


def _order(tmp_path: Path, lines: Iterable[str], name: str = "orders.csv", head: str = HEAD) -> ImportOrder:
    path = tmp_path / name
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    kind = RecordKind.ORDERS if "order_id" in head else RecordKind.CUSTOMERS
    return ImportOrder(path, kind, Conventions(MOSCOW), Language.RU)


async def _n(database: Database, table: Any) -> int:
    count: int = await database.read(
        lambda connection: connection.execute(select(func.count()).select_from(table)).scalar_one()
    )
    return count


async def _counted(database: Database) -> tuple[int, int]:
    """Orders and customers that reports count."""

    def read(connection: Connection) -> tuple[int, int]:
        sums = [
            select(func.coalesce(func.sum(order_days.c.n), 0)),
            select(func.coalesce(func.sum(customer_days.c.n), 0)),
        ]
        first, second = (int(connection.execute(one).scalar_one()) for one in sums)
        return first, second

    return await database.read(read)


def _outcome(found: Import) -> tuple[int, int, int, int]:
    return found.created, found.changed, found.unchanged, found.refused


def _kill_at(step: int) -> Any:
    steps = iter(range(step))

    def tell(_: Import) -> None:
        if next(steps, None) is None:
            raise Killed

    return tell


async def test_nothing_of_an_unfinished_import_counts_and_it_is_gone_on_with(
    database: Database, tmp_path: Path
) -> None:
    file = _order(tmp_path, _lines(Random(1), 60))
    for tries in range(40):
        try:
            found = await ImportRun(database, IDS, lambda: NOW, _kill_at(tries % 3)).store(file)
            break
        except Killed:
            under_way = await database.read(imports.under_way)
            if under_way is not None and under_way.state is ImportState.PENDING:
                assert await _counted(database) == (0, 0)
            if under_way is None or under_way.state is not ImportState.APPLYING:
                assert await database.read(totals.differences) == []
    assert (found.state, _outcome(found)) == (ImportState.DONE, (60, 0, 0, 0))
    assert await _n(database, orders) == 60
    assert await database.read(totals.differences) == []


@pytest.mark.parametrize("n", [8, 40])
async def test_sent_again_nothing_changes(database: Database, run: ImportRun, tmp_path: Path, n: int) -> None:
    file = _order(tmp_path, _lines(Random(2), n))
    assert _outcome(await run.store(file)) == (n, 0, 0, 0)
    before = await _counted(database)
    assert _outcome(await run.store(file)) == (0, 0, n, 0)
    assert await _counted(database) == before
    assert await database.read(totals.differences) == []


@pytest.mark.parametrize("n", [8, 40])
async def test_a_dry_run_says_what_an_import_does_and_writes_nothing(
    database: Database, run: ImportRun, tmp_path: Path, n: int
) -> None:
    file = _order(tmp_path, [*_lines(Random(2), n), "A1;;вчера;1;;", *_lines(Random(2), 2)])
    would = await run.compare(file)
    assert await _n(database, orders) == 0
    made = await run.store(file)
    assert (would.created, would.unchanged, len(would.refused)) == (
        made.created,
        made.unchanged,
        made.refused,
    )
    assert (made.created, made.refused) == (n, 1)
    [refusal] = await database.read(imports.refusals, made.id)
    assert refusal == would.refused[0]
    assert refusal.position == n + 2


async def test_orders_that_were_there_change_once_the_import_counts(
    database: Database, run: ImportRun, tmp_path: Path
) -> None:
    lines = _lines(Random(3), 40)
    await run.store(_order(tmp_path, lines))
    changed = [line.replace(";зал;", ";самовывоз;") for line in lines] + _lines(Random(4), 60)[40:]
    n = sum(";зал;" in line for line in lines)
    found = await run.store(_order(tmp_path, changed))
    assert _outcome(found) == (20, n, 40 - n, 0)
    assert await database.read(totals.differences) == []


@pytest.mark.parametrize("n", [8, 40])
async def test_an_import_taken_back_leaves_what_was_before(
    database: Database, run: ImportRun, tmp_path: Path, n: int
) -> None:
    lines = _lines(Random(5), n)
    await run.store(_order(tmp_path, lines))
    before = await _rows(database)
    changed = [line.replace(";зал;", ";самовывоз;") for line in lines] + _lines(Random(6), 2 * n, 40)[n:]
    second = await run.store(_order(tmp_path, changed))
    assert await _rows(database) != before
    undone = await run.undo(second.id, by=77)
    assert undone.state is ImportState.UNDONE
    assert await _rows(database) == before
    assert await database.read(totals.differences) == []
    await run.undo(1)
    assert await _rows(database) == [[], []]
    assert await _n(database, addresses) == 0
    assert await database.read(totals.differences) == []
    with pytest.raises(undoing.ImportNotDone):
        await run.undo(1)
    done = [(one.action, one.subject, one.staff_telegram_id) for one in await database.read(audit.latest, 9)]
    assert sorted(done, key=str) == [
        (AuditAction.IMPORT, "1", None),
        (AuditAction.IMPORT, "2", None),
        (AuditAction.IMPORT_UNDONE, "1", None),
        (AuditAction.IMPORT_UNDONE, "2", 77),
    ]


async def test_an_import_is_taken_back_before_it_counts(database: Database, tmp_path: Path) -> None:
    file = _order(tmp_path, _lines(Random(7), 60))
    with pytest.raises(Killed):
        await ImportRun(database, IDS, lambda: NOW, _kill_at(4)).store(file)
    other = _order(tmp_path, _lines(Random(8), 30), "other.csv")
    with pytest.raises(imports.ImportUnderWay, match=r"orders\.csv"):
        await ImportRun(database, IDS, lambda: NOW).store(other)
    await ImportRun(database, IDS, lambda: NOW).undo(1)
    assert await _rows(database) == [[], []]
    assert await database.read(totals.differences) == []
    assert _outcome(await ImportRun(database, IDS, lambda: NOW).store(other)) == (30, 0, 0, 0)


@pytest.mark.parametrize("n", [8, 40])
async def test_an_import_on_which_something_rests_stays(
    database: Database, run: ImportRun, tmp_path: Path, n: int
) -> None:
    found = await run.store(_order(tmp_path, _lines(Random(9), n, people=2)))

    def later(connection: Connection, /, **changes: Any) -> None:
        record = OrderRecord(1, "A1", at(1, 1), 5, customer_id="1")
        order_records.store(connection, [replace(record, **changes)], NOW, IDS, Language.RU)

    await database.write(later, order_id="B1")
    with pytest.raises(undoing.ImportOrdersRest):
        await run.undo(found.id)
    await database.write(
        lambda connection: connection.execute(orders.delete().where(orders.c.import_id.is_(None)))
    )
    await database.write(totals.rebuild)
    await database.write(later)
    with pytest.raises((undoing.ImportChanged, undoing.ImportOrdersRest)):
        await run.undo(found.id)
    assert await database.read(totals.differences) == []


async def test_people_who_talked_meanwhile_stay(database: Database, run: ImportRun, tmp_path: Path) -> None:
    found = await run.store(_order(tmp_path, _lines(Random(10), 40)))
    [someone] = await database.read(
        lambda connection: connection.execute(select(customers.c.id).limit(1)).scalars().all()
    )
    effects = Effects()
    effects.add(conversation(replace(customer(), id=someone)))
    await database.write(flush, [effects])
    with pytest.raises(undoing.ImportRests):
        await run.undo(found.id)


async def test_what_comes_while_an_import_is_pending_counts_at_once_and_exactly(
    database: Database, tmp_path: Path
) -> None:
    known = customer(external_id="1", joined_at=at(1, 1), segment="new")
    first = order(known, at(1, 9), touchpoint="зал")
    effects = Effects()
    effects.add(known)
    effects.add(first)
    await database.write(flush, [effects])
    file = _order(tmp_path, _lines(Random(11), 60))
    with pytest.raises(Killed):
        await ImportRun(database, IDS, lambda: NOW, _kill_at(4)).store(file)
    live = Effects()
    live.add(order(known, at(20, 9)))
    live.change(known, segment="gold")
    await database.write(flush, [live])
    assert await _counted(database) == (2, 1)
    assert await database.read(totals.differences) == []
    await ImportRun(database, IDS, lambda: NOW).store(file)
    assert await database.read(totals.differences) == []


async def test_customers_are_imported_and_taken_back(
    database: Database, run: ImportRun, tmp_path: Path
) -> None:
    lines = [f"{n};Имя {n};+7916000{n:04};vip;2025-0{1 + n % 9}-01" for n in range(50)]
    head = "customer_id;name;phone;segment;joined_at"
    found = await run.store(_order(tmp_path, lines, "customers.csv", head))
    assert _outcome(found) == (50, 0, 0, 0)
    assert await database.read(totals.differences) == []
    assert _outcome(await run.store(_order(tmp_path, lines, "customers.csv", head))) == (0, 0, 50, 0)
    await run.undo(found.id)
    assert await _rows(database) == [[], []]
    assert await database.read(totals.differences) == []


async def _rows(database: Database) -> list[list[tuple[Any, ...]]]:
    """Everything that is stored of orders and customers."""

    def read(connection: Connection) -> list[list[tuple[Any, ...]]]:
        return [
            [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
            for table in (orders, customers)
        ]

    return await database.read(read)
