"""A sign of life for a watchman elsewhere, who raises alarm when none comes."""

import logging
from typing import Final

import aiohttp

from bot.web.health import Health
from surveys.errors import LoggableError

log = logging.getLogger(__name__)

_WITHIN_S: Final = 10.0
_REDIRECTS_AT_MOST: Final = 3


class UndeliveredPing(LoggableError):
    """The watchman did not hear us. The message names a kind of error or a status, never the address."""


class Ping:
    """Asks an address while all is well. The address may hold a key, so nothing quotes it."""

    def __init__(self, url: str, health: Health) -> None:
        self._url = url
        self._health = health

    async def send(self) -> None:
        """Ask the address if all is well. A failure is logged and matters to nobody else."""
        if not (await self._health.state())["ok"]:
            return
        try:
            await self._ask()
        except UndeliveredPing as error:
            log.warning("the ping did not arrive reason=%s", error)

    async def _ask(self) -> None:
        timeout = aiohttp.ClientTimeout(total=_WITHIN_S)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
                session.get(self._url, max_redirects=_REDIRECTS_AT_MOST) as answer,
            ):
                status = answer.status
        except (
            aiohttp.ClientError,
            OSError,
            ValueError,
        ) as error:  # a redirect may lead to no address at all
            raise UndeliveredPing(type(error).__name__) from None
        if status >= 400:
            raise UndeliveredPing(f"HTTP {status}")
