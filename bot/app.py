"""The process: everything wired together, started in order and stopped in order."""

import asyncio
import gc
import json
import logging
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from urllib.parse import urlsplit

from aiogram import Bot

from bot import menu, toning
from bot.clock import Clock
from bot.config.context_store import ContextStore, context_of
from bot.config.schema import Config
from bot.gate import Gate
from bot.jobs import Jobs
from bot.observability import logs
from bot.observability.metrics import Metrics
from bot.pace import Pace
from bot.processing.acknowledger import Acknowledger
from bot.processing.processor import UpdateProcessor
from bot.processing.updates import KINDS
from bot.processing.worker import Worker
from bot.receiving.polling import Polling
from bot.receiving.webhook import Webhook
from bot.receiving.webhook_monitor import WebhookMonitor
from bot.schedule.downtime_recovery import DowntimeRecovery
from bot.schedule.outreach import Outreach
from bot.schedule.scheduler import Scheduler
from bot.schedule.undelivered import Undelivered
from bot.sender import Sender
from bot.telegram import NotSent, Telegram, Uncertain
from bot.web.health import Health
from bot.web.server import serve
from storage import schema
from storage.database import Connection, Database, open_database
from storage.errors import is_passing
from storage.ids import Ids
from storage.leadership import Seat, seat_of
from storage.surveys import versions
from surveys import tone

log = logging.getLogger(__name__)

_LOOK_FOR_SEAT_S = 2.0
_FINISH_WITHIN_S = 5.0
_LEAVES_WITHIN_S = 0.5
_REACH_TELEGRAM_EVERY_S = 5.0
_UNDELIVERED_S = 10


async def prepare_schema(database: Database) -> None:
    """SQLite is brought to the newest schema; a server's is left to whoever administers it."""
    try:
        await database.read(schema.check)
    except schema.OldSchema:
        if not database.is_embedded:
            raise
        await database.write(schema.migrate)


