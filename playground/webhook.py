"""Where updates are pushed. Schedule and order follow tdlib/telegram-bot-api, WebhookActor.cpp."""

import asyncio
from dataclasses import dataclass

import aiohttp

from playground.bell import Bell
from playground.clock import Clock
from playground.faults import Faults
from playground.nursery import Nursery
from playground.shapes import JsonObject, without_none
from playground.updates import Update, Updates

FIRST_RETRY = 1.0
LAST_RETRY = 60.0
LONGEST_RETRY_AFTER = 3600.0
ANSWER_SECONDS = 60.0  # real time
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(slots=True, eq=False)
class Webhook:
    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str | None = None
    last_error_at: int | None = None

    def info(self, updates: Updates) -> JsonObject:
        allowed = sorted(updates.allowed) if updates.allowed else None
        return without_none(
            url=self.url,
            has_custom_certificate=False,
            pending_update_count=len(updates.waiting()),
            last_error_date=self.last_error_at,
            last_error_message=self.last_error,
            max_connections=self.max_connections,
            allowed_updates=allowed,
        )


class WebhookDelivery:
    """Pushes updates, one at a time per queue, until it is stopped."""

    def __init__(self, webhook: Webhook, updates: Updates, clock: Clock, faults: Faults) -> None:
        self._webhook = webhook
        self._updates = updates
        self._clock = clock
        self._faults = faults
        self._nursery = Nursery()
        self._slots = asyncio.Semaphore(webhook.max_connections)
        self._busy: set[str] = set()
        self._freed = Bell()

    async def run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ANSWER_SECONDS)) as session:
            try:
                while True:
                    self._start_queues(session)
                    await self._updates.added.wait()
            finally:
                await self._nursery.close()

    def _start_queues(self, session: aiohttp.ClientSession) -> None:
        for queue in self._updates.queues():
            if queue not in self._busy:
                self._busy.add(queue)
                self._nursery.start(self._drain(session, queue))

    async def _drain(self, session: aiohttp.ClientSession, queue: str) -> None:
        """Delivers a queue in order; a failing update holds up only those behind it."""
        try:
            while (update := self._updates.first(queue)) is not None:
                await self._deliver(session, update)
        finally:
            self._busy.discard(queue)

    async def _deliver(self, session: aiohttp.ClientSession, update: Update) -> None:
        delay = FIRST_RETRY
        while True:
            async with self._slots:
                retry_after = await self._post(session, update)
            if retry_after is None:
                self._updates.handed([update])
                self._updates.confirm(update)
                return
            wait = retry_after or delay
            if self._clock.now() + wait > update.expires:
                self._updates.drop(update, "expired")
                return
            await self._clock.sleep(wait)
            delay = min(2 * delay, LAST_RETRY)

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> float | None:
        """None after a 2xx; else the seconds that the bot asked for, 0 if it named none."""
        if self._faults.outage is not None:
            self._failed("Connection timed out")
            return 0.0
        headers = {"Content-Type": "application/json"}
        if self._webhook.secret:
            headers[SECRET_HEADER] = self._webhook.secret
        try:
            async with session.post(
                self._webhook.url, data=update.json(), headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
                if 200 <= answer.status < 300:
                    return None
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                return _seconds(answer.headers.get("Retry-After"))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed("Connection timed out" if isinstance(error, TimeoutError) else "Connection refused")
            return 0.0

    def _failed(self, why: str) -> None:
        self._webhook.last_error = why
        self._webhook.last_error_at = int(self._clock.now())


def _seconds(header: str | None) -> float:
    if header is None or not header.isdecimal():
        return 0.0
    return min(float(header), LONGEST_RETRY_AFTER)
