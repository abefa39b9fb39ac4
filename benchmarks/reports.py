"""How long a manager waits for each report, its tabs, its picture and the page, and what ten times more
answers change about it.

    python -m benchmarks.reports [--large]

Without `--large` only the usual company is measured: the large one takes minutes to make and 3 GB.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from benchmarks import company
from benchmarks.company import LARGE, PERIOD, REPORTS, USUAL, Size
from benchmarks.nps import MANAGER, Manager, repeated
from benchmarks.subjects import SUBJECTS
from benchmarks.table import row, rule
from benchmarks.telegram import Telegram, serving
from bot.config.context_store import context_of
from bot.config.schema import load
from bot.jobs import worker_tasks
from bot.jobs.process_pool import ProcessPool
from reports import catalogue
from reports.context import ReportContext
from reports.document import as_html
from reports.formatter import Formatter
from reports.job import PageJob, PictureJob
from reports.request import ReportRequest
from storage.engines.database import Database
from storage.engines.factory import open_database
from surveys.statistics.periods import parse

Waits = Mapping[str, float]
"""Medians in milliseconds, by what was waited for."""


def measure(size: Size) -> Waits:
    with company.made(size) as path:
        url = f"sqlite:///{path}"
        return asyncio.run(texts()) | asyncio.run(tabs(url)) | asyncio.run(pictures(url))


async def texts() -> dict[str, float]:
    """From the question in the chat to the text, at a bot that serves nobody else and draws nothing."""
    telegram = Telegram(Manager)
    ask = telegram.audience.wait_until_drawn
    async with serving(telegram, SUBJECTS["otklik"].command):
        return {
            f"`/{name} {PERIOD}`: question to text": await repeated(partial(ask, f"/{name} {PERIOD}"))
            for name in REPORTS
        }


async def tabs(url: str) -> dict[str, float]:
    """Each view of each report, read and put in words without the bot around it."""
    async with open_database(url, read_only=True) as database:
        return {
            f"`/{report.name} {PERIOD}`, tab {name or 'first'}: read and worded": await repeated(
                partial(read_and_word, database, report.name, name)
            )
            for report in catalogue.REPORTS.values()
            for name in report.tabs
        }


async def read_and_word(database: Database, name: str, tab_name: str) -> float:
    tab, context = catalogue.REPORTS[name].tabs[tab_name], _context()
    request = _request(context)
    began = time.perf_counter()
    numbers = await database.read(tab.read, context, request)
    as_html(tab.render(numbers, Formatter.of(context, "ru", request)))
    return 1000 * (time.perf_counter() - began)


async def pictures(url: str) -> dict[str, float]:
    """In a process of its own, as the bot draws them and writes the page, that has done so before."""
    pool = ProcessPool()
    try:
        drawn = {
            f"`/{name} {PERIOD}`: the picture": await repeated(partial(draw, pool, url, name))
            for name in REPORTS
        }
        return drawn | {"`/dashboard`: the page": await repeated(partial(write_page, pool, url))}
    finally:
        pool.end()


async def draw(pool: ProcessPool, url: str, name: str) -> float:
    context = _context()
    job = PictureJob(name, _request(context), "ru", MANAGER, "", replaces=False)
    began = time.perf_counter()
    if await pool.run(worker_tasks.picture, url, context, job) is None:
        raise SystemExit(f"there is no picture of {name}")
    return 1000 * (time.perf_counter() - began)


async def write_page(pool: ProcessPool, url: str) -> float:
    job = PageJob("ru", datetime.now(UTC), MANAGER, MANAGER)
    began = time.perf_counter()
    await pool.run(worker_tasks.page, url, _context(), job)
    return 1000 * (time.perf_counter() - began)


def _context() -> ReportContext:
    return context_of(load(None, os.environ)).report_context


def _request(context: ReportContext) -> ReportRequest:
    now = datetime.now(UTC)
    return ReportRequest(parse(PERIOD, now, context.zone), now)


def report(sizes: Sequence[Size]) -> Iterator[str]:
    """The table: each size's waits, and how much longer those of the last are."""
    found = [measure(size) for size in sizes]
    heads = [f"{size.answers:,} answers of {size.customers:,}".replace(",", " ") for size in sizes]
    yield row("median of 9", *heads, "ratio")
    yield rule(len(sizes) + 2)
    for name in found[0]:
        waits = [one[name] for one in found]
        yield row(name, *(f"{wait:.0f} ms" for wait in waits), f"{waits[-1] / waits[0]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true", help="also ten million answers of a million people")
    options = parser.parse_args()
    for shown in report([USUAL, LARGE] if options.large else [USUAL]):
        print(shown, flush=True)


if __name__ == "__main__":
    main()
