"""What a manager who asks for reports again and again does to the customers' wait, at 30 steps a second.

    python -m benchmarks.disturbance [--rounds 3] [--seconds 15]

A company of a million answers. In each round nobody asks for a while, then for as long each report is asked
for, the next as soon as the last is there. The bot, its processes and the customers share all cores.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from statistics import median

from benchmarks import company
from benchmarks.company import PERIOD, REPORTS, USUAL
from benchmarks.customers import Customers
from benchmarks.nps import MANAGER, Manager
from benchmarks.subjects import SUBJECTS
from benchmarks.table import ratio, row, rule
from benchmarks.telegram import Offer, Reading, Seconds, Telegram, measure, serving

LOAD = "30/s"
NOBODY = "nobody asks"


class Company:
    """The customers, and a manager among them."""

    def __init__(self, offer: Offer) -> None:
        self.customers = Customers(offer)
        self.manager = Manager(offer)
        self.questions = 0

    def counts_call(self) -> None:
        self.customers.counts_call()

    def hears(self, chat_id: int, message: bytes, markup: object) -> None:
        listener = self.manager if chat_id == MANAGER else self.customers
        listener.hears(chat_id, message, markup)

    async def ask(self, question: str, enough: asyncio.Event) -> None:
        """Again as soon as the last answer is there, until that is enough."""
        while not enough.is_set():
            await self.manager.wait_for(question)
            self.questions += 1


Readings = dict[str, list[Reading]]
"""Of each round, by what the manager asks."""


async def disturbed(rounds: int, seconds: float) -> tuple[Readings, int]:
    """The readings, and how many reports the manager got meanwhile."""
    telegram = Telegram(Company)
    questions = (NOBODY, *(f"/{name} {PERIOD}" for name in REPORTS))
    readings: Readings = {question: [] for question in questions}
    async with serving(telegram, SUBJECTS["otklik"].command, pinned=False) as bot:
        for question in questions[1:]:
            await telegram.audience.manager.wait_for(question)
        for number in range(rounds):
            for question, found in readings.items():
                found.append(await while_asking(telegram.audience, bot.pid, question, seconds))
            print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return readings, telegram.audience.questions


async def while_asking(audience: Company, pid: int, question: str, seconds: float) -> Reading:
    enough = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        if question != NOBODY:
            tasks.create_task(audience.ask(question, enough))
        reading = await measure(audience.customers, pid, LOAD, Seconds(seconds, seconds))
        enough.set()
    return reading


def report(readings: Readings, asked: int) -> Iterator[str]:
    """The table: medians of the rounds, and of the ratios to nobody's asking within a round."""
    undisturbed = [reading.p99 for reading in readings[NOBODY]]
    yield row(f"at {LOAD}, {len(undisturbed)} rounds, {asked} reports", "p50", "p99", f"p99 : {NOBODY}")
    yield rule(4)
    for question, found in readings.items():
        p50, p99 = [reading.p50 for reading in found], [reading.p99 for reading in found]
        times = (f"{1000 * median(p50):.1f} ms", f"{1000 * median(p99):.1f} ms")
        yield row(question, *times, ratio(p99, undisturbed))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=15, help="measured time of each question in a round")
    options = parser.parse_args()
    with company.made(USUAL):
        found = asyncio.run(disturbed(options.rounds, options.seconds))
    for shown in report(*found):
        print(shown, flush=True)


if __name__ == "__main__":
    main()
