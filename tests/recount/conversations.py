"""The bot's own handlers, moved by hand within one transaction: nothing is sent, everything is stored."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from aiogram.types import CallbackQuery
from sqlalchemy import Connection

from handlers.customer import questions, survey, typed_answer
from handlers.customer.answers import give
from handlers.shared.app_context import AppContext
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.effects import flush
from storage.ids import Ids
from storage.people import customers
from storage.rows import Conversation, Customer
from surveys.language.languages import Language
from surveys.questions.callback import Callback
from surveys.questions.inputs import Typed
from surveys.questions.message_kind import MessageKind
from surveys.questions.origin import Origin
from surveys.roles import Role

Work = Callable[[UpdateContext], Awaitable[object]]


@dataclass(frozen=True)
class Bot:
    """Handles what one person does at a moment, as a batch of one update."""

    connection: Connection
    app: AppContext
    ids: Ids

    def handle(self, telegram_id: int, now: datetime, work: Work, role: Role | None = None) -> None:
        """What that person does; whoever is unknown becomes a customer."""
        known = customers.known(self.connection, [telegram_id]).get(telegram_id)
        stranger = Customer(self.ids.next(), telegram_id=telegram_id, language=Language.RU, joined_at=now)
        if role is not None:
            stranger = replace(stranger, staff_since=now)
        ctx = UpdateContext(
            self.app, now, self.ids, self._run,
            known.customer if known else stranger, known.conversation if known else None, role,
        )  # fmt: skip
        if known is None:
            ctx.effects.add(stranger)
        _finish(_all_of(work, ctx))
        flush(self.connection, [ctx.effects])

    async def _run(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return work(self.connection, *args, **kwargs)

    def begin(
        self, telegram_id: int, now: datetime, survey_id: str, touchpoint: str | None = None,
        role: Role | None = None,
    ) -> None:  # fmt: skip
        """The person begins a survey."""
        asked = self.app.catalogue[survey_id]
        self.handle(telegram_id, now, lambda ctx: questions.ask(ctx, asked, Origin(touchpoint)), role)

    def tap(
        self, telegram_id: int, now: datetime, survey_id: str, question_id: str, option: str,
        role: Role | None = None,
    ) -> None:  # fmt: skip
        """They press a button of their last asking of that survey."""
        query = tapped(SimpleNamespace(message_id=1))

        async def press(ctx: UpdateContext) -> None:
            talk = await ctx.run(customers.latest_asking, ctx.customer.id, survey_id)
            assert talk is not None
            await survey.tap(query, Callback(talk.id, question_id, option), ctx)

        self.handle(telegram_id, now, press, role)

    def write(self, telegram_id: int, now: datetime, words: str, role: Role | None = None) -> None:
        """They write the answer to the question that waits."""

        async def answer(ctx: UpdateContext) -> None:
            asked = self.app.survey_of(_talk(ctx))
            assert asked is not None
            step = await give(ctx, asked, None, Typed(words), 1)
            assert step is not None
            assert step.answer is not None, words
            await typed_answer.take_answer(ctx, asked, step, Content(MessageKind.TEXT, words, message_id=1))

        self.handle(telegram_id, now, answer, role)


def tapped(message: object = None) -> CallbackQuery:
    """A tap on a button of that message."""
    bare: Any = CallbackQuery
    found: CallbackQuery = bare.model_construct(id="1", data="", message=message)
    return found


def _talk(ctx: UpdateContext) -> Conversation:
    assert ctx.conversation is not None
    return ctx.conversation


async def _all_of(work: Work, ctx: UpdateContext) -> None:
    await work(ctx)
    await ctx.keep()


def _finish(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run what awaits nothing but storage, which answers at once here."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError("a handler waited for something else than storage")
