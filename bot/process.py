"""The process: it waits for its database and for the lead, serves, and begins again when either is lost."""

import asyncio
import gc
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from functools import partial
from typing import Final

from bot import build
from bot.app import App
from bot.build import Components
from bot.clock import Clock
from bot.config.schema import Config
from bot.deadline import abandon, bounded
from bot.observability import logs
from bot.schedule.clock_watch import JUMP, ClockJump, ClockWatch
from bot.schedule.downtime_recovery import AWAY_AFTER
from bot.schedule.leader_watch import LeaderWatch
from bot.web.server import HttpServer, PortInUse, ProcessState
from storage import clock_jumps
from storage.backup import back_up_before_migration
from storage.delivery import heartbeats
from storage.delivery.outcomes import DeliveryReport
from storage.engines import schema
from storage.engines.database import Connection, Database
from storage.engines.errors import DatabaseAway, NoDatabase, fault_of, is_passing, reason_of
from storage.engines.factory import open_database
from storage.engines.leader_lock import LeaderLock, leader_lock

log = logging.getLogger(__name__)

_TRY_EVERY_S: Final = 2.0
_ANSWERED_WITHIN_S: Final = 10.0
_TRIES_FOR_PORT: Final = 30
"""Whoever led a moment ago may not have ended yet."""
_PORT_AGAIN_S: Final = 0.1
_ENDED_WITHIN_S: Final = 8.0
_A_DAY_S: Final = 86400.0
_GONE_WITHIN_S: Final = 9.0
"""Container engines kill after ten seconds."""


Introduce = Callable[[Config, Components], Awaitable[None]]


async def say_nothing(config: Config, parts: Components) -> None:
    """Introduce nobody."""


async def run(
    config: Config, clock: Clock | None = None, begins: Callable[[Components], None] = lambda parts: None,
    introduce: Introduce = say_nothing,
) -> None:  # fmt: skip
    """Serve whenever this process leads, until SIGTERM or SIGINT.

    `begins` is told who serves, and `introduce` once Telegram knows it too.
    """
    loop = asyncio.get_running_loop()
    logs.watch(loop)
    stopped = asyncio.Event()
    _end_by_signals(lambda: loop.call_soon_threadsafe(stopped.set))
    try:
        await Process(config, clock or Clock(), begins, introduce, stopped).run()
    finally:
        logs.flush()  # what a person reads last is the reason of the end


def _end_by_signals(stop: Callable[[], object]) -> None:
    """Stop gracefully at the first signal; the process is gone after nine seconds or at the second one.

    Only a thread and the system's own exit are sure to end it: a driver, a hanging name server or a child may
    hold up the loop's end for minutes. As in a crash, nothing that was promised is lost.
    """
    asked = threading.Event()

    def end(number: int, frame: object) -> None:
        if asked.is_set():
            logs.flush()
            os._exit(0)
        asked.set()
        stop()
        timer = threading.Timer(_GONE_WITHIN_S, _leave)
        timer.daemon = True
        timer.start()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, end)


def _leave() -> None:
    log.warning("something that was under way does not end; it is left as in a crash")
    logs.flush()
    os._exit(0)


