"""The gate: the contact policy asked once more, right before a message that we start is sent."""

from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.copy_watch import CopyWatch
from handlers.outreach import relevance
from handlers.outreach.policy_facts import contact_request, looked_back
from handlers.shared.places import conversation_at
from storage import installation
from storage.cases import deadlines
from storage.delivery import outbox
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.outreach import contact_log, plans
from storage.outreach.contact_log import JudgedMessage
from storage.outreach.recipients import Recipient, recipient_of_chat
from storage.people import customers
from storage.rows import OutboxRow, Plan
from storage.states import Purpose
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import (
    HOUR,
    Action,
    ContactKind,
    ContactRequest,
    PolicyStage,
    Verdict,
    judge,
)


class PolicyGate:
    """Asked by the sender about each row whose kind is set, and about all other outreach."""

    def __init__(
        self, database: Database, contexts: ContextStore, clock: Clock, ids: Ids, copies: CopyWatch
    ) -> None:
        self._database = database
        self._contexts = contexts
        self._clock = clock
        self._ids = ids
        self._copies = copies

    async def ask(self, row: OutboxRow) -> Verdict | None:
        """The contact policy's verdict on a row, recorded; None for a row that waits no longer.

        What must not be repeated is claimed in the same transaction; what may not go is put off or refused.
        """
        said, mark = await self._database.write(self._pass, row)
        await self._copies.note(mark)
        return said

    async def claim(self, row: OutboxRow) -> bool:
        """Whether outreach without a kind may go now; what must not be repeated is claimed with that.

        False for a row that waits no longer, or is put off since the database may be a copy.
        """
        may_go, mark = await self._database.write(self._claim, row)
        await self._copies.note(mark)
        return may_go

    def _claim(self, connection: Connection, row: OutboxRow) -> tuple[bool, int | None]:
        if installation.is_held(connection):
            outbox.put_off(connection, row.id, self._clock.now() + HOUR)
            return False, None
        may_go = _take(connection, row)
        return may_go, self._copies.rise(connection)

    def _pass(self, connection: Connection, row: OutboxRow) -> tuple[Verdict | None, int | None]:
        now = self._clock.now()
        since = now - looked_back(self._contexts.current)
        recipient = recipient_of_chat(connection, row.chat_id, since) or Recipient(0)
        plan = plans.find_plan(connection, row.plan_id) if row.plan_id is not None else None
        message = _message(row, plan, recipient)
        request = self._request(connection, row, plan, message, recipient, now)
        said = judge(replace(request, held=installation.is_held(connection)))
        if not _carry_out(connection, row, said, now):
            return None, None
        if plan is not None and plan.outbox_id == row.id:
            _follow(connection, row, plan, said, now)
        if recipient.customer_id:
            entry = contact_log.record(self._ids.next(), PolicyStage.SENDING, message, said, now)
            contact_log.put_verdict(connection, entry)
        return said, self._copies.rise(connection) if said.action is Action.SEND else None

    def _request(
        self, connection: Connection, row: OutboxRow, plan: Plan | None, message: JudgedMessage,
        recipient: Recipient, now: datetime,
    ) -> ContactRequest:  # fmt: skip
        app, before = self._contexts.current, recipient.without(row.id)
        request = contact_request(app, before, message.kind, now, message.planned_at)
        if before.talk_id is not None and before.talk_id == conversation_at(row.fills or ""):
            request = replace(request, talked_at=None)  # it was tried before
        if row.plan_id is None:
            return replace(request, obsolete=_is_answered(connection, row))
        if plan is None or plan.outbox_id != row.id or plan.state is not PlanState.POSTED:
            return replace(request, obsolete=True)
        people = {plan.customer_id: recipient}
        [due] = relevance.load(connection, app, [plan], people, now)
        relevant = replace(request, obsolete=relevance.is_obsolete(app, due), enough=due.has_enough)
        return relevance.hindered(app, due, relevant)


def _follow(connection: Connection, row: OutboxRow, plan: Plan, said: Verdict, now: datetime) -> None:
    """A question that goes is what the customer speaks of now; one that never went was never asked."""
    asked = conversation_at(row.fills or "")
    if said.action is Action.NEVER:
        plans.drop(connection, [plan.id], said.why, now)
    if asked is not None and said.action is Action.SEND:
        customers.turn_to(connection, plan.customer_id, asked)
    elif asked is not None and said.action is Action.NEVER:
        customers.withdraw_asking(connection, plan.customer_id, asked)


def _message(row: OutboxRow, plan: Plan | None, recipient: Recipient) -> JudgedMessage:
    return JudgedMessage(
        customer_id=recipient.customer_id,
        kind=row.kind or ContactKind.REPLY,
        planned_at=plan.planned_at if plan else row.created_at,
        plan_id=row.plan_id,
        about=plan.about if plan else None,
        outbox_id=row.id,
    )


def _carry_out(connection: Connection, row: OutboxRow, said: Verdict, now: datetime) -> bool:
    """Whether the verdict was carried out; False when the row waits no longer."""
    match said.action:
        case Action.WAIT:
            return outbox.put_off(connection, row.id, said.until or now)
        case Action.NEVER:
            return outbox.refuse(connection, row.id, said.why, now)
        case Action.SEND:
            return _take(connection, row)


def _take(connection: Connection, row: OutboxRow) -> bool:
    """Claim what must not be repeated; False for a row that waits no longer."""
    if row.urgency.may_repeat:
        return outbox.is_ready(connection, row.id)
    return outbox.claim(connection, row.id)


def _is_answered(connection: Connection, row: OutboxRow) -> bool:
    """A question that is put again after an absence may have been answered before its turn came.

    So may a case whose customer was to hear of a delay.
    """
    if row.purpose is Purpose.CASE_DELAY and row.subject_id is not None:
        return not deadlines.is_told_of_delay(connection, row.subject_id)
    conversation_id = conversation_at(row.fills or row.at or "")
    if conversation_id is None:
        return False
    asked = customers.conversation(connection, conversation_id)
    return asked is None or asked.answered_at is not None
