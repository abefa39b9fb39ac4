"""The first words with Telegram at each start: who we are, how updates come to us, which menus people see."""

import asyncio
import json
import logging

from bot.config import schema
from bot.config.context_store import ContextStore
from bot.delivery import menus
from bot.delivery.bot_api_client import BotApiClient, NotSent, Uncertain
from bot.delivery.enqueue import Enqueuer
from bot.processing import updates
from storage.engines.database import Database

log = logging.getLogger(__name__)

_TRY_EVERY_S = 5.0


class Handshake:
    """What is learned from Telegram before anything is received. Tried until Telegram can be reached."""

    def __init__(
        self, settings: schema.TelegramSection, client: BotApiClient, database: Database,
        contexts: ContextStore, enqueuer: Enqueuer,
    ) -> None:  # fmt: skip
        self._settings = settings
        self._client = client
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer

    async def complete(self, stopped: asyncio.Event) -> bool:
        """Whether the handshake was completed; False when asked to stop while Telegram is away.

        Raises `InvalidToken` for a token that Telegram does not know.
        """
        while True:
            try:
                await self._talk()
            except (NotSent, Uncertain) as error:
                log.warning("telegram cannot be reached reason=%s", error)
            else:
                return True
            try:
                await asyncio.wait_for(stopped.wait(), _TRY_EVERY_S)
            except TimeoutError:
                continue
            return False

    async def _talk(self) -> None:
        me = await self._client.ask("getMe")
        self._contexts.introduce(str(me["username"]))
        await self._look_at_support_chat()
        await self._choose_mode()
        await self._database.write(menus.publish, self._contexts.current, self._enqueuer)

    async def _look_at_support_chat(self) -> None:
        """A group that the configuration names may or may not have topics."""
        support = self._contexts.current.support
        if support is None:
            return
        reply = await self._client.call("getChat", json.dumps({"chat_id": support.id}))
        if reply.ok:
            self._contexts.support_is_forum(support.id, bool(reply.result.get("is_forum")))
        else:
            log.warning("the support chat cannot be seen code=%d", reply.code)

    async def _choose_mode(self) -> None:
        """Neither call drops what waits: `drop_pending_updates` would delete customers' answers."""
        secret = self._settings.webhook_secret
        if self._settings.mode == "polling":
            await self._client.ask("deleteWebhook", drop_pending_updates=False)
            return
        await self._client.ask(
            "setWebhook",
            url=self._settings.webhook_url,
            secret_token=secret.get_secret_value() if secret else "",
            allowed_updates=updates.KINDS,
            max_connections=40,
        )
