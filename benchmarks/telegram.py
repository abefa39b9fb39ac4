"""A Bot API server without limits that plays the customers and measures the bot it starts.

    python -m benchmarks.telegram --loads 64,4,30/s -- python -m benchmarks.echo

Prints one JSON object. It is far faster than any bot (see floor.py), so it never limits one.
"""

import argparse
import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Generic, Protocol, TypeVar

from benchmarks import process
from benchmarks.customers import BOT, CHAT, Customers, Tally
from benchmarks.wire import Connection, Fields, Request

TOKEN = "42:benchmark-benchmark-benchmark-42"
BATCH = 100  # updates in one getUpdates answer at most, as Telegram's
SERVER_CORE, BOT_CORE = 0, 1
SETTLED_AFTER = 2_000  # steps
TRUE = b'{"ok":true,"result":true}'
ME = b'{"ok":true,"result":%s}' % BOT
MESSAGE = b'{"message_id":%d,"from":%s,"chat":%s,"date":%d,"text":%s%s}'


class Audience(Protocol):
    """The people that the server plays."""

    def hears(self, chat_id: int, message: bytes, markup: object) -> None: ...

    def counts_call(self) -> None: ...


A = TypeVar("A", bound=Audience)
Offer = Callable[[bytes, bytes], None]


class Telegram(Generic[A]):
    """The letter box: updates wait until an offset confirms them, messages go to the audience."""

    def __init__(self, audience: Callable[[Offer], A]) -> None:
        self.audience = audience(self._offer)
        self._first_poll = asyncio.Event()
        self._pending: deque[tuple[int, bytes]] = deque()
        self._update_ids = itertools.count(1)
        self._message_ids = itertools.count(1000)
        self._poll: Connection | None = None
        self._poll_timeout: asyncio.TimerHandle | None = None

    async def is_polled(self) -> None:
        try:
            await asyncio.wait_for(self._first_poll.wait(), 60)
        except TimeoutError:
            raise SystemExit("the bot has asked for no updates within a minute") from None

    def connection(self) -> Connection:
        return Connection(self._answer)

    def _answer(self, connection: Connection, request: Request) -> None:
        method = request.method.lower()
        if method == "getupdates":
            self._get_updates(connection, request.fields())
            return
        self.audience.counts_call()
        if method.startswith(("send", "edit")):
            connection.reply(b'{"ok":true,"result":%s}' % self._message(request.fields()))
        else:
            connection.reply(ME if method == "getme" else TRUE)

    def _message(self, fields: Fields) -> bytes:
        chat_id = int(str(fields["chat_id"]))
        markup = fields.get("reply_markup")
        raw_markup = markup if isinstance(markup, str) else json.dumps(markup, separators=(",", ":"))
        message_id = int(str(fields["message_id"])) if "message_id" in fields else next(self._message_ids)
        message = MESSAGE % (
            message_id,
            BOT,
            CHAT % (chat_id, chat_id),
            int(time.time()),
            json.dumps(fields.get("text", "")).encode(),
            b',"reply_markup":%s' % raw_markup.encode() if markup else b"",
        )
        self.audience.hears(chat_id, message, markup)
        return message

    def _offer(self, kind: bytes, content: bytes) -> None:
        update_id = next(self._update_ids)
        self._pending.append((update_id, b'{"update_id":%d,"%s":%s}' % (update_id, kind, content)))
        if self._poll is not None:
            self._deliver()

    def _get_updates(self, connection: Connection, fields: Fields) -> None:
        self._first_poll.set()
        offset = int(str(fields.get("offset") or 0))
        while self._pending and self._pending[0][0] < offset:
            self._pending.popleft()
        if self._poll is not None:
            self._deliver()
        self._poll = connection
        timeout = float(str(fields.get("timeout") or 0))
        if self._pending or not timeout:
            self._deliver()
        else:
            self._poll_timeout = asyncio.get_running_loop().call_later(timeout, self._deliver)

    def _deliver(self) -> None:
        """Answer the waiting poll with what there is, perhaps nothing."""
        if self._poll_timeout is not None:
            self._poll_timeout.cancel()
            self._poll_timeout = None
        poll, self._poll = self._poll, None
        if poll is not None:
            updates = b",".join(update for _, update in itertools.islice(self._pending, BATCH))
            poll.reply(b'{"ok":true,"result":[%s]}' % updates)


@dataclass(frozen=True)
class Seconds:
    """How long a load is measured. A paced one has few steps, and its tail needs them."""

    full: float
    paced: float
    warm_up: float = 1.5
    paced_warm_up: float = 8
    """Long enough for what a bot starts once, twenty seconds after its own start: the process that scores
    comments takes as much CPU to begin as hundreds of steps."""


