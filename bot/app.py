"""What serves while the lead is held: started in order and stopped in order."""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable

from bot import build
from bot.build import Components
from bot.config.schema import Config
from bot.deferred_models import build_usual_models
from bot.processing.updates import inbox_updates_of
from bot.schedule.clock_watch import ClockWatch
from bot.schedule.leader_watch import LeaderWatch
from bot.web.server import HttpServer, ProcessState
from storage.delivery import inbox, outbox
from storage.delivery.outcomes import DeliveryReport, record_outcomes

log = logging.getLogger(__name__)

_SENT_WITHIN_S = 3.0
_STORED_WITHIN_S = 2.5
_ACKNOWLEDGED_WITHIN_S = 1.0
_CANCELLED_WITHIN_S = 0.5


class App:
    """One time of serving, from the lead to the last call."""

    def __init__(
        self, config: Config, parts: Components, leader: LeaderWatch, clock_watch: ClockWatch,
        http: HttpServer, unwritten: DeliveryReport, introduce: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        """`unwritten` is what an earlier time of serving could not write down.

        `introduce` says who serves, once Telegram has told.
        """
        self._config = config
        self._parts = parts
        self._http = http
        self._unwritten = unwritten
        self._introduce = introduce
        self.is_serving = False
        """Whether there is something to end gracefully; what comes before may be cut short."""
        self._stopped = asyncio.Event()
        self._handshake = build.handshake_of(config.telegram, parts)
        self._receiver = build.receiver_of(config.telegram, parts)
        self._api = build.api_of(config.http, parts)
        self._feeds = build.feeds_of(parts)
        self._scheduler = build.scheduler_of(parts, config, clock_watch)
        parts.health.leads = leader.is_fresh

    def stop(self) -> None:
        """End gracefully: what was received is finished, what was not begun waits for the next start."""
        self._stopped.set()

    def unwritten(self) -> DeliveryReport:
        """What became of calls and could not be written down, once `run` has ended."""
        self._unwritten.join(self._parts.sender.take_report())
        return self._unwritten

    async def run(self) -> None:
        """Serve until `stop`. Raises the sentence of whatever makes serving impossible."""
        parts = self._parts
        try:
            await self._write_down()
            parts.ids.begin_above(await parts.database.read(outbox.highest_id))
            await parts.contexts.settle_versions(parts.database, parts.clock.now())
            await parts.contexts.reload(parts.database)
            await parts.copies.begin()
            self._http.turn(ProcessState.REACHING_TELEGRAM)
            # A webhook's deliveries may come as soon as it is set.
            self._http.route([*self._receiver.routes, *self._api.routes, *self._feeds.routes])
            if await self._handshake.complete(self._stopped):
                await self._introduce()
                if self._config.telegram.mode == "polling":
                    await self._look_what_waits()
                await self._serve()
                await parts.copies.end()
        finally:
            await parts.client.close()

    async def _write_down(self) -> None:
        """What was sent already must be known before the outbox is read."""
        if self._unwritten:
            now = self._parts.clock.now()
            await self._parts.database.write(record_outcomes, self._unwritten, now)
            self._unwritten = DeliveryReport()

    async def _look_what_waits(self) -> None:
        """What is handed over for a look is kept for the worker; Telegram hands it over once more."""
        parts = self._parts
        waiting = await parts.copies.compare(parts.client)
        if updates := inbox_updates_of(waiting, parts.client.bot_id, parts.clock.now()):
            await parts.database.write(inbox.store_waiting, updates)

    async def _serve(self) -> None:
        parts = self._parts
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(parts.sender.run())
            working = tasks.create_task(parts.worker.run())
            acknowledging = tasks.create_task(parts.acknowledger.run())
            doing = tasks.create_task(parts.jobs.run())
            receiving = tasks.create_task(self._receiver.run())
            scheduling = tasks.create_task(self._scheduler.run())
            build_usual_models()
            gc.freeze()  # what was built by now lives as long as the process: never walk it again
            gc.enable()
            self._http.show(parts.health, parts.metrics)
            self.is_serving = True
            log.info("serving mode=%s", self._config.telegram.mode)
            await self._stopped.wait()
            scheduling.cancel()
            self._receiver.stop()
            await asyncio.wait([receiving], timeout=_CANCELLED_WITHIN_S)
            parts.jobs.stop()
            parts.sender.stop()
            await asyncio.wait([sending, doing], timeout=_SENT_WITHIN_S)
            parts.worker.stop()
            await asyncio.wait([working], timeout=_STORED_WITHIN_S)
            parts.acknowledger.stop()
            await asyncio.wait([acknowledging], timeout=_ACKNOWLEDGED_WITHIN_S)
            # What is still going on waits for a network or a database that does not answer: as in a crash,
            # nothing that was promised depends on it.
            for task in (sending, doing, working, acknowledging, receiving):
                task.cancel()
            self.is_serving = False
