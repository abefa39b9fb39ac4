"""Our walk over aiogram's routers finds what aiogram's own finds."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

import pytest
from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.types import Message, TelegramObject
from hypothesis import given
from hypothesis import strategies as st

from handlers.routes import Routes
from tests.updates import ANNA, message

WORDS = Message.model_validate(message(ANNA, text="words"))
OUTCOMES = ("answers", "is not asked", "skips", "says nothing")
"""Of a handler: its filter passes and it returns something, and so on."""

HANDLERS = st.lists(st.sampled_from(OUTCOMES), max_size=2)


class Tree(NamedTuple):
    """Whether a router's own filter passes, what its handlers do, and the routers below."""

    passes: bool
    handlers: list[str]
    below: "list[Tree]"


def trees(depth: int) -> st.SearchStrategy[Tree]:
    below = st.lists(trees(depth - 1), max_size=2) if depth else st.just([])
    return st.builds(Tree, st.booleans(), HANDLERS, below)


class Asked:
    """Routers as a tree describes them; `order` is who was asked, and what the handlers were given."""

    def __init__(self) -> None:
        self.order: list[str] = []

    def router(self, tree: Tree, name: str) -> Router:
        router = Router(name=name)
        router.message.filter(_found(above=name, passes=tree.passes))
        for number, outcome in enumerate(tree.handlers):
            self._register(router, f"{name}/{number}", outcome)
        for number, inner in enumerate(tree.below):
            router.include_router(self.router(inner, f"{name}.{number}"))
        return router

    def _register(self, router: Router, name: str, outcome: str) -> None:
        async def ask(message: Message) -> bool | dict[str, str]:
            self.order.append(f"filter of {name}")
            return {"found": name} if outcome != "is not asked" else False

        async def handle(message: Message, said: str, above: str, found: str) -> str | None:
            self.order.append(f"{name} {said} {above} {found}")
            if outcome == "skips":
                raise SkipHandler
            return None if outcome == "says nothing" else name

        router.message.register(handle, ask)


def _found(above: str, *, passes: bool) -> Callable[[Message], Awaitable[bool | dict[str, str]]]:
    async def ask(message: Message) -> bool | dict[str, str]:
        return {"above": above} if passes else False

    return ask


@given(tree=trees(2))
async def test_handlers_are_asked_in_the_order_of_aiogram(tree: Tree) -> None:
    ours, theirs = Asked(), Asked()
    expected = await theirs.router(tree, "0").propagate_event("message", WORDS, said="hello")
    assert await Routes(ours.router(tree, "0"), "message").handle(WORDS, said="hello") == expected
    assert ours.order == theirs.order


async def test_what_no_handler_listens_to_is_unhandled() -> None:
    assert await Routes(Router(), "message").handle(WORDS) is UNHANDLED


def test_a_middleware_that_would_not_be_asked_is_refused() -> None:
    async def middleware(handler: object, event: TelegramObject, data: dict[str, object]) -> None:
        """Never asked."""

    router, above = Router(name="below"), Router(name="above")
    above.include_router(router)
    router.message.outer_middleware(middleware)
    with pytest.raises(ValueError, match="below"):
        Routes(above, "message")
