"""The first words with Telegram at each start: who we are, how updates come to us, which menus people see."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from bot.config import schema
from bot.config.context_store import ContextStore
from bot.delivery import menus
from bot.delivery.bot_api_client import BotApiClient, InvalidToken, NotSent, Refused, Uncertain
from bot.delivery.enqueue import Enqueuer
from bot.processing import updates
from storage.engines.database import Database
from surveys.errors import UserError
from surveys.language.interface_text import InterfaceText

log = logging.getLogger(__name__)

_TRY_EVERY_S = 5.0
_SECOND_LOOK_AFTER_S = 1.0


class HandshakeRefused(UserError):
    """Telegram refuses what no start can do without."""

    text_id = "start-refused"


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
        self._was_refused = False

    async def complete(self, stopped: asyncio.Event) -> bool:
        """Whether the handshake was completed; False when asked to stop before that, whatever hangs.

        Raises InvalidToken for a token that Telegram does not know and HandshakeRefused for whatever else it
        refuses: after a second look, as one refusal may be a mistake of theirs.
        """
        while not stopped.is_set():
            try:
                await _until_stopped(stopped, self._talk())
            except (NotSent, Uncertain, InvalidToken) as error:
                wait_s = self._wait_after(error)
                log.warning("telegram cannot be reached reason=%s again_in=%.1f", error, wait_s)
            else:
                return not stopped.is_set()
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), wait_s)
        return False

    def _wait_after(self, error: NotSent | Uncertain | InvalidToken) -> float:
        """How many seconds to wait after what went wrong; raises what will not pass by itself."""
        if isinstance(error, Refused) and error.code == 429:
            return error.retry_after or _TRY_EVERY_S
        if not isinstance(error, Refused | InvalidToken):
            return _TRY_EVERY_S
        if self._was_refused:
            raise _refusal(error) from None
        self._was_refused = True
        return _SECOND_LOOK_AFTER_S

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
        if reply.ok and isinstance(reply.result, dict):
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


async def _until_stopped(stopped: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work, or leave it where it is when asked to stop; raises what the work raises."""
    try:
        async with asyncio.TaskGroup() as tasks:
            working, stopping = tasks.create_task(work), tasks.create_task(stopped.wait())
            await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
            working.cancel()
            stopping.cancel()
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None


def _refusal(error: Refused | InvalidToken) -> UserError:
    if isinstance(error, InvalidToken):
        return error
    is_webhook = error.method == "setWebhook"
    remedy = InterfaceText("start-check-webhook" if is_webhook else "start-check-token")
    return HandshakeRefused(method=error.method, code=error.code, words=error.words, remedy=remedy)
