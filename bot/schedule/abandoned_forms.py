"""Complaints that were begun and left until their question expired: what was said of them becomes a case."""

from collections.abc import Callable, Iterable
from typing import Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.customer import abandoned_form
from handlers.shared.update_context import UpdateContext
from storage.effects import flush
from storage.engines.database import Database
from storage.ids import Ids
from storage.people import customers
from storage.rows import Conversation, Customer, OutboxRow
from surveys.questions.survey import Survey, SurveyKind

_PAGE: Final = 50


class AbandonedForms:
    """Each form is one transaction; the customer's answers were refused since it expired."""

    def __init__(
        self, database: Database, contexts: ContextStore, enqueuer: Enqueuer,
        offer: Callable[[Iterable[OutboxRow]], None], clock: Clock, ids: Ids, wake_jobs: Callable[[], None],
    ) -> None:  # fmt: skip
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer
        self._clock = clock
        self._ids = ids
        self._wake_jobs = wake_jobs

    async def run_once(self) -> None:
        """End the complaints whose question has expired, those that wait longest first."""
        for survey in self._contexts.current.catalogue:
            if survey.kind is not SurveyKind.COMPLAINT:
                continue
            until = self._clock.now() - survey.expires_after
            for customer, form in await self._database.read(customers.expired, survey.id, until, _PAGE):
                await self._close(survey, customer, form)

    async def _close(self, survey: Survey, customer: Customer, found: Conversation) -> None:
        async with self._database.writing() as transaction:
            form = await transaction.run(customers.conversation, found.id)
            if form is None or form.touched_at != found.touched_at:
                return
            now = self._clock.now()
            ctx = UpdateContext(self._contexts.current, now, self._ids, transaction.run, customer, form)
            await abandoned_form.close(ctx, survey)
            await ctx.keep()
            rows = [self._enqueuer.post(one, ctx.customer, ctx.effects) for one in ctx.outgoing]
            await transaction.commit(flush, [ctx.effects])
        self._offer(rows)
        self._wake_jobs()