@dataclass
class Reading:
    """One measured window of one load. Latencies in seconds."""

    load: str
    steps: int
    taps: int
    calls_per_step: float  # without getUpdates
    steps_per_second: float
    steps_per_cpu_second: float
    server_load: float  # share of its core that the fake server used
    p50: float
    p99: float


@dataclass
class Life:
    """One bot from its start to its end."""

    start_seconds: float
    memory_bytes: int  # of the serving process, after SETTLED_AFTER steps
    children_bytes: int  # of the processes it has started by then
    taps: int
    readings: list[Reading]


@dataclass(frozen=True)
class Running:
    """A bot that has asked for updates."""

    pid: int
    start_seconds: float


@asynccontextmanager
async def serving(
    telegram: Telegram[A], command: Sequence[str], *, pinned: bool = True
) -> AsyncIterator[Running]:
    """Start a bot beside the server, and kill it in the end: only what it has committed counts as stored.

    It has one core and the server the other, unless both share them all.
    """
    server = await asyncio.get_running_loop().create_server(telegram.connection, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    env = os.environ | {"OTKLIK_TELEGRAM__TOKEN": TOKEN, "OTKLIK_TELEGRAM__API_URL": url}
    if pinned:
        process.pin(BOT_CORE)
    started = time.perf_counter()
    bot = await asyncio.create_subprocess_exec(*command, env=env, stdout=subprocess.DEVNULL)
    if pinned:
        process.pin(SERVER_CORE)
    try:
        await telegram.is_polled()
        yield Running(bot.pid, time.perf_counter() - started)
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()
        server.close()


async def live(command: list[str], loads: list[str], seconds: Seconds) -> Life:
    telegram = Telegram(Customers)
    async with serving(telegram, command) as bot:
        customers = telegram.audience
        await settle(customers)
        serving_process, *children = map(process.memory_bytes, process.family(bot.pid))
        readings = [await measure(customers, bot.pid, load, seconds) for load in loads]
        return Life(bot.start_seconds, serving_process, sum(children), customers.taps_in_all, readings)


async def settle(customers: Customers) -> None:
    """Until the bot has seen enough for its memory to be what it stays."""
    customers.start_closed_loop(64)
    deadline = time.perf_counter() + 60
    while customers.tally.steps < SETTLED_AFTER:
        if time.perf_counter() > deadline:
            raise SystemExit(f"only {customers.tally.steps} steps were answered within a minute")
        await asyncio.sleep(0.02)
    await drain(customers)


async def measure(customers: Customers, pid: int, load: str, seconds: Seconds) -> Reading:
    async with asyncio.TaskGroup() as nursery:
        rate, open_loop, _ = load.partition("/s")
        ticking = nursery.create_task(tick(customers, float(rate))) if open_loop else None
        if ticking is None:
            customers.start_closed_loop(int(load))
        await asyncio.sleep(seconds.paced_warm_up if open_loop else seconds.warm_up)
        tally = customers.tally = Tally()
        began, cpu, own_cpu = time.perf_counter(), process.cpu_seconds(pid), time.process_time()
        await asyncio.sleep(seconds.paced if open_loop else seconds.full)
        customers.tally = Tally()
        wall = time.perf_counter() - began
        cpu = process.cpu_seconds(pid) - cpu
        own_cpu = time.process_time() - own_cpu
        if ticking is not None:
            ticking.cancel()
        await drain(customers)
    if tally.steps < 20:
        raise SystemExit(f"only {tally.steps} steps were answered at load {load}: is the bot well?")
    percentiles = statistics.quantiles(tally.latencies, n=100)
    return Reading(
        load=load,
        steps=tally.steps,
        taps=tally.taps,
        calls_per_step=tally.calls / tally.steps,
        steps_per_second=tally.steps / wall,
        steps_per_cpu_second=tally.steps / cpu,
        server_load=own_cpu / wall,
        p50=percentiles[49],
        p99=percentiles[98],
    )


async def tick(customers: Customers, rate: float) -> None:
    """An open loop: steps come evenly spaced, however slow the answers are."""
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        customers.take_a_step()
        due += 1 / rate
        await asyncio.sleep(due - loop.time())


async def drain(customers: Customers) -> None:
    customers.stop()
    deadline = time.perf_counter() + 10
    while customers.in_flight:
        if time.perf_counter() > deadline:
            raise SystemExit(f"{customers.in_flight} steps were never answered")
        await asyncio.sleep(0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loads", default="64,4,30/s")
    parser.add_argument("--seconds", type=float, default=5, help="measured time of a load of customers")
    parser.add_argument("--paced-seconds", type=float, default=15, help="measured time of a load per second")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    seconds = Seconds(options.seconds, options.paced_seconds)
    life = asyncio.run(live(options.command, options.loads.split(","), seconds))
    json.dump(asdict(life), sys.stdout)


if __name__ == "__main__":
    main()
