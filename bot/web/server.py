"""The HTTP server: /healthz and /metrics from the first second on, and the routes of whoever serves."""

import errno
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from aiohttp import web

from bot.config.fields import Address
from bot.observability.metrics import Metrics
from bot.web.health import Health
from surveys.errors import UserError

NAMED = "{name}"
"""The last part of a route that stands for any name."""
_LARGEST_UPDATE = 4 * 1024 * 1024
_SHUTDOWN_WITHIN_S = 0.5


class PortInUse(UserError):
    text_id = "port-taken"


class ProcessState(StrEnum):
    """What the process is at, as /healthz names it."""

    STARTING = "starting"
    DATABASE_AWAY = "database_away"
    """It is waited for."""
    STANDBY = "standby"
    """Another process serves this database."""
    MIGRATING = "migrating"
    REACHING_TELEGRAM = "reaching_telegram"
    SERVING = "serving"
    STOPPING = "stopping"


class HttpServer:
    """It outlives what serves: between, /healthz names the state, and deliveries are asked to come again.

    Health and numbers stand at an address of their own where one is given.
    """

    def __init__(self, address: Address, monitoring: Address | None = None) -> None:
        self._state = ProcessState.STARTING
        self._fault: str | None = None
        self._health: Health | None = None
        self._metrics: Metrics | None = None
        self._routes: dict[str, dict[str, Any]] = {}
        pages = [web.get("/healthz", self._show_health), web.get("/metrics", self._show_metrics)]
        rest = [web.route("*", "/{path:.*}", self._hand_on)]
        served = {address: pages + rest} if monitoring in (None, address) else {address: rest}
        if monitoring is not None:
            served.setdefault(monitoring, pages)
        self._runners = {where: _runner(routes) for where, routes in served.items()}
        self._is_listening = False

    # What is shown ------------------------------------------------------------------------------

    def turn(self, state: ProcessState, fault: str | None = None) -> None:
        """Show a state in which nobody is served, and the code of what keeps the process in it."""
        self._state, self._fault = state, fault
        self._health = None
        self._routes.clear()

    def route(self, routes: Iterable[web.RouteDef]) -> None:
        """Hand requests to these routes on from now, until the state turns."""
        self._routes = {}
        for route in routes:
            self._routes.setdefault(route.path, {})[route.method] = route.handler

    def show(self, health: Health, metrics: Metrics) -> None:
        """Show how what serves now is, until the state turns."""
        self._health, self._metrics = health, metrics

    async def _show_health(self, _: web.Request) -> web.Response:
        if self._health is not None:
            shown = await self._health.state()
        else:
            shown = {"ok": False, "state": self._state}
            if self._fault is not None:
                shown["database_error"] = self._fault
        return web.json_response(shown, status=200 if shown["ok"] else 503)

    async def _show_metrics(self, _: web.Request) -> web.Response:
        if self._metrics is None or self._health is None:
            return _come_again()
        await self._health.state()  # what is a state and no count is looked up now
        return web.Response(body=self._metrics.text(), content_type="text/plain", charset="utf-8")

    async def _hand_on(self, request: web.Request) -> web.StreamResponse:
        served = self._served(request.path)
        if (handler := served.get(request.method)) is not None:
            answer: web.StreamResponse = await handler(request)
            return answer
        if served:
            return web.Response(status=405, headers={"Allow": ", ".join(sorted(served))})
        return web.Response(status=404) if self._health is not None else _come_again()

    def _served(self, path: str) -> Mapping[str, Any]:
        """The handlers of a path by their methods; a route that ends with `/{name}` takes any last part."""
        parent, _, name = path.rpartition("/")
        return self._routes.get(path) or (self._routes.get(f"{parent}/{NAMED}", {}) if name else {})

    # Listening ----------------------------------------------------------------------------------

    async def listen(self) -> bool:
        """Listen unless that is done; False while another program has the port.

        Raises PortInUse for what is no address of this machine.
        """
        if self._is_listening:
            return True
        for where, runner in self._runners.items():
            if runner.server is None:
                await runner.setup()
            if not runner.sites and not await _listen(runner, where):
                return False
        self._is_listening = True
        return True

    async def close(self) -> None:
        """Answer no more; requests under way have half a second."""
        for runner in self._runners.values():
            await runner.cleanup()


def _runner(routes: Sequence[web.RouteDef]) -> web.AppRunner:
    application = web.Application(client_max_size=_LARGEST_UPDATE)
    application.router.add_routes(routes)
    return web.AppRunner(
        application, access_log=None, handle_signals=False, shutdown_timeout=_SHUTDOWN_WITHIN_S
    )


async def _listen(runner: web.AppRunner, where: Address) -> bool:
    site = web.TCPSite(runner, where.host, where.port)
    try:
        await site.start()
    except OSError as error:
        await site.stop()  # it counts as one of the runner's
        if error.errno != errno.EADDRINUSE:
            raise PortInUse from None
        return False
    return True


def _come_again() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": "2"})
