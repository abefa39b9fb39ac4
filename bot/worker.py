"""The worker: all that waits is received, handled and answered in one transaction.

A letter whose handler raises is kept as poison and nothing of it is written. If writing the batch itself
fails, it is rolled back, its letters are made durable as they are and done one by one, so that only the
culprit becomes poison.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot import mail
from bot.acknowledger import Acknowledger
from bot.clock import Clock
from bot.desk import Decision, Desk, acknowledgement_of
from bot.faults import reach
from bot.metrics import Metrics
from bot.sender import Sender
from storage import letters
from storage.database import Database, Transaction
from storage.delivery import Report, write_down
from storage.errors import is_passing
from storage.opening import Opened, close_batch, open_batch
from storage.rows import Letter

log = logging.getLogger(__name__)

_BATCH = 100
_TRIES = 3
_PAUSE_S = 0.2
_ACKNOWLEDGE_WITHIN_S = 1.0


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Letters of one intake call, and its wish to know when they are durable."""

    letters: Sequence[Letter]
    durable: asyncio.Future[None]


@dataclass(slots=True)
class _Batch:
    """What was decided about the letters of one transaction."""

    opened: Opened = field(default_factory=Opened)
    decisions: list[Decision] = field(default_factory=list)
    spoilt: list[tuple[Letter, Exception]] = field(default_factory=list)


