"""Downtime recovery: how long the bot was away, and asking again what it may have missed.

Telegram keeps a tap for 150 seconds only. After a longer silence a person who tapped in vain would wait for
ever, so those whose question was open are asked once more.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from bot.observability.metrics import Metrics
from handlers.customer.questions import asked_again
from storage.delivery import heartbeats
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.people import customers
from storage.rows import OutboxRow
from surveys.errors import LoggableError
from surveys.outreach.policy import ContactKind

log = logging.getLogger(__name__)

AWAY_AFTER = timedelta(minutes=2)
_BEAT_EVERY_S = 20.0
_OPEN_WITHIN = timedelta(days=1)
_PAGE = 200
_NAME = "intake"


class DowntimeRecovery:
    def __init__(
        self,
        database: Database,
        contexts: ContextStore,
        enqueuer: Enqueuer,
        offer: Callable[[Iterable[OutboxRow]], None],
        metrics: Metrics,
        clock: Clock,
    ) -> None:
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer
        self._metrics = metrics
        self._clock = clock
        self.fault: str | None = None
        """What the last try to reach Telegram came to; None where it went well."""
        self.heard_at: float | None = None
        """When Telegram was reached last, by the monotonic clock."""
        self._written_at: float | None = None

    async def seen(self, now: datetime) -> None:
        """Note that Telegram was reached; after an absence those whose question was open are asked again.

        It is called after what Telegram handed over is durable.
        """
        self.fault = None
        try:
            await self._note(now)
        except Exception as error:  # receiving goes on; the next time finds the same absence
            log.error("not noted that telegram was reached", exc_info=error)

    def missed(self, error: Exception) -> None:
        """Note that Telegram could not be reached, and why."""
        self.fault = str(error) if isinstance(error, LoggableError) else type(error).__name__

    def silent_for_s(self) -> float | None:
        """How long ago Telegram was reached last, in seconds; None before the first time."""
        return None if self.heard_at is None else self._clock.monotonic() - self.heard_at

    def skip(self) -> None:
        """Count the time until now as no absence: the clock was moved by hand, as in the demo."""
        self.heard_at = self._clock.monotonic()

    async def _note(self, now: datetime) -> None:
        silence = await self._silence(now)
        if silence > AWAY_AFTER:
            await self._ask_again(now - silence, now)
        self.heard_at = at = self._clock.monotonic()
        self._metrics.heard_at.set(now.timestamp())
        if self._written_at is None or at - self._written_at > _BEAT_EVERY_S:
            await self._database.write(heartbeats.record, _NAME, now)
            self._written_at = at

    async def _silence(self, now: datetime) -> timedelta:
        """How long Telegram was not reached; only the life before this one knows it by the wall clock."""
        silent_s = self.silent_for_s()
        if silent_s is not None:
            return timedelta(seconds=silent_s)
        last = await self._database.read(heartbeats.last, _NAME)
        return now - last if last is not None else timedelta()

    async def _ask_again(self, since: datetime, now: datetime) -> None:
        asked = 0
        while rows := await self._database.write(self._ask_page, since, now):
            self._offer(rows)
            asked += len(rows)
        self._metrics.asked_again.inc(asked)
        log.warning("was away seconds=%.0f asked_again=%d", (now - since).total_seconds(), asked)

    def _ask_page(self, connection: Connection, since: datetime, now: datetime) -> list[OutboxRow]:
        """One page in one transaction: who was asked again is marked with it."""
        effects = Effects()
        rows: list[OutboxRow] = []
        app = self._contexts.current
        hanging = customers.left_hanging(connection, since - _OPEN_WITHIN, now, _PAGE)
        for customer, conversation in hanging:
            effects.change(conversation, reasked_at=now)
            survey = app.survey_of(conversation)
            outgoing = asked_again(app, survey, customer, conversation) if survey else None
            if outgoing is not None:
                # Nobody is woken for it: the policy is asked before it is sent.
                outgoing = replace(outgoing, kind=ContactKind.SERVICE)
                rows.append(self._enqueuer.post(outgoing, customer, effects))
        flush(connection, [effects])
        return rows