class App:
    """One running Otklik, from the open database to the last call."""

    def __init__(self, config: Config, database: Database, seat: Seat, clock: Clock) -> None:
        settings = config.telegram
        token = settings.token.get_secret_value()
        self._config = config
        self._database = database
        self._clock = clock
        self._stopped = asyncio.Event()
        self._contexts = ContextStore(context_of(config))
        self._ids = ids = Ids()
        metrics, wake = Metrics(), asyncio.Event()
        proxy = settings.proxy.get_secret_value() if settings.proxy else None
        self._bot = bot = Bot(token)
        self._metrics = metrics
        self.telegram = Telegram(settings.api_url, token, proxy=proxy)
        pace = Pace(settings.messages_per_second, settings.group_messages_per_minute)
        gate = Gate(database, self._contexts, clock, ids)
        self.sender = Sender(self.telegram, database, pace, gate, clock, ids, wake.set)
        self._acknowledger = Acknowledger(self.telegram)
        self._processor = UpdateProcessor(self._contexts, bot, clock, ids)
        self._worker = Worker(
            database, self._processor, self.sender, self._acknowledger, clock, metrics, wake
        )
        self._recovery = recovery = DowntimeRecovery(database, self.sender, self._contexts, bot, ids, metrics)
        self._health = Health(database, self.sender, recovery, clock, metrics)
        self._outreach = outreach = Outreach(database, self.sender, self._contexts, bot, clock, ids)
        self._scheduler = Scheduler(database, seat, outreach, clock, ids, config.business.timezone, self.stop)
        undelivered = Undelivered(database, self.sender, self._contexts, bot, clock, ids)
        self._scheduler.every(_UNDELIVERED_S, undelivered.run_once, "undelivered")
        self._scheduler.every(toning.EVERY_S, toning.Toning(database).run_once, "toning")
        self._jobs = Jobs(database, self.telegram, self._contexts, clock, ids, self.sender.offer)
        self._webhook = None
        if settings.mode == "webhook" and settings.webhook_secret is not None:
            secret = settings.webhook_secret.get_secret_value()
            path = urlsplit(settings.webhook_url or "").path or "/"
            self._webhook = Webhook(path, secret, self.telegram.bot_id, self._worker, clock)
        self._receiver: Polling | WebhookMonitor = (
            Polling(self.telegram, self._worker, recovery, clock)
            if self._webhook is None
            else WebhookMonitor(self.telegram, self._webhook, settings.webhook_url or "", recovery, clock)
        )

    def stop(self) -> None:
        """End gracefully: what was received is finished, what was not begun waits for the next start."""
        self._stopped.set()

    def clock_moved(self) -> None:
        """Someone set the clock forward by hand: that was no absence."""
        self._recovery.skip(self._clock.now())

    async def look_at_what_is_due(self) -> None:
        """One round now, and a moment for what it posted to leave."""
        await self._outreach.run_once()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LEAVES_WITHIN_S):
                while self.sender.waiting:  # noqa: ASYNC110  # the sender tells nobody that it is idle
                    await asyncio.sleep(0.02)

    async def run(self) -> None:
        """Serve until `stop`. Raises the sentence of whatever makes serving impossible."""
        await self._database.write(
            versions.store_versions, self._contexts.current.catalogue, self._clock.now()
        )
        await self._contexts.reload(self._database)
        try:
            routes = [self._webhook.route()] if self._webhook else []
            async with serve(self._config.http.listen, self._health, self._metrics, routes):
                if await self._reach_telegram():
                    await self._serve()
        finally:
            await self.telegram.close()

    async def _serve(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(self.sender.run())
            working = tasks.create_task(self._worker.run())
            acknowledging = tasks.create_task(self._acknowledger.run())
            doing = tasks.create_task(self._jobs.run())
            receiving = tasks.create_task(self._receiver.run())
            self._scheduler.start()
            # Else the first complaint would wait for it, and every update of its batch as well.
            tasks.create_task(asyncio.to_thread(tone.warm))
            gc.collect()
            gc.freeze()  # what was built by now lives as long as the process: never walk it again
            gc.enable()
            log.info("serving mode=%s", self._config.telegram.mode)
            await self._stopped.wait()
            log.info("stopping")
            self._scheduler.stop()
            self._receiver.stop()
            await receiving
            self._jobs.stop()
            self.sender.stop()
            await asyncio.wait([sending, doing], timeout=_FINISH_WITHIN_S)
            self._worker.stop()
            await asyncio.wait([working], timeout=_FINISH_WITHIN_S)
            self._acknowledger.stop()
            await asyncio.wait([acknowledging], timeout=1)
            # What is still going on waits for a network or a database that does not answer: as in a crash,
            # nothing that was promised depends on it.
            for task in (sending, doing, working, acknowledging):
                task.cancel()

    async def _reach_telegram(self) -> bool:
        """Check the token and choose polling or webhook; False when asked to stop while Telegram is away."""
        while True:
            try:
                me = await self.telegram.ask("getMe")
                self._contexts.introduce(str(me["username"]))
                await self._look_at_support_chat()
                await self._choose_delivery()
                await self._database.write(self._publish_menus)
            except (NotSent, Uncertain) as error:
                log.warning("telegram cannot be reached reason=%s", error)
            else:
                return True
            try:
                await asyncio.wait_for(self._stopped.wait(), _REACH_TELEGRAM_EVERY_S)
            except TimeoutError:
                continue
            return False

    def _publish_menus(self, connection: Connection) -> None:
        menu.publish(connection, self._contexts.current, self._bot, self._ids, self._clock.now())

    async def _look_at_support_chat(self) -> None:
        """A group that the configuration names may or may not have topics."""
        support = self._contexts.current.support
        if support is None:
            return
        reply = await self.telegram.call("getChat", json.dumps({"chat_id": support.id}))
        if reply.ok:
            self._contexts.support_is_forum(support.id, bool(reply.result.get("is_forum")))
        else:
            log.warning("the support chat cannot be seen code=%d", reply.code)

    async def _choose_delivery(self) -> None:
        """Neither call drops what waits: `drop_pending_updates` would delete customers' answers."""
        settings = self._config.telegram
        if self._webhook is None:
            await self.telegram.ask("deleteWebhook", drop_pending_updates=False)
            return
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
        await self.telegram.ask(
            "setWebhook",
            url=settings.webhook_url,
            secret_token=secret,
            allowed_updates=KINDS,
            max_connections=40,
        )


async def run(
    config: Config, clock: Clock | None = None, begins: Callable[["App"], None] = lambda app: None
) -> None:
    """Open the database, wait for the lead, serve until SIGTERM or SIGINT; `begins` is told who serves."""
    url = config.database.url.get_secret_value()
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.watch(loop)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        await prepare_schema(database)
        seat = await stack.enter_async_context(seat_of(url))
        while await _lead(seat, stopped):
            app = App(config, database, seat, clock or Clock())
            begins(app)
            await _serve(app, stopped)


async def _serve(app: App, stopped: asyncio.Event) -> None:
    """Until asked to stop, or until the lead is lost."""
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(app.run())
        stopping = tasks.create_task(stopped.wait())
        await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
        app.stop()
        await serving
        stopping.cancel()


async def _lead(seat: Seat, stopped: asyncio.Event) -> bool:
    """Wait until no other process serves this database; False when asked to stop meanwhile."""
    told = False
    while not stopped.is_set():
        try:
            if await seat.take():
                return True
        except Exception as error:
            if not is_passing(error):
                raise
            log.warning("the lead cannot be taken", exc_info=error)
        else:
            if not told:
                log.warning("another process serves this database; waiting to take over")
                told = True
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), _LOOK_FOR_SEAT_S)
    return False
