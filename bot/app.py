"""The process: started in order and stopped in order."""

import asyncio
import gc
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress

from bot import build
from bot.build import Components
from bot.clock import Clock
from bot.config.schema import Config
from bot.deferred_models import build_usual_models
from bot.observability import logs
from bot.schedule.leader_watch import LeaderWatch
from bot.web.server import serve
from storage.engines import schema
from storage.engines.database import Database
from storage.engines.errors import is_passing
from storage.engines.factory import open_database
from storage.engines.leader_lock import LeaderLock, leader_lock
from storage.surveys import versions

log = logging.getLogger(__name__)

_LOOK_FOR_SEAT_S = 2.0
_FINISH_WITHIN_S = 5.0

Introduce = Callable[[Config, Components], Awaitable[None]]


async def _say_nothing(config: Config, parts: Components) -> None:
    pass


async def prepare_schema(database: Database) -> None:
    """Bring an embedded database to the newest schema; a server's is left to whoever administers it.

    Raises OldSchema or NewerSchema where the schema cannot be used.
    """
    try:
        await database.read(schema.check)
    except schema.OldSchema:
        if not database.is_embedded:
            raise
        await database.write(schema.migrate)


class App:
    """One running Otklik, from the open database to the last call."""

    def __init__(
        self, config: Config, parts: Components, lock: LeaderLock, introduce: Introduce = _say_nothing
    ) -> None:
        self._config = config
        self._introduce = introduce
        self._parts = parts
        self._stopped = asyncio.Event()
        self._handshake = build.handshake_of(config.telegram, parts)
        self._receiver = build.receiver_of(config.telegram, parts)
        self._scheduler = build.scheduler_of(parts, config.business.timezone, LeaderWatch(lock, self.stop))

    def stop(self) -> None:
        """End gracefully: what was received is finished, what was not begun waits for the next start."""
        self._stopped.set()

    async def run(self) -> None:
        """Serve until `stop`. Raises the sentence of whatever makes serving impossible."""
        parts = self._parts
        catalogue = parts.contexts.current.catalogue
        await parts.database.write(versions.store_versions, catalogue, parts.clock.now())
        await parts.contexts.reload(parts.database)
        try:
            http, routes = self._config.http, self._receiver.routes
            async with serve(http.listen, parts.health, parts.metrics, routes, http.admin_listen):
                if await self._handshake.complete(self._stopped):
                    await self._introduce(self._config, parts)
                    await self._serve()
        finally:
            await parts.client.close()

    async def _serve(self) -> None:
        parts = self._parts
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(parts.sender.run())
            working = tasks.create_task(parts.worker.run())
            acknowledging = tasks.create_task(parts.acknowledger.run())
            doing = tasks.create_task(parts.jobs.run())
            receiving = tasks.create_task(self._receiver.run())
            self._scheduler.start()
            build_usual_models()
            gc.freeze()  # what was built by now lives as long as the process: never walk it again
            gc.enable()
            log.info("serving mode=%s", self._config.telegram.mode)
            await self._stopped.wait()
            log.info("stopping")
            self._scheduler.stop()
            self._receiver.stop()
            await receiving
            parts.jobs.stop()
            parts.sender.stop()
            await asyncio.wait([sending, doing], timeout=_FINISH_WITHIN_S)
            parts.worker.stop()
            await asyncio.wait([working], timeout=_FINISH_WITHIN_S)
            parts.acknowledger.stop()
            await asyncio.wait([acknowledging], timeout=1)
            # What is still going on waits for a network or a database that does not answer: as in a crash,
            # nothing that was promised depends on it.
            for task in (sending, doing, working, acknowledging):
                task.cancel()


async def run(
    config: Config, clock: Clock | None = None, begins: Callable[[Components], None] = lambda parts: None,
    introduce: Introduce = _say_nothing,
) -> None:  # fmt: skip
    """Open the database, wait for the lead, serve until SIGTERM or SIGINT.

    `begins` is told who serves, and `introduce` once Telegram knows it too.
    """
    url = config.database.url.get_secret_value()
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.watch(loop)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        await prepare_schema(database)
        lock = await stack.enter_async_context(leader_lock(url))
        while await _lead(lock, stopped):
            parts = build.components_of(config, database, clock or Clock())
            begins(parts)
            await _serve(App(config, parts, lock, introduce), stopped)


async def _serve(app: App, stopped: asyncio.Event) -> None:
    """Serve until asked to stop, or until the lead is lost."""
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(app.run())
        stopping = tasks.create_task(stopped.wait())
        await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
        app.stop()
        await serving
        stopping.cancel()


async def _lead(lock: LeaderLock, stopped: asyncio.Event) -> bool:
    """Wait until no other process serves this database; False when asked to stop meanwhile."""
    told = False
    while not stopped.is_set():
        try:
            if await lock.acquire():
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
