"""The hold on outreach: what a database that may be a copy does not send until an owner decides."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from storage.installation import find, store
from storage.outreach import campaigns
from storage.states import CopySign, OutboxState
from storage.tables import contact_log, heartbeats, inbox, installation, outbox, plans
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import Action, ContactKind, PolicyReason
from surveys.outreach.urgency import Urgency

_ASKED_FOR = [kind for kind in ContactKind if kind.is_asked_for]


@dataclass(frozen=True, slots=True)
class WaitingOutreach:
    """How much waits that we start ourselves."""

    messages: int
    """Messages in the outbox."""
    plans: int
    """Plans that may become messages."""


NOTHING = WaitingOutreach(0, 0)


def waiting(connection: Connection) -> WaitingOutreach:
    """How much waits now."""
    messages = select(func.count()).select_from(outbox).where(_is_held_back())
    planned = select(func.count()).select_from(plans).where(plans.c.state == PlanState.WAITING)
    return WaitingOutreach(
        connection.execute(messages).scalar_one(), connection.execute(planned).scalar_one()
    )


def last_activity(connection: Connection) -> datetime | None:
    """When something last happened that this database knows of; None where nothing ever did."""
    moments = [
        connection.execute(select(func.max(column))).scalar()
        for column in (heartbeats.c.beat_at, inbox.c.received_at)
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def begin(connection: Connection, sign: CopySign, now: datetime) -> bool:
    """Hold what we start from now on; False where it is held already, by whatever sign."""
    here = find(connection)
    if here is None or here.held_at is not None:
        return False
    if sign is CopySign.UNMARKED and waiting(connection) == NOTHING:
        return False  # a database that was begun anew
    store(connection, replace(here, held_at=now, held_why=sign, copied_at=last_activity(connection)))
    return True


def release(connection: Connection, now: datetime) -> bool:
    """End the hold: what waits is looked at now. False where nothing is held."""
    if not _end(connection):
        return False
    connection.execute(update(outbox).where(_is_held_back(), outbox.c.due_at > now).values(due_at=now))
    waits = (plans.c.state == PlanState.WAITING, plans.c.why == PolicyReason.HELD)
    connection.execute(update(plans).where(*waits).values(due_at=now))
    return True


def drop(connection: Connection, now: datetime) -> bool:
    """End the hold and everything that waits; False, and nothing is dropped, where nothing is held."""
    if not _end(connection):
        return False
    connection.execute(
        update(outbox)
        .where(_is_held_back())
        .values(state=OutboxState.REFUSED, error=PolicyReason.REVOKED, done_at=now, body=None)
    )
    connection.execute(
        update(plans)
        .where(plans.c.state.in_([PlanState.WAITING, PlanState.POSTED]))
        .values(state=PlanState.DROPPED, why=PolicyReason.REVOKED, done_at=now)
    )
    campaigns.stop_all(connection, now)
    held = (contact_log.c.action == Action.WAIT, contact_log.c.why == PolicyReason.HELD)
    connection.execute(
        update(contact_log)
        .where(*held)
        .values(action=Action.NEVER, why=PolicyReason.REVOKED, decided_at=now, until=None)
    )
    return True


def note_told(connection: Connection, now: datetime) -> None:
    """Write down that owners were told of the hold."""
    connection.execute(update(installation).values(told_at=now))


def _end(connection: Connection) -> bool:
    ended = update(installation).where(installation.c.held_at.is_not(None))
    return connection.execute(ended.values(held_at=None, held_why=None, told_at=None)).rowcount == 1


def _is_held_back() -> ColumnElement[bool]:
    """Whether a row of the outbox is outreach that was not sent."""
    starts = or_(outbox.c.kind.not_in(_ASKED_FOR), outbox.c.urgency >= Urgency.SURVEY)
    return (outbox.c.state == OutboxState.READY) & starts
