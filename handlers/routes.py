"""aiogram's routers for one kind of update, without what aiogram puts around each of them.

aiogram wraps every router and handler in chains of middlewares, also where there are none, and asks routers
that have no handler for the kind: with a dozen routers that takes longer than most handlers.
"""

from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.types import TelegramObject


class Routes:
    """The handlers of a router and of those below it, asked in aiogram's order.

    A router's own filters stand before its handlers, its handlers before the routers below. Middlewares are
    not asked: ValueError for a router that has one.
    """

    def __init__(self, router: Router, kind: str) -> None:
        self._observer = router.observers[kind]
        if self._observer.middleware or self._observer.outer_middleware:
            raise ValueError(f"{router.name}: a middleware would not be asked")
        below = [Routes(inner, kind) for inner in router.sub_routers]
        self._below = [routes for routes in below if not routes.is_empty]

    @property
    def is_empty(self) -> bool:
        return not self._observer.handlers and not self._below

    async def handle(self, event: TelegramObject, **data: Any) -> Any:
        """What the first handler whose filters pass returns; UNHANDLED if there is none."""
        is_for_us, data = await self._observer.check_root_filters(event, **data)
        if not is_for_us:
            return UNHANDLED
        for handler in self._observer.handlers:
            passes, found = await handler.check(event, **data)
            if passes:
                try:
                    return await handler.call(event, **found)
                except SkipHandler:
                    continue
        return await self._handle_below(event, data)

    async def _handle_below(self, event: TelegramObject, data: dict[str, Any]) -> Any:
        for routes in self._below:
            answer = await routes.handle(event, **data)
            if answer is not UNHANDLED:
                return answer
        return UNHANDLED
