"""The gate: the contact policy asked once more, right before a message that we start is sent."""

from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.config.context_store import ContextStore
from handlers.permission import contact, looked_back
from handlers.settling import is_settled
from storage import contacts, errands, plans
from storage.contacts import Facts
from storage.database import Connection, Database
from storage.delivery import outbox
from storage.ids import Ids
from storage.people import customers
from storage.rows import Contact, OutboxRow, Plan
from surveys.outreach.urgency import Urgency
from surveys.policy import Action, Kind, Verdict, verdict

_QUESTION = "question:"


class Gate:
    """Asked by the sender about each row whose kind is set."""

    def __init__(self, database: Database, contexts: ContextStore, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._contexts = contexts
        self._clock = clock
        self._ids = ids

    async def ask(self, row: OutboxRow) -> Verdict | None:
        """None for a row that waits no longer: another process has it.

        What must not be repeated is claimed in the same transaction; what may not go is put off or refused.
        """
        return await self._database.write(self._pass, row)

    def _pass(self, connection: Connection, row: OutboxRow) -> Verdict | None:
        now = self._clock.now()
        facts = contacts.facts_of_chat(connection, row.chat_id, now - looked_back(self._contexts.current))
        if facts is None:
            facts = Facts(0)
        plan = plans.find(connection, row.plan_id) if row.plan_id is not None else None
        said, planned_at = self._judge(connection, row, plan, facts, now)
        if not _carry_out(connection, row, said, now):
            return None
        if said.action is Action.NEVER and plan is not None and plan.outbox_id == row.id:
            plans.drop(connection, [plan.id], said.why, now)
        if facts.customer_id:
            contacts.put(connection, self._note(row, plan, facts, said, planned_at))
        return said

    def _judge(
        self, connection: Connection, row: OutboxRow, plan: Plan | None, facts: Facts, now: datetime
    ) -> tuple[Verdict, datetime]:
        app = self._contexts.current
        planned_at = plan.planned_at if plan else row.created_at
        asked = contact(app, facts.without(row.id), Kind(row.kind or Kind.REPLY), now, planned_at)
        if row.plan_id is None:
            settled = _is_answered(connection, row)
        elif plan is None or plan.outbox_id != row.id or plan.state != plans.POSTED:
            settled = True
        else:
            [errand] = errands.load(connection, [plan], {plan.customer_id: facts})
            settled = is_settled(app, errand)
        return verdict(replace(asked, settled=settled)), planned_at

    def _note(
        self, row: OutboxRow, plan: Plan | None, facts: Facts, said: Verdict, planned_at: datetime
    ) -> Contact:
        return Contact(
            id=self._ids.next(),
            customer_id=facts.customer_id,
            kind=row.kind or "",
            stage=contacts.SENDING,
            action=said.action.value,
            why=said.why.value,
            planned_at=planned_at,
            decided_at=self._clock.now(),
            plan_id=row.plan_id,
            about=plan.about if plan else None,
            until=said.until,
            outbox_id=row.id,
        )


def _carry_out(connection: Connection, row: OutboxRow, said: Verdict, now: datetime) -> bool:
    match said.action:
        case Action.WAIT:
            return outbox.put_off(connection, row.id, said.until or now)
        case Action.NEVER:
            return outbox.refuse(connection, row.id, said.why.value, now)
        case _:
            return Urgency(row.urgency).may_repeat or outbox.claim(connection, row.id)


def _is_answered(connection: Connection, row: OutboxRow) -> bool:
    """A question that is put again after an absence may have been answered before its turn came."""
    place = row.fills or row.at or ""
    if not place.startswith(_QUESTION):
        return False
    asked = customers.conversation(connection, int(place.removeprefix(_QUESTION)))
    return asked is None or asked.answered_at is not None