class Process:
    """One life after another: each opens the database, waits for the lead and serves.

    A database that is away, a lead that was lost and a clock that was set end a life; the next one finds
    everything in the database. What cannot pass by itself ends the process.
    """

    def __init__(
        self, config: Config, clock: Clock, begins: Callable[[Components], None], introduce: Introduce,
        stopped: asyncio.Event,
    ) -> None:  # fmt: skip
        self._config = config
        self._clock = clock
        self._begins = begins
        self._introduce = introduce
        self._stopped = stopped
        self._http = HttpServer(config.http.listen, config.http.admin_listen)
        self._over = asyncio.Event()
        """The life has to end, and the next one begins."""
        self._is_closing = False
        self._app: App | None = None
        self._unwritten = DeliveryReport()
        self._jump: ClockJump | None = None
        self._jumped_s: float | None = None
        self._keeps_until = 0.0
        self._has_opened = False
        self._has_worked = False
        """The database served this process or another one: what is wrong with it since can be mended."""

    async def run(self) -> None:
        """Live until asked to stop; raises the sentence of whatever makes serving impossible."""
        await self._http.listen()
        try:
            while not self._stopped.is_set():
                try:
                    await self._live()
                except Exception as error:
                    if self._stopped.is_set():
                        log.error("an error while stopping", exc_info=error)
                    elif not self._may_pass(error):
                        raise
                    else:
                        self._tell_away(error)
                        await self._pause()
        finally:
            await self._http.close()

    # A life and its end -------------------------------------------------------------------------

    async def _live(self) -> None:
        """One life. It ends in bounded time, even if what it is at cannot be cancelled."""
        loop = asyncio.get_running_loop()
        self._over.clear()
        self._is_closing = False
        life = loop.create_task(self._life())
        ends = [loop.create_task(event.wait()) for event in (self._stopped, self._over)]
        await asyncio.wait([life, *ends], return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        if self._stopped.is_set():
            log.info("stopping")
            self._http.turn(ProcessState.STOPPING)
        if not life.done():
            if self._app is not None and self._app.is_serving:
                self._app.stop()
            elif not self._is_closing:
                life.cancel()
            await asyncio.wait([life], timeout=_ENDED_WITHIN_S)
        if self._app is not None:
            self._unwritten.join(self._app.unwritten())
            self._app = None
        if not life.done():
            log.warning("what was under way does not end; it is left behind")
            abandon(life)
            if not self._stopped.is_set():
                raise TimeoutError
        elif not life.cancelled():
            life.result()

    async def _life(self) -> None:
        url = self._config.database.url.get_secret_value()
        async with AsyncExitStack() as stack:
            try:
                async with asyncio.timeout(_ANSWERED_WITHIN_S):
                    # A file that was there and is gone is not made anew: that would hide what happened.
                    opening = open_database(url, create=not self._has_opened)
                    database = await stack.enter_async_context(opening)
                    await _check_schema(database)
                lock = await stack.enter_async_context(leader_lock(url, database))
                self._has_opened = True
                await self._lead(lock)
                await self._use_lead(database, lock)
            finally:
                self._is_closing = True
                self._over.set()  # closing may take as long as a network likes

    async def _use_lead(self, database: Database, lock: LeaderLock) -> None:
        leader = LeaderWatch(lock, self._over.set, self._clock)
        async with asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(leader.run())
            await self._listen_for_sure()
            self._http.turn(ProcessState.MIGRATING if database.is_embedded else ProcessState.STARTING)
            await prepare_schema(database)
            await self._follow_clock(database)
            parts = build.components_of(self._config, database, self._clock)
            parts.health.clock_jumped_s = self._jumped_s
            parts.housekeeping.keeps_until = self._keeps_until
            self._begins(parts)
            clock_watch = ClockWatch(self._clock, self._note_jump)
            self._app = App(
                self._config, parts, leader, clock_watch, self._http, self._unwritten,
                partial(self._begin_serving, parts),
            )  # fmt: skip
            self._unwritten = DeliveryReport()
            await self._app.run()
            watching.cancel()

    async def _begin_serving(self, parts: Components) -> None:
        self._has_worked = True
        await self._introduce(self._config, parts)

    # The database, the lead, the port, the clock -------------------------------------------------

    def _may_pass(self, error: BaseException) -> bool:
        """Whether it is a trouble of the database that may be over some time.

        What the server refuses at the first look, a wrong password perhaps, is for a person to mend. A server
        that worked is waited for: it may only be read until another one takes over, is restored, or its
        rights are being set.
        """
        if isinstance(error, BaseExceptionGroup):
            return all(map(self._may_pass, error.exceptions))
        if isinstance(error, NoDatabase):
            return self._has_opened
        if isinstance(error, DatabaseAway) or is_passing(error):
            return True
        is_server = not self._config.database.url.get_secret_value().startswith("sqlite:")
        is_broken = fault_of(error) is not None or isinstance(error, schema.OldSchema)
        return is_server and self._has_worked and is_broken

    def _tell_away(self, error: BaseException) -> None:
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        fault = fault_of(error)
        reason = fault.code if fault is not None else reason_of(error)
        self._http.turn(ProcessState.DATABASE_AWAY, reason)
        log.warning("the database is away; waiting for it reason=%s", reason)

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), _TRY_EVERY_S)

    async def _lead(self, lock: LeaderLock) -> None:
        """Wait until no other process serves this database."""
        is_told = False
        while not await bounded(lock.acquire(), _ANSWERED_WITHIN_S):
            self._has_worked = True
            if not is_told:
                log.warning("another process serves this database; waiting to take over")
                is_told = True
            self._http.turn(ProcessState.STANDBY)
            await self._http.listen()
            gc.enable()  # a standby may wait for weeks
            await asyncio.sleep(_TRY_EVERY_S)

    async def _listen_for_sure(self) -> None:
        """Raises PortInUse where another program keeps the port."""
        for _ in range(_TRIES_FOR_PORT):
            if await self._http.listen():
                return
            await asyncio.sleep(_PORT_AGAIN_S)
        raise PortInUse

    def _note_jump(self, jump: ClockJump) -> None:
        """Everything in memory that knows a moment is read anew by the next life."""
        self._jump = jump
        self._jumped_s = jump.seconds
        if jump.seconds > 0:  # in an hour the clock may be put right; what was forgotten stays so
            self._keeps_until = self._clock.monotonic() + _A_DAY_S
        self._over.set()

    async def _follow_clock(self, database: Database) -> None:
        if await database.write(follow_clock, self._jump, self._clock.now()):
            log.warning("stored moments follow the clock")
        self._jump = None


async def prepare_schema(database: Database) -> None:
    """Bring an embedded database to the newest schema; a server's is left to whoever administers it.

    Raises OldSchema or NewerSchema where the schema cannot be used.
    """
    try:
        await database.read(schema.check)
    except schema.OldSchema:
        if not database.is_embedded:
            raise
        await back_up_before_migration(database)
        await database.write(schema.migrate)


async def _check_schema(database: Database) -> None:
    """Raises what `prepare_schema` would raise, and changes nothing: another process may be serving."""
    try:
        await database.read(schema.check)
    except schema.OldSchema:
        if not database.is_embedded:
            raise


def follow_clock(connection: Connection, jump: ClockJump | None, now: datetime) -> bool:
    """Whether stored moments had to follow a clock that was set, in this process or before it began."""
    if jump is not None:
        clock_jumps.follow(connection, jump.before, jump.after)
        return True
    last = heartbeats.last(connection, "intake")
    if last is None or last - now < JUMP:
        return False
    clock_jumps.follow(connection, last, now)
    # How long nobody was here, nobody can tell.
    heartbeats.record(connection, "intake", now - AWAY_AFTER - JUMP)
    return True
