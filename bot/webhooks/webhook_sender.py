"""Tells other systems of what happened: at least once, in order as far as they take it, never for ever."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from bot.clock import Clock
from bot.webhooks.webhook_address import PrivateAddress
from bot.webhooks.webhook_client import WebhookClient, WebhookReply
from storage.engines.database import Connection, Database
from storage.rows import Webhook, WebhookDelivery
from storage.states import DeliveryState
from storage.webhooks import deliveries, subscriptions
from storage.webhooks.deliveries import Attempt
from storage.webhooks.payloads import Payload, payload_of
from surveys.webhooks.retries import next_pause

_AT_ONCE: Final = 20
"""Deliveries of one receiver that are looked at in one round."""

_Due = tuple[Webhook, WebhookDelivery, Payload | None]


class WebhookSender:
    """A receiver gets one event after the other; a slow one holds up no other receiver."""

    def __init__(self, database: Database, client: WebhookClient, clock: Clock) -> None:
        self._database = database
        self._client = client
        self._clock = clock

    async def run_once(self) -> None:
        """Try what is due, once."""
        found = await self._database.read(self._due)
        by_receiver: defaultdict[int, list[_Due]] = defaultdict(list)
        for one in found:
            by_receiver[one[0].id].append(one)
        async with asyncio.TaskGroup() as tasks:
            for some in by_receiver.values():
                tasks.create_task(self._tell(some))

    def _due(self, connection: Connection) -> list[_Due]:
        ready = deliveries.due(connection, self._clock.now(), _AT_ONCE)
        return [(webhook, delivery, payload_of(connection, delivery)) for webhook, delivery in ready]

    async def _tell(self, due: Sequence[_Due]) -> None:
        """Whoever does not take one is asked once a round: the receiver's others wait for their turn."""
        attempts: list[Attempt] = []
        for webhook, delivery, payload in due:
            answer = await self._ask(webhook, delivery, payload)
            attempts.append(self._attempt(delivery, answer))
            if answer.status == HTTPStatus.GONE:
                await self._database.write(subscriptions.end_webhook, webhook.id, self._clock.now())
            if attempts[-1].state is DeliveryState.WAITING or answer.status == HTTPStatus.GONE:
                break
        await self._database.write(deliveries.record_attempts, attempts)

    async def _ask(
        self, webhook: Webhook, delivery: WebhookDelivery, payload: Payload | None
    ) -> WebhookReply:
        if payload is None:
            return WebhookReply(None, "Erased")
        return await self._client.post(webhook, f"msg_{delivery.id}", payload, self._clock.now())

    def _attempt(self, delivery: WebhookDelivery, answer: WebhookReply) -> Attempt:
        now = self._clock.now()
        pause = next_pause(delivery.tries + 1)
        if answer.is_taken:
            state = DeliveryState.DELIVERED
        elif pause is None or answer.status == HTTPStatus.GONE or answer.error in _HOPELESS:
            state = DeliveryState.FAILED
        else:
            state = DeliveryState.WAITING
        return Attempt(delivery.id, state, now, now + (pause or now - now), answer.status, answer.error)


_HOPELESS: Final[tuple[str | None, ...]] = (PrivateAddress.__name__, "Erased")
"""Errors that no other try mends."""
