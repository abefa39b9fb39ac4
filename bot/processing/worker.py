"""The worker: all that waits is received, handled and answered in one transaction.

An update whose handler raises is kept as poison and nothing of it is written. If writing the batch itself
fails, it is rolled back. Where the store is at fault, all of it waits, unconfirmed, until the store works
again. Otherwise its updates are made durable as they are and halved until the culprit stands alone: only that
becomes poison, and the others are served meanwhile.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from bot.clock import Clock
from bot.delivery.sender import Sender
from bot.observability.failpoints import hit
from bot.observability.metrics import Metrics
from bot.observability.store_state import StoreState
from bot.processing.acknowledger import Acknowledger
from bot.processing.albums import Albums
from bot.processing.batch import Batch, Received
from bot.processing.deferred_lanes import DeferredLanes
from bot.processing.poison_search import PoisonSearch
from bot.processing.processor import UpdateProcessor, acknowledgement_of
from bot.processing.store_monitor import StoreMonitor
from bot.processing.updates import person_of
from storage.delivery import heartbeats, inbox
from storage.delivery.batch import Opened, close_batch, open_batch
from storage.delivery.outcomes import DeliveryReport, Follow, record_outcomes
from storage.engines.database import Database, Transaction
from storage.engines.errors import DatabaseGone, StoreFault, fault_of, is_refusal, reason_of
from storage.rows import InboxUpdate

log = logging.getLogger(__name__)

_BATCH = 100
_LOOK_EVERY_S = 5.0
"""So often the store is tried while nothing arrives, and the inbox is looked at for what others put there."""
_STORE_IS_BLAMED_FOR_S = 30.0
"""So long nothing is confirmed even if only some of it cannot be written."""
_GONE_FOR_S = 10.0
"""A file that was moved away may come back; then it is given up."""
_TELEGRAM_KEEPS = timedelta(days=1)
_BEAT = "worker"


class Worker:
    def __init__(  # noqa: PLR0913  # everything meets in a batch
        self, database: Database, processor: UpdateProcessor, sender: Sender, acknowledger: Acknowledger,
        clock: Clock, metrics: Metrics, wake: asyncio.Event, *,
        state: StoreState, wake_jobs: Callable[[], None], follow: Follow | None = None,
    ) -> None:  # fmt: skip
        self._database = database
        self._processor = processor
        self._sender = sender
        self._acknowledger = acknowledger
        self._clock = clock
        self._metrics = metrics
        self._wake = wake
        self._wake_jobs = wake_jobs
        self._store = StoreMonitor(state, clock)
        self._search = PoisonSearch()
        self._handled = 0
        self._handled_before_search = 0
        self._deferred = DeferredLanes(clock)
        self._albums = Albums(clock)
        self._refusal: str | None = None
        self._follow = follow
        self._arrived: deque[Received] = deque()
        self._inbox_waits = True
        self._settings_may_differ = False
        self.acknowledge_within_s = 1.0
        """In seconds: a tap whose batch takes longer is acknowledged without a text, and its button rests."""
        self._looked_at = clock.monotonic()
        self._stopping = asyncio.Event()

    async def take(self, arrived: Sequence[InboxUpdate]) -> None:
        """Hand over updates; returns once they are durable, handled or not.

        Whoever stops waiting for that takes back what is not begun.
        """
        durable = asyncio.get_running_loop().create_future()
        self._arrived.append(Received(arrived, durable))
        self._wake.set()
        await durable

    def stop(self) -> None:
        """Finish what has been handed over; the rest of the inbox waits for the next start."""
        self._stopping.set()
        self._wake.set()

    async def run(self) -> None:
        """Handle what arrives and what waits in the inbox, batch by batch, until `stop`.

        Raises DatabaseGone when the file of the database was deleted or replaced.
        """
        while not self._stopping.is_set() or (self._arrived and not self._store.is_failing):
            if not (self._arrived or self._inbox_waits or self._store.is_failing):
                await self._until_something_is_to_do()
            self._wake.clear()
            await self._run_batch()
        with suppress(Exception):  # what was not reported is found again at the next start
            await self._record_outcomes()

    # A round ------------------------------------------------------------------------------------

    async def _until_something_is_to_do(self) -> None:
        look_in = self._looked_at + _LOOK_EVERY_S - self._clock.monotonic()
        within = min(look_in, self._deferred.due_in_s(), self._albums.due_in_s())
        with suppress(TimeoutError):
            async with asyncio.timeout(max(within, 0.0)):
                await self._wake.wait()

    async def _run_batch(self) -> None:
        arrivals = [arrival for arrival in self._arrived if not arrival.durable.done()]
        self._arrived.clear()
        arrived = [update for arrival in arrivals for update in arrival.updates]
        try:
            await self._serve(arrived)
        except Exception as error:
            self._arrived.extendleft(reversed(arrivals))
            await self._wait_for_store(error, len(arrived))
            return
        is_refusing = self._deferred.are_all(self._handled)
        self._store.succeed(self._refusal if is_refusing else None)
        for arrival in arrivals:
            if not arrival.durable.done():
                arrival.durable.set_result(None)

    async def _serve(self, arrived: list[InboxUpdate]) -> None:
        """Everything that arrived is durable when this returns; raises what keeps it from that."""
        await self._look_around()
        self._inbox_waits |= self._albums.release_due()
        if (lane := self._deferred.due()) is not None:
            await self._serve_deferred(lane)
        if self._search.is_on:
            await self._keep(arrived)
            await self._serve_part()
        elif arrived or self._inbox_waits:
            await self._serve_all(arrived)
        else:
            await self._record_outcomes()

    async def _look_around(self) -> None:
        """Now and then: whether the store works, and whether somebody put updates back into the inbox."""
        now = self._clock.monotonic()
        if now - self._looked_at >= _LOOK_EVERY_S or self._store.is_failing:
            self._looked_at = now
            await self._try_store()
            self._inbox_waits = True

    async def _serve_all(self, arrived: list[InboxUpdate]) -> None:
        batch, report = Batch(), self._sender.take_report()
        try:
            await self._transact(batch, arrived, _BATCH, report)
        except asyncio.CancelledError:
            self._sender.keep_report(report)
            raise
        except Exception as error:
            self._sender.keep_report(report)
            self._settings_may_differ = True  # it may be committed although we were not told so
            await self._require_guilt(error)
            log.error("batch rolled back updates=%d", len(batch.opened.updates), exc_info=error)
            await self._keep(arrived)
            self._handled_before_search = self._handled
            # Nothing is opened when what is stored about one of the people cannot be read.
            self._search.begin(len(batch.opened.updates) or len(arrived) or _BATCH)

    async def _serve_part(self) -> None:
        """A part of what failed and nothing else, so that an error is the part's."""
        await self._record_outcomes()
        batch, size = Batch(), self._search.size
        try:
            await self._transact(batch, [], size, DeliveryReport())
        except Exception as error:
            await self._require_guilt(error)
            held = len(batch.opened.updates) or size
            if held > 1:
                self._search.split(held)
                return
            await self._blame(batch, error, await self._culprit(batch))
            self._search.pass_part()
        else:
            if batch.opened.updates:
                self._search.pass_part()
            else:
                self._search.end()

    async def _serve_deferred(self, lane: int) -> None:
        """The next update of a lane that the store would not take before."""
        batch = Batch()
        try:
            await self._transact(batch, [], 1, DeliveryReport(), only=lane)
        except Exception as error:
            await self._require_guilt(error, alone=True)
            await self._blame(batch, error, await self._culprit(batch, only=lane))
        else:
            self._deferred.release(lane)

    async def _keep(self, arrived: list[InboxUpdate]) -> None:
        self._inbox_waits = True
        if arrived:
            await self._database.write(inbox.store_waiting, arrived)

    async def record_outcomes(self) -> None:
        """Write what the sender has to report, without a batch; raises what keeps it from being written."""
        report = self._sender.take_report()
        if not report:
            return
        try:
            await self._database.write(record_outcomes, report, self._clock.now(), self._follow)
        except BaseException:  # whoever is cancelled here may have written it: then it is written once more
            self._sender.keep_report(report)
            raise
        self._written(report)
        if self._settings_may_differ:
            await self._reload_settings()

    async def _record_outcomes(self) -> None:
        """A report that cannot be written, although the store works, holds up nobody."""
        try:
            await self.record_outcomes()
        except Exception as error:
            if fault_of(error) is not None:
                raise
            log.error("report not written", exc_info=error)

    # Whose fault it is --------------------------------------------------------------------------

    async def _require_guilt(self, error: Exception, *, alone: bool = False) -> None:
        """Raises the error again unless what was to be written may be at fault.

        What the store refuses for now may be the fault of one update, as when handling it takes too long:
        then the others pass. It is looked for after half a minute in which something else can be written.
        """
        fault = fault_of(error)
        if fault is None:
            return
        is_searched = alone or self._search.is_on or self._store.failing_for_s >= _STORE_IS_BLAMED_FOR_S
        if fault.is_lasting or fault.is_connection or not is_searched:
            raise error
        await self._try_store()

    async def _try_store(self) -> None:
        """Write next to nothing; raises what keeps even that from being written."""
        await self._database.write(heartbeats.record, _BEAT, self._clock.now())

    async def _culprit(self, batch: Batch, only: int | None = None) -> InboxUpdate | None:
        if batch.opened.updates:
            return batch.opened.updates[0]
        without = self._deferred.lanes
        found = await self._database.read(inbox.next_waiting, without=without, only=only)
        return found[0] if found else None

    async def _blame(self, batch: Batch, error: Exception, culprit: InboxUpdate | None) -> None:
        """This update alone cannot be written, and the store works.

        It is tried again later if its error may pass or nobody else's update has passed since, as long as
        Telegram would have kept it: what the database refuses to everybody is no update's fault. Else it is
        poison.
        """
        if culprit is None:
            raise error
        may_pass = fault_of(error) is not None or (is_refusal(error) and not self._others_pass(culprit.lane))
        if may_pass and self._clock.now() - culprit.received_at < _TELEGRAM_KEEPS:
            self._refusal = reason_of(error)
            log.warning("update is deferred id=%d error=%s", culprit.update_id, self._refusal)
            self._deferred.defer(culprit.lane, self._handled)
            await self._database.write(inbox.count_try, culprit)
            return
        error = batch.spoilt[0][1] if batch.spoilt else error
        await self._poison(culprit, error, batch.opened)
        self._deferred.release(culprit.lane)

    def _others_pass(self, lane: int) -> bool:
        """Whether an update of somebody else was handled after this one had failed."""
        before = self._deferred.handled_before(lane)
        return self._handled > (self._handled_before_search if before is None else before)

    async def _poison(self, update: InboxUpdate, error: Exception, opened: Opened) -> None:
        spoilt = [(update, type(error).__name__)]
        apology = self._processor.apologize(update, opened)
        effects = [apology.effects] if apology else []
        try:
            await self._database.write(close_batch, effects, spoilt, DeliveryReport(), self._clock.now())
        except Exception as refusal:
            if not apology or fault_of(refusal) is not None:
                raise
            apology = None  # what cannot be written may be just that
            await self._database.write(inbox.poison, spoilt)
        self._note_poison(update, error)
        if apology:
            self._sender.offer(apology.rows)
        self._acknowledge([update])

    async def _wait_for_store(self, error: Exception, updates: int) -> None:
        """Whatever it is, nothing is confirmed."""
        fault = fault_of(error) or StoreFault(reason_of(error))
        pause = self._store.fail(fault, error, updates)
        if isinstance(error, DatabaseGone) and self._store.failing_for_s >= _GONE_FOR_S:
            raise error
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._stopping.wait()

    # A transaction ------------------------------------------------------------------------------

    async def _transact(
        self, batch: Batch, arrived: list[InboxUpdate], limit: int, report: DeliveryReport,
        *, only: int | None = None,
    ) -> None:  # fmt: skip
        self._albums.expect(arrived)
        from_inbox = self._inbox_waits or bool(self._deferred.lanes) or self._albums.are_waiting
        without = self._deferred.lanes
        timer = asyncio.get_running_loop().call_later(self.acknowledge_within_s, self._acknowledge, arrived)
        try:
            async with self._database.writing() as transaction:
                batch.opened = await transaction.run(
                    open_batch, arrived, limit,
                    from_inbox=from_inbox, person_of=person_of, without=without, only=only,
                    is_held=self._albums.is_held,
                )  # fmt: skip
                hit("worker.begun")
                await self._decide(batch, transaction)
                hit("worker.decided")
                effects = [decision.effects for decision in (*batch.decisions, *batch.apologies)]
                spoilt = [(update, type(error).__name__) for update, error in batch.spoilt]
                now = self._clock.now()
                await transaction.commit(close_batch, effects, spoilt, report, now, self._follow)
        finally:
            timer.cancel()
        hit("worker.committed")
        self._handled += len(batch.decisions)
        released = any(decision.has_released for decision in batch.decisions)
        self._inbox_waits = released or (batch.opened.more if only is None else True)
        self._written(report)
        self._hand_out(batch)
        if self._settings_may_differ or any(decision.settings_changed for decision in batch.decisions):
            await self._reload_settings()

    async def _reload_settings(self) -> None:
        """What was committed stays so even if this cannot be read now: it is tried with the next batch."""
        self._settings_may_differ = True
        try:
            await self._processor.contexts.reload(self._database)
        except Exception as error:
            if fault_of(error) is None:
                raise
            log.error("settings cannot be read", exc_info=error)
        else:
            self._settings_may_differ = False

    async def _decide(self, batch: Batch, transaction: Transaction) -> None:
        for update in batch.opened.updates:
            try:
                decision = await self._processor.decide(update, batch.opened, transaction.run)
            except Exception as error:
                # An OSError may be the handler's own; after one of the connection no commit succeeds.
                if is_refusal(error) or (fault_of(error) is not None and not isinstance(error, OSError)):
                    raise
                batch.spoilt.append((update, error))
                if apology := self._processor.apologize(update, batch.opened):
                    batch.apologies.append(apology)
            else:
                batch.decisions.append(decision)

    def _hand_out(self, batch: Batch) -> None:
        self._metrics.batches.inc()
        self._metrics.updates.labels("handled").inc(len(batch.decisions))
        self._sender.offer(row for one in (*batch.decisions, *batch.apologies) for row in one.rows)
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
        if report.moved_chats:  # the support chat may be another now
            self._settings_may_differ = True
        for mark in report.marks:
            self._metrics.outbox.labels(mark.state).inc()

    def _note_poison(self, update: InboxUpdate, error: Exception) -> None:
        self._metrics.updates.labels("poison").inc()
        log.error("update is poison id=%d kind=%s", update.update_id, update.kind, exc_info=error)
