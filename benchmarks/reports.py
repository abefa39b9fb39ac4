"""How long a manager waits for each report and its picture, and what ten times more answers change about it.

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
from reports.job import PictureJob
from reports.request import ReportRequest
from surveys.statistics.periods import parse

Waits = Mapping[str, float]
"""Medians in milliseconds, by what was waited for."""


def measure(size: Size) -> Waits:
    with company.made(size) as path:
        return asyncio.run(texts()) | asyncio.run(pictures(f"sqlite:///{path}"))


async def texts() -> dict[str, float]:
    """From the question in the chat to the text, at a bot that serves nobody else and draws nothing."""
    telegram = Telegram(Manager)
    ask = telegram.audience.wait_until_drawn
    async with serving(telegram, SUBJECTS["otklik"].command):
        return {
            f"`/{name} {PERIOD}`: question to text": await repeated(partial(ask, f"/{name} {PERIOD}"))
            for name in REPORTS
        }


async def pictures(url: str) -> dict[str, float]:
    """In a process of its own, as the bot draws them, that has drawn before."""
    pool = ProcessPool()
    try:
        return {
            f"`/{name} {PERIOD}`: the picture": await repeated(partial(draw, pool, url, name))
            for name in REPORTS
        }
    finally:
        pool.end()


async def draw(pool: ProcessPool, url: str, name: str) -> float:
    context, now = context_of(load(None, os.environ)).report_context, datetime.now(UTC)
    request = ReportRequest(parse(PERIOD, now, context.zone), now)
    job = PictureJob(name, request, "ru", MANAGER, "", replaces=False)
    began = time.perf_counter()
    if await pool.run(worker_tasks.picture, url, context, job) is None:
        raise SystemExit(f"there is no picture of {name}")
    return 1000 * (time.perf_counter() - began)


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
