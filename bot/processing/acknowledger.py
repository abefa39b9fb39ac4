"""Answers to taps: at once, best effort, never stored. Telegram forgets a tap within seconds."""

import asyncio
import json
from collections.abc import Iterable

from bot.delivery.bot_api_client import BotApiClient, NotSent, Uncertain
from bot.processing.processor import Acknowledgement

_UNDER_WAY_AT_MOST = 200


class Acknowledger:
    """Fire and forget, but in a group of its own, so that no task is lost to the collector."""

    def __init__(self, telegram: BotApiClient) -> None:
        self._telegram = telegram
        self._calls: asyncio.TaskGroup | None = None
        self._under_way = 0
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        """Answer taps until `stop`; calls under way are finished."""
        async with asyncio.TaskGroup() as calls:
            self._calls = calls
            await self._stopped.wait()
            self._calls = None

    def stop(self) -> None:
        self._stopped.set()

    def answer(self, acknowledgements: Iterable[Acknowledgement]) -> None:
        """Begin to answer these taps; those beyond 200 calls under way are dropped."""
        for acknowledgement in acknowledgements:
            if self._calls is not None and self._under_way < _UNDER_WAY_AT_MOST:
                self._under_way += 1
                self._calls.create_task(self._post(acknowledgement))

    async def _post(self, acknowledgement: Acknowledgement) -> None:
        body = {"callback_query_id": acknowledgement.callback_id}
        if acknowledgement.text:
            body["text"] = acknowledgement.text
        try:
            await self._telegram.call("answerCallbackQuery", json.dumps(body))
        except (NotSent, Uncertain):
            pass  # the button spins a little longer; the answer itself is in the outbox
        finally:
            self._under_way -= 1
