"""getUpdates: long polling as tdlib/telegram-bot-api does it (Client.cpp, do_get_updates)."""

import asyncio

from playground.errors import conflict
from playground.methods.receiving import read_allowed
from playground.params import Params
from playground.state import Telegram
from playground.updates import BATCH, Update

LONGEST_POLL = 50
WEBHOOK_IS_SET = "can't use getUpdates method while webhook is active"


class Polling:
    """At most one getUpdates waits; a newer one sends the older away."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._turn = 0

    async def get_updates(self, params: Params, closing: asyncio.Event) -> list[Update]:
        """Raises Refusal 409 while a webhook is set, or when another getUpdates took over.

        A call confirms everything below its offset at once, whatever becomes of its own answer.
        """
        updates = self._telegram.updates
        self._refuse_beside_webhook()
        self._turn += 1
        turn = self._turn
        updates.added.ring()  # wakes an older call, which finds its turn over
        read_allowed(self._telegram, params)
        updates.confirm_below(params.number("offset") or 0)
        limit = params.number("limit") or BATCH
        timeout = min(max(params.number("timeout") or 0, 0), LONGEST_POLL)

        def ready() -> bool:
            cut = self._telegram.network_fails
            return cut or self._over(turn) or closing.is_set() or bool(updates.waiting())

        await updates.added.until(ready, timeout)
        self._refuse_beside_webhook()
        if turn != self._turn:
            raise conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        return updates.batch(limit)

    def _over(self, turn: int) -> bool:
        return turn != self._turn or self._telegram.webhook is not None

    def _refuse_beside_webhook(self) -> None:
        if self._telegram.webhook is not None:
            raise conflict(f"{WEBHOOK_IS_SET}; use deleteWebhook to delete the webhook first")
