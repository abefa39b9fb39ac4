"""The HTTP server: /healthz, /metrics, and the routes that other rooms bring."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web

from bot.config.fields import Address
from bot.observability.metrics import Metrics
from bot.web.health import Health
from surveys.errors import UserError

_LARGEST_UPDATE = 4 * 1024 * 1024


class PortInUse(UserError):
    text_id = "port-taken"


@asynccontextmanager
async def serve(
    address: Address, health: Health, metrics: Metrics, routes: Iterable[web.RouteDef] = (),
    admin: Address | None = None,
) -> AsyncIterator[int]:  # fmt: skip
    """Serve HTTP until left; yields the port. With `admin` health and metrics are there only.

    Raises PortInUse.
    """

    async def healthz(_: web.Request) -> web.Response:
        state = await health.state()
        return web.json_response(state, status=200 if state["ok"] else 503)

    async def numbers(_: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), content_type="text/plain", charset="utf-8")

    own = [web.get("/healthz", healthz), web.get("/metrics", numbers)]
    async with AsyncExitStack() as stack:
        if admin is not None:
            await stack.enter_async_context(_listening(admin, own))
        at_address = routes if admin is not None else [*own, *routes]
        yield await stack.enter_async_context(_listening(address, at_address))


@asynccontextmanager
async def _listening(address: Address, routes: Iterable[web.RouteDef]) -> AsyncIterator[int]:
    application = web.Application(client_max_size=_LARGEST_UPDATE)
    application.router.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, address.host, address.port)
        try:
            await site.start()
        except OSError:
            raise PortInUse from None
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