class Worker:
    def __init__(
        self, database: Database, desk: Desk, sender: Sender, acknowledger: Acknowledger, clock: Clock,
        metrics: Metrics, wake: asyncio.Event,
    ) -> None:  # fmt: skip
        self._database = database
        self._desk = desk
        self._sender = sender
        self._acknowledger = acknowledger
        self._clock = clock
        self._metrics = metrics
        self._wake = wake
        self._arrived: deque[_Arrival] = deque()
        self._inbox_waits = True
        self._one_by_one = 0
        self._stopping = False

    async def take(self, arrived: Sequence[Letter]) -> None:
        """Hand over letters; returns once they are durable, handled or not."""
        durable = asyncio.get_running_loop().create_future()
        self._arrived.append(_Arrival(arrived, durable))
        self._wake.set()
        await durable

    def stop(self) -> None:
        """Finish what has been handed over; the rest of the inbox waits for the next start."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        while not (self._stopping and not self._arrived):
            if not (self._arrived or self._inbox_waits):
                await self._wake.wait()
            self._wake.clear()
            await self._round()
        await self.write_down()

    async def write_down(self) -> None:
        """Write what the sender has to report, without a batch."""
        report = self._sender.take_report()
        if not report:
            return
        try:
            await self._database.write(write_down, report, self._clock.now())
        except Exception as error:
            log.error("report not written", exc_info=error)
            self._sender.keep_report(report)
            await asyncio.sleep(_PAUSE_S)
        else:
            self._written(report)

    # A round ------------------------------------------------------------------------------------

    async def _round(self) -> None:
        arrivals = list(self._arrived)
        self._arrived.clear()
        arrived = [letter for arrival in arrivals for letter in arrival.letters]
        try:
            await self._serve(arrived)
        except Exception as error:
            log.error("batch not stored letters=%d", len(arrived), exc_info=error)
            self._arrived.extendleft(reversed(arrivals))
            await asyncio.sleep(_PAUSE_S)
            return
        for arrival in arrivals:
            if not arrival.durable.done():
                arrival.durable.set_result(None)

    async def _serve(self, arrived: list[Letter]) -> None:
        """Everything that arrived is durable when this returns."""
        if not arrived and not self._inbox_waits:
            await self.write_down()
        elif self._one_by_one:
            await self._keep(arrived)
            await self._serve_one()
        else:
            await self._serve_all(arrived)

    async def _serve_all(self, arrived: list[Letter]) -> None:
        batch = _Batch()
        report = self._sender.take_report()
        try:
            await self._transact(batch, arrived, _BATCH, report)
        except Exception as error:
            self._sender.keep_report(report)
            log.error("batch rolled back letters=%d", len(batch.opened.letters), exc_info=error)
            await self._keep(arrived)
            # Nothing is opened when what is stored about one of the people cannot be read.
            self._one_by_one = len(batch.opened.letters) or _BATCH
            self._inbox_waits = True

    async def _serve_one(self) -> None:
        """One letter and nothing else, so that an error is its own."""
        await self.write_down()
        self._one_by_one -= 1
        batch = _Batch()
        try:
            await self._transact(batch, [], 1, Report())
        except Exception as error:
            culprits = batch.opened.letters or await self._database.read(letters.next_waiting)
            if not culprits:
                raise
            await self._blame(culprits[0], error)
        else:
            if not batch.opened.letters:
                self._one_by_one = 0

    async def _blame(self, letter: Letter, error: Exception) -> None:
        """This letter alone cannot be written: it is poison, or tried again if the database may recover."""
        name = type(error).__name__
        if is_passing(error) and letter.tries + 1 < _TRIES:
            log.warning("letter is tried again update=%d error=%s", letter.update_id, name)
            await self._database.write(letters.count_try, letter)
            self._one_by_one += 1
            await asyncio.sleep(_PAUSE_S)
            return
        await self._database.write(letters.poison, [(letter, name)])
        self._note_poison(letter, error)
        self._acknowledge([letter])

    async def _keep(self, arrived: list[Letter]) -> None:
        if arrived:
            await self._database.write(letters.keep, arrived)
            self._inbox_waits = True

    # A transaction ------------------------------------------------------------------------------

    async def _transact(self, batch: _Batch, arrived: list[Letter], limit: int, report: Report) -> None:
        timer = asyncio.get_running_loop().call_later(_ACKNOWLEDGE_WITHIN_S, self._acknowledge, arrived)
        try:
            async with self._database.writing() as transaction:
                batch.opened = await transaction.run(
                    open_batch, arrived, limit, from_inbox=self._inbox_waits, person_of=mail.person_of
                )
                reach("worker.begun")
                await self._decide(batch, transaction)
                reach("worker.decided")
                effects = [decision.effects for decision in batch.decisions]
                spoilt = [(letter, type(error).__name__) for letter, error in batch.spoilt]
                await transaction.commit(close_batch, effects, spoilt, report, self._clock.now())
        finally:
            timer.cancel()
        reach("worker.committed")
        self._inbox_waits = batch.opened.more
        self._written(report)
        self._hand_out(batch)
        if any(decision.refurnishes for decision in batch.decisions):
            await self._desk.premises.furnish(self._database)

    async def _decide(self, batch: _Batch, transaction: Transaction) -> None:
        for letter in batch.opened.letters:
            try:
                decision = await self._desk.decide(letter, batch.opened, transaction.run)
            except Exception as error:
                batch.spoilt.append((letter, error))
            else:
                batch.decisions.append(decision)

    def _hand_out(self, batch: _Batch) -> None:
        self._metrics.batches.inc()
        self._metrics.letters.labels("handled").inc(len(batch.decisions))
        self._sender.offer(row for decision in batch.decisions for row in decision.rows)
        self._acknowledger.answer(
            decision.acknowledgement for decision in batch.decisions if decision.acknowledgement
        )
        for letter, error in batch.spoilt:
            self._note_poison(letter, error)
        self._acknowledge([letter for letter, _ in batch.spoilt])

    def _acknowledge(self, tapped: Sequence[Letter]) -> None:
        """Without words: for taps whose handling takes long or failed."""
        self._acknowledger.answer(found for letter in tapped if (found := acknowledgement_of(letter)))

    def _written(self, report: Report) -> None:
        self._sender.written(report)
        for mark in report.marks:
            self._metrics.outbox.labels(mark.state).inc()

    def _note_poison(self, letter: Letter, error: Exception) -> None:
        self._metrics.letters.labels("poison").inc()
        log.error("letter is poison update=%d kind=%s", letter.update_id, letter.kind, exc_info=error)
