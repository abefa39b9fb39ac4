"""The webhook monitor: with a webhook silence proves nothing, so Telegram is asked whether it reaches us."""

import asyncio
import logging
from collections.abc import Sequence

from aiohttp.web import RouteDef

from bot.clock import Clock
from bot.delivery.bot_api_client import BotApiClient, NotSent, Uncertain
from bot.receiving.polling import PollingConflict
from bot.receiving.webhook import TelegramWebhook
from bot.schedule.downtime_recovery import DowntimeRecovery

log = logging.getLogger(__name__)

_FIRST_LOOK_S = 2.0  # what Telegram kept during an absence comes before anybody is asked again
_LOOK_EVERY_S = 20.0


class WebhookMonitor:
    """Telegram reaches us when it delivers, and also when it has nothing to complain about."""

    def __init__(
        self,
        telegram: BotApiClient,
        webhook: TelegramWebhook,
        url: str,
        recovery: DowntimeRecovery,
        clock: Clock,
    ) -> None:
        self._telegram = telegram
        self._webhook = webhook
        self._url = url
        self._recovery = recovery
        self._clock = clock
        self._last_error: int | None = None
        self._looked = False
        self._failing = False
        self._stopped = asyncio.Event()

    @property
    def routes(self) -> Sequence[RouteDef]:
        """The route where Telegram delivers."""
        return [self._webhook.route]

    async def run(self) -> None:
        """Ask Telegram every 20 seconds whether it reaches us, until `stop`.

        Raises a group with PollingConflict when the webhook is no longer ours.
        """
        async with asyncio.TaskGroup() as tasks:
            looking = tasks.create_task(self._look_out())
            await self._stopped.wait()
            looking.cancel()

    def stop(self) -> None:
        """Refuse deliveries from now on, and end `run`."""
        self._webhook.stop()
        self._stopped.set()

    async def _look_out(self) -> None:
        await asyncio.sleep(_FIRST_LOOK_S)
        while True:
            try:
                await self.look()
            except (NotSent, Uncertain) as error:
                self._recovery.missed(error)
                log.warning("telegram cannot be asked whether it reaches us reason=%s", error)
            await asyncio.sleep(_LOOK_EVERY_S)

    async def look(self) -> None:
        """Ask Telegram whether it reaches us, and note it if so.

        Raises `NotSent`, `Uncertain` or `InvalidToken`, and `PollingConflict` when the webhook is no longer
        ours.
        """
        now = self._clock.now()
        info = await self._telegram.ask("getWebhookInfo")
        if info.get("url") != self._url:
            raise PollingConflict
        error, waiting = info.get("last_error_date"), info.get("pending_update_count")
        fresh = self._looked and error != self._last_error
        self._failing = fresh or (self._failing and bool(waiting))
        self._last_error, self._looked = error, True
        if self._webhook.take_delivered() or not self._failing:
            await self._recovery.seen(now)
