"""Downtime recovery: how long the bot was away, and asking again what it may have missed.

Telegram keeps a tap for 150 seconds only. After a longer silence a person who tapped in vain would wait for
ever, so those whose question was open are asked once more.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from bot.observability.metrics import Metrics
from handlers.customer.questions import asked_again
from storage.delivery import heartbeats
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.people import customers
from storage.rows import OutboxRow
from surveys.outreach.policy import ContactKind

log = logging.getLogger(__name__)

AWAY_AFTER = timedelta(minutes=2)
_BEAT_EVERY = timedelta(seconds=20)
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
    ) -> None:
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer
        self._metrics = metrics
        self.last_heard: datetime | None = None
        self._written: datetime | None = None

    async def seen(self, now: datetime) -> None:
        """Note that Telegram was reached; after an absence those whose question was open are asked again.

        It is called after what Telegram handed over is durable.
        """
        try:
            await self._note(now)
        except Exception as error:  # receiving goes on; the next time finds the same absence
            log.error("not noted that telegram was reached", exc_info=error)

    def skip(self, now: datetime) -> None:
        """Count the time until `now` as no absence: the clock was moved by hand, as in the demo."""
        self.last_heard = now

    async def _note(self, now: datetime) -> None:
        last = self.last_heard or await self._database.read(heartbeats.last, _NAME)
        if last is not None and now - last > AWAY_AFTER:
            await self._ask_again(last, now)
        self.last_heard = now
        self._metrics.heard_at.set(now.timestamp())
        if self._written is None or now - self._written > _BEAT_EVERY:
            await self._database.write(heartbeats.record, _NAME, now)
            self._written = now

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
            survey = app.survey(conversation.survey_id)
            outgoing = asked_again(app, survey, customer, conversation) if survey else None
            if outgoing is not None:
                # Nobody is woken for it: the policy is asked before it is sent.
                outgoing = replace(outgoing, kind=ContactKind.SERVICE)
                rows.append(self._enqueuer.post(outgoing, customer, effects))
        flush(connection, [effects])
        return rows
