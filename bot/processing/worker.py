"""The worker: all that waits is received, handled and answered in one transaction.

An update whose handler raises is kept as poison and nothing of it is written. If writing the batch itself
fails, it is rolled back, its updates are made durable as they are and done one by one, so that only the
culprit becomes poison.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.delivery.sender import Sender
from bot.observability.failpoints import hit
from bot.observability.metrics import Metrics
from bot.processing.acknowledger import Acknowledger
from bot.processing.processor import Decision, UpdateProcessor, acknowledgement_of
from bot.processing.updates import person_of
from storage.delivery import inbox
from storage.delivery.batch import Opened, close_batch, open_batch
from storage.delivery.outcomes import DeliveryReport, Follow, record_outcomes
from storage.engines.database import Database, Transaction
from storage.engines.errors import is_passing
from storage.rows import InboxUpdate

log = logging.getLogger(__name__)

_BATCH = 100
_TRIES = 3
_PAUSE_S = 0.2
_ACKNOWLEDGE_WITHIN_S = 1.0


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Updates of one intake call, and its wish to know when they are durable."""

    updates: Sequence[InboxUpdate]
    durable: asyncio.Future[None]


@dataclass(slots=True)
class _Batch:
    """What was decided about the updates of one transaction."""

    opened: Opened = field(default_factory=Opened)
    decisions: list[Decision] = field(default_factory=list)
    spoilt: list[tuple[InboxUpdate, Exception]] = field(default_factory=list)


