"""A million orders of 200,000 customers into a database, and what the bot's own writes feel of it.

    python -m benchmarks.imports FOLDER [--orders N] [--people N] [--xlsx] [--kill-after SECONDS] [--url URL]

Prints seconds, orders in a second, the peak of memory of the process that imports above an idle one,
and percentiles of a write of another process, without the import and beside it.
"""

import argparse
import asyncio
import csv
import multiprocessing
import random
import resource
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from bot.jobs.import_run import ImportOrder, ImportRun
from storage.engines import schema
from storage.engines.database import Database
from storage.engines.factory import open_database
from storage.ids import Ids
from storage.people.settings import store_setting
from storage.reports import totals
from storage.rows import Import
from storage.tables import orders
from surveys.language.languages import Language
from surveys.records.reading import Conventions
from surveys.records.records import RecordKind

HEAD = "order_id", "customer_id", "ordered_at", "amount", "touchpoint", "status"
WRITES_A_SECOND = 30


def make(path: Path, n: int, people: int) -> None:
    """A file of made-up orders in the order of time."""
    dice = random.Random(1)
    first = datetime(2024, 1, 1, tzinfo=UTC)
    rows = (
        (
            f"A{number:07}",
            f"C{dice.randrange(people):06}",
            f"{first + timedelta(seconds=number * 60):%Y-%m-%d %H:%M:%S}",
            f"{dice.randrange(100, 9_999)},{dice.randrange(100):02}",
            dice.choice(["зал", "доставка", "сайт"]),
            dice.choice(["выполнен", "выполнен", "отменён"]),
        )
        for number in range(n)
    )
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(HEAD)
            writer.writerows(rows)
        return
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, row)


def import_file(url: str, path: Path, taken: "Synchronized[int]", peak: "Synchronized[int]") -> None:
    """In a process of its own: import, and tell how far it is and the most memory so far, in KiB."""
    order = ImportOrder(path, RecordKind.ORDERS, Conventions(ZoneInfo("Europe/Moscow")), Language.RU)
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def tell(found: Import) -> None:
        taken.value = found.taken
        peak.value = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle

    async def run() -> None:
        async with open_database(url, create=False) as database:
            await ImportRun(database, Ids(), lambda: datetime.now(UTC), tell).store(order)

    asyncio.run(run())


async def waits(database: Database, is_over: asyncio.Event) -> list[float]:
    """Seconds of each write, thirty begun in a second."""
    found: list[float] = []

    async def write() -> None:
        began = time.perf_counter()
        await database.write(_touch)
        found.append(time.perf_counter() - began)

    async with asyncio.TaskGroup() as tasks:
        while not is_over.is_set():
            tasks.create_task(write())
            await asyncio.sleep(1 / WRITES_A_SECOND)
    return found


def _touch(connection: Connection) -> None:
    store_setting(connection, "benchmark", time.time())


def _counted(connection: Connection) -> tuple[int, int]:
    columns = func.count(orders.c.external_id.distinct()), func.count(orders.c.customer_id.distinct())
    n, people = connection.execute(select(*columns)).one()
    return n, people


def _percentiles(seconds: list[float]) -> str:
    ranked = sorted(seconds)
    shown = (f"p{share} {1000 * ranked[len(ranked) * share // 100]:.1f} ms" for share in (50, 95, 99))
    return f"{', '.join(shown)}, longest {1000 * ranked[-1]:.0f} ms of {len(ranked)}"


async def measure(url: str, path: Path, n: int, kill_after: float | None) -> None:
    """Import beside writes, and say what it took."""
    async with open_database(url) as database:
        await database.write(schema.migrate)
        is_over = asyncio.Event()
        asyncio.get_running_loop().call_later(10, is_over.set)
        print("writes alone:", _percentiles(await waits(database, is_over)), flush=True)
        is_over = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            writes = tasks.create_task(waits(database, is_over))
            began = time.monotonic()
            peak = await _import(url, path, kill_after)
            seconds = time.monotonic() - began
            is_over.set()
        print("writes beside it:", _percentiles(writes.result()))
        print(f"{seconds:.0f} s, {n / seconds:.0f} orders/s, {peak} MiB")
        differing = await database.read(totals.differences)
        print("orders, customers:", *await database.read(_counted), "totals differ:", len(differing))


async def _import(url: str, path: Path, kill_after: float | None) -> int:
    """In a process that is killed once where that is asked for; returns its peak of memory in MiB."""
    context = multiprocessing.get_context("spawn")
    taken, peak = context.Value("l", 0), context.Value("l", 0)
    limit = kill_after
    while True:
        process = context.Process(target=import_file, args=(url, path, taken, peak))
        process.start()
        await asyncio.to_thread(process.join, limit)
        if process.exitcode is not None:
            return int(peak.value) // 1024
        process.kill()
        await asyncio.to_thread(process.join)
        print(f"killed after {taken.value} orders", flush=True)
        limit = None


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--xlsx", action="store_true")
    parser.add_argument("--kill-after", type=float)
    parser.add_argument("--url")
    given = parser.parse_args()
    path = given.folder / f"orders-{given.orders}.{'xlsx' if given.xlsx else 'csv'}"
    if not path.exists():
        make(path, given.orders, given.people)
    url = given.url or f"sqlite:///{given.folder}/{path.name}.db"
    asyncio.run(measure(url, path, given.orders, given.kill_after))


if __name__ == "__main__":
    main()
