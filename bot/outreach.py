"""Outreach: the round that looks at what is due, asks the contact policy and posts what may go.

Plans are rows: whatever a crash interrupts is found again, and a plan is posted in the transaction that
takes it out of waiting.
"""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime

from aiogram import Bot
from aiogram.methods import SendMessage

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.posting import post
from bot.sender import Sender
from handlers.customer.asking import question_place
from handlers.permission import contact, looked_back
from handlers.settling import is_settled, reminder_of
from handlers.shared.update_context import Outgoing
from handlers.writing import written
from storage import contacts, errands, plans
from storage.database import Connection, Database
from storage.delivery import outbox
from storage.effects import Effects, flush
from storage.errands import Errand
from storage.ids import Ids
from storage.plans import Move
from storage.rows import Contact as Noted
from storage.rows import Customer, OutboxRow
from surveys.policy import Action, Contact, Kind, Verdict, Why, verdict

log = logging.getLogger(__name__)

_PAGE = 100


@dataclass(slots=True)
class _Page:
    """What was decided about the plans of one transaction."""

    found: int = 0
    rows: list[OutboxRow] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    effects: Effects = field(default_factory=Effects)


class Outreach:
    def __init__(
        self, database: Database, sender: Sender, contexts: ContextStore, bot: Bot, clock: Clock, ids: Ids
    ) -> None:
        self._database = database
        self._sender = sender
        self._contexts = contexts
        self._bot = bot
        self._clock = clock
        self._ids = ids

    async def run_once(self) -> None:
        """Until nothing is due."""
        while True:
            page = await self._database.write(self._turn_page)
            self._sender.offer(page.rows)
            if page.found < _PAGE:
                return

    def _turn_page(self, connection: Connection) -> _Page:
        now = self._clock.now()
        due = plans.due(connection, now, _PAGE)
        page = _Page(len(due))
        if not due:
            return page
        since = now - looked_back(self._contexts.current)
        facts = contacts.facts(connection, {plan.customer_id for plan in due}, since)
        asked = [question_place(plan.conversation_id) for plan in due if plan.journey == plans.REMINDER]
        places = outbox.find_places(connection, asked) if asked else {}
        reached = {name for name, place in places.items() if place.filled_at is not None}
        for errand in errands.load(connection, due, facts):
            self._decide(errand, self._contact(errand, reached, now), page)
        flush(connection, [page.effects])
        plans.move(connection, page.moves)
        return page

    def _contact(self, errand: Errand, reached: set[str], now: datetime) -> Contact:
        app, plan = self._contexts.current, errand.plan
        found = contact(app, errand.facts, Kind(plan.kind), now, plan.planned_at)
        if plan.journey != plans.REMINDER:
            return replace(found, settled=is_settled(app, errand))
        planned = reminder_of(app, errand)
        if planned is None:
            return replace(found, settled=True)
        return replace(
            found,
            # Whoever asked to see the question again is reminded later.
            planned_at=max(plan.planned_at, planned.due_at),
            # What never arrived cannot be replied to.
            reachable=found.reachable and question_place(plan.conversation_id) in reached,
        )

    def _decide(self, errand: Errand, asked: Contact, page: _Page) -> None:
        said, plan = verdict(asked), errand.plan
        row = self._post(errand, asked, page.effects) if said.action is Action.SEND else None
        if said.action is Action.SEND and row is None:
            said = Verdict(Action.NEVER, Why.FAILED)
        if row is not None:
            page.rows.append(row)
        state = {Action.SEND: plans.POSTED, Action.WAIT: plans.WAITING, Action.NEVER: plans.DROPPED}[
            said.action
        ]
        page.moves.append(
            Move(
                id=plan.id,
                state=state,
                why=said.why.value,
                planned_at=asked.planned_at,
                due_at=said.until or plan.due_at,
                outbox_id=row.id if row else None,
                done_at=asked.now if said.action is Action.NEVER else None,
            )
        )
        if said.action is not Action.WAIT or said.why.value != plan.why:
            page.effects.add(self._note(errand, asked, said, row))

    def _post(self, errand: Errand, asked: Contact, effects: Effects) -> OutboxRow | None:
        """The message in the outbox; None when its words are no longer in the files."""
        text, keyboard = written(self._contexts.current, errand)
        plan, facts = errand.plan, errand.facts
        if text is None:
            log.error("nothing to say plan=%d journey=%s", plan.id, plan.journey)
            return None
        customer = Customer(facts.customer_id, facts.telegram_id, facts.language, asked.now)
        method = SendMessage(chat_id=facts.telegram_id or 0, text=text, reply_markup=keyboard)
        at = question_place(plan.conversation_id) if plan.journey == plans.REMINDER else None
        outgoing = Outgoing(method, asked.kind.urgency, at=at, kind=asked.kind)
        row = post(outgoing, customer, effects, self._bot, self._ids, asked.now)
        return effects.change(row, plan_id=plan.id, expires_at=asked.deadline)

    def _note(self, errand: Errand, asked: Contact, said: Verdict, row: OutboxRow | None) -> Noted:
        return Noted(
            id=self._ids.next(),
            customer_id=errand.plan.customer_id,
            kind=errand.plan.kind,
            stage=contacts.PLANNING,
            action=said.action.value,
            why=said.why.value,
            planned_at=asked.planned_at,
            decided_at=asked.now,
            plan_id=errand.plan.id,
            about=errand.plan.about,
            until=said.until,
            outbox_id=row.id if row else None,
        )