class Worker:
    def __init__(  # noqa: PLR0913  # everything meets in a batch
        self, database: Database, processor: UpdateProcessor, sender: Sender, acknowledger: Acknowledger,
        clock: Clock, metrics: Metrics, wake: asyncio.Event, *, wake_jobs: Callable[[], None],
        follow: Follow | None = None,
    ) -> None:  # fmt: skip
        self._database = database
        self._processor = processor
        self._sender = sender
        self._acknowledger = acknowledger
        self._clock = clock
        self._metrics = metrics
        self._wake = wake
        self._wake_jobs = wake_jobs
        self._follow = follow
        self._arrived: deque[_Arrival] = deque()
        self._inbox_waits = True
        self._one_by_one = 0
        self._stopping = False

    async def take(self, arrived: Sequence[InboxUpdate]) -> None:
        """Hand over updates; returns once they are durable, handled or not."""
        durable = asyncio.get_running_loop().create_future()
        self._arrived.append(_Arrival(arrived, durable))
        self._wake.set()
        await durable

    def stop(self) -> None:
        """Finish what has been handed over; the rest of the inbox waits for the next start."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Handle what arrives and what waits in the inbox, batch by batch, until `stop`."""
        while not (self._stopping and not self._arrived):
            if not (self._arrived or self._inbox_waits):
                await self._wake.wait()
            self._wake.clear()
            await self._run_batch()
        await self.record_outcomes()

    async def record_outcomes(self) -> None:
        """Write what the sender has to report, without a batch."""
        report = self._sender.take_report()
        if not report:
            return
        try:
            await self._database.write(record_outcomes, report, self._clock.now(), self._follow)
        except Exception as error:
            log.error("report not written", exc_info=error)
            self._sender.keep_report(report)
            await asyncio.sleep(_PAUSE_S)
        else:
            self._written(report)

    # A round ------------------------------------------------------------------------------------

    async def _run_batch(self) -> None:
        arrivals = list(self._arrived)
        self._arrived.clear()
        arrived = [update for arrival in arrivals for update in arrival.updates]
        try:
            await self._serve(arrived)
        except Exception as error:
            log.error("batch not stored updates=%d", len(arrived), exc_info=error)
            self._arrived.extendleft(reversed(arrivals))
            await asyncio.sleep(_PAUSE_S)
            return
        for arrival in arrivals:
            if not arrival.durable.done():
                arrival.durable.set_result(None)

    async def _serve(self, arrived: list[InboxUpdate]) -> None:
        """Everything that arrived is durable when this returns."""
        if not arrived and not self._inbox_waits:
            await self.record_outcomes()
        elif self._one_by_one:
            await self._keep(arrived)
            await self._serve_one()
        else:
            await self._serve_all(arrived)

    async def _serve_all(self, arrived: list[InboxUpdate]) -> None:
        batch = _Batch()
        report = self._sender.take_report()
        try:
            await self._transact(batch, arrived, _BATCH, report)
        except Exception as error:
            self._sender.keep_report(report)
            log.error("batch rolled back updates=%d", len(batch.opened.updates), exc_info=error)
            await self._keep(arrived)
            # Nothing is opened when what is stored about one of the people cannot be read.
            self._one_by_one = len(batch.opened.updates) or _BATCH
            self._inbox_waits = True

    async def _serve_one(self) -> None:
        """One update and nothing else, so that an error is its own."""
        await self.record_outcomes()
        self._one_by_one -= 1
        batch = _Batch()
        try:
            await self._transact(batch, [], 1, DeliveryReport())
        except Exception as error:
            culprits = batch.opened.updates or await self._database.read(inbox.next_waiting)
            if not culprits:
                raise
            await self._blame(culprits[0], error)
        else:
            if not batch.opened.updates:
                self._one_by_one = 0

    async def _blame(self, update: InboxUpdate, error: Exception) -> None:
        """This update alone cannot be written: it is poison, or tried again if the database may recover."""
        name = type(error).__name__
        if is_passing(error) and update.tries + 1 < _TRIES:
            log.warning("update is tried again id=%d error=%s", update.update_id, name)
            await self._database.write(inbox.count_try, update)
            self._one_by_one += 1
            await asyncio.sleep(_PAUSE_S)
            return
        await self._database.write(inbox.poison, [(update, name)])
        self._note_poison(update, error)
        self._acknowledge([update])

    async def _keep(self, arrived: list[InboxUpdate]) -> None:
        if arrived:
            await self._database.write(inbox.store_waiting, arrived)
            self._inbox_waits = True

    # A transaction ------------------------------------------------------------------------------

    async def _transact(
        self, batch: _Batch, arrived: list[InboxUpdate], limit: int, report: DeliveryReport
    ) -> None:
        timer = asyncio.get_running_loop().call_later(_ACKNOWLEDGE_WITHIN_S, self._acknowledge, arrived)
        try:
            async with self._database.writing() as transaction:
                batch.opened = await transaction.run(
                    open_batch, arrived, limit, from_inbox=self._inbox_waits, person_of=person_of
                )
                hit("worker.begun")
                await self._decide(batch, transaction)
                hit("worker.decided")
                effects = [decision.effects for decision in batch.decisions]
                spoilt = [(update, type(error).__name__) for update, error in batch.spoilt]
                now = self._clock.now()
                await transaction.commit(close_batch, effects, spoilt, report, now, self._follow)
        finally:
            timer.cancel()
        hit("worker.committed")
        self._inbox_waits = batch.opened.more
        self._written(report)
        self._hand_out(batch)
        if any(decision.settings_changed for decision in batch.decisions):
            await self._processor.contexts.reload(self._database)

    async def _decide(self, batch: _Batch, transaction: Transaction) -> None:
        for update in batch.opened.updates:
            try:
                decision = await self._processor.decide(update, batch.opened, transaction.run)
            except Exception as error:
                batch.spoilt.append((update, error))
            else:
                batch.decisions.append(decision)

    def _hand_out(self, batch: _Batch) -> None:
        self._metrics.batches.inc()
        self._metrics.updates.labels("handled").inc(len(batch.decisions))
        self._sender.offer(row for decision in batch.decisions for row in decision.rows)
        if any(decision.effects.orders_jobs for decision in batch.decisions):
            self._wake_jobs()
        self._acknowledger.answer(
            decision.acknowledgement for decision in batch.decisions if decision.acknowledgement
        )
        for update, error in batch.spoilt:
            self._note_poison(update, error)
        self._acknowledge([update for update, _ in batch.spoilt])

    def _acknowledge(self, tapped: Sequence[InboxUpdate]) -> None:
        """Answer taps without words, whose handling takes long or failed."""
        self._acknowledger.answer(found for update in tapped if (found := acknowledgement_of(update)))

    def _written(self, report: DeliveryReport) -> None:
        self._sender.written(report)
        for mark in report.marks:
            self._metrics.outbox.labels(mark.state).inc()

    def _note_poison(self, update: InboxUpdate, error: Exception) -> None:
        self._metrics.updates.labels("poison").inc()
        log.error("update is poison id=%d kind=%s", update.update_id, update.kind, exc_info=error)
