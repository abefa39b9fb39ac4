"""Outreach: the round that looks at what is due, asks the contact policy and posts what may go.

Plans are rows: whatever a crash interrupts is found again, and a plan is posted in the transaction that
takes it out of waiting.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.outreach import messages, relevance
from handlers.outreach.policy_facts import looked_back
from storage import installation
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.outreach import contact_log, plans
from storage.outreach.contact_log import JudgedMessage
from storage.outreach.due_plans import DuePlan
from storage.outreach.plans import PlanMove
from storage.outreach.recipients import recipients
from storage.rows import Conversation, Customer, OutboxRow, Plan
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import Action, ContactRequest, PolicyReason, PolicyStage, Verdict, judge

log = logging.getLogger(__name__)

_PAGE: Final = 100
_STATES: Final = {
    Action.SEND: PlanState.POSTED,
    Action.WAIT: PlanState.WAITING,
    Action.NEVER: PlanState.DROPPED,
}


@dataclass(slots=True)
class OutreachPage:
    """What was decided about the plans of one transaction."""

    found: int = 0
    rows: list[OutboxRow] = field(default_factory=list)
    """Messages for the sender."""
    moves: list[PlanMove] = field(default_factory=list)
    effects: Effects = field(default_factory=Effects)


class Outreach:
    def __init__(
        self, database: Database, contexts: ContextStore, enqueuer: Enqueuer,
        offer: Callable[[Iterable[OutboxRow]], None], clock: Clock, ids: Ids,
    ) -> None:  # fmt: skip
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer
        self._clock = clock
        self._ids = ids

    async def run_once(self) -> None:
        """Decide about plans, page by page, until nothing is due."""
        while True:
            page = await self._database.write(self.post_page)
            self._offer(page.rows)
            if page.found < _PAGE:
                return

    def post_page(self, connection: Connection) -> OutreachPage:
        """Decide about the plans that are due longest, at most 100.

        What may go is in the outbox with the commit.
        """
        now = self._clock.now()
        found = plans.due(connection, now, _PAGE)
        page = OutreachPage(len(found))
        if not found:
            return page
        arrived = relevance.arrived_places(connection, self._contexts.current, found)
        held = installation.is_held(connection)
        for due in self._load(connection, found, now):
            request = relevance.request_of(self._contexts.current, due, arrived, now)
            self._decide(connection, due, _beside(page, due, replace(request, held=held)), page)
        flush(connection, [page.effects])
        plans.move(connection, page.moves)
        return page

    def _load(self, connection: Connection, found: list[Plan], now: datetime) -> list[DuePlan[Any]]:
        since = now - looked_back(self._contexts.current)
        people = recipients(connection, {plan.customer_id for plan in found}, since)
        return relevance.load(connection, self._contexts.current, found, people, now)

    def _decide(
        self, connection: Connection, due: DuePlan[Any], request: ContactRequest, page: OutreachPage
    ) -> None:
        said, plan, row = judge(request), due.plan, None
        if said.action is Action.SEND:
            offering = messages.with_offer(connection, self._contexts.current, due, request.now, self._ids)
            row = self._post(offering, request, page.effects)
        if row is not None:
            page.rows.append(row)
        elif said.action is Action.SEND:
            said = Verdict(Action.NEVER, PolicyReason.FAILED)
        page.moves.append(_moved(plan, request, said, row))
        if said.action is not Action.WAIT or said.why is not plan.why:
            message = JudgedMessage.of_plan(plan, request.planned_at, row.id if row else None)
            page.effects.add(
                contact_log.record(self._ids.next(), PolicyStage.PLANNING, message, said, request.now)
            )

    def _post(self, due: DuePlan[Any], request: ContactRequest, effects: Effects) -> OutboxRow | None:
        """The message in the outbox; None when its words are no longer in the files."""
        plan, recipient = due.plan, due.recipient
        message = messages.render(self._contexts.current, due, self._ids, self._clock.now())
        if message is None:
            log.error("nothing to say plan=%d journey=%s", plan.id, plan.journey)
            return None
        customer = Customer(recipient.customer_id, recipient.telegram_id, recipient.language, request.now)
        for stored in message.rows:
            effects.add(stored)
        row = self._enqueuer.post(message.outgoing, customer, effects)
        return effects.change(row, plan_id=plan.id, expires_at=request.deadline)


def _beside(page: OutreachPage, due: DuePlan[Any], request: ContactRequest) -> ContactRequest:
    """The same request, where what this page begins for the person counts as if it had been sent."""
    begun = [one for one in page.effects.added if isinstance(one, Conversation)]
    theirs = [one for one in begun if one.customer_id == due.plan.customer_id]
    if not theirs:
        return request
    is_same = any(one.survey_id == due.survey for one in theirs)
    return replace(request, last_survey_at=request.now, obsolete=request.obsolete or is_same)


def _moved(plan: Plan, request: ContactRequest, said: Verdict, row: OutboxRow | None) -> PlanMove:
    return PlanMove(
        id=plan.id,
        state=_STATES[said.action],
        why=said.why,
        planned_at=request.planned_at,
        due_at=said.until or plan.due_at,
        outbox_id=row.id if row else None,
        done_at=request.now if said.action is Action.NEVER else None,
    )
