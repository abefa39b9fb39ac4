"""Campaigns: made in steps, started, and moved from state to state by compare-and-set."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Update, delete, insert, select, update

from storage.row_values import values_of
from storage.rows import Campaign, columns_of
from storage.states import OutboxState
from storage.tables import campaigns, outbox, plans
from surveys.outreach.campaigns import JOURNEY, CampaignState
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import PolicyReason
from surveys.outreach.subjects import SubjectKind

_CAMPAIGN: Final = select(*columns_of(Campaign))
_EDITABLE: Final = [state for state in CampaignState if state.is_editable]
_UNDER_WAY: Final = [state for state in CampaignState if state.is_under_way]
_UNSETTLED: Final = (campaigns.c.started_at.is_not(None), campaigns.c.settled_at.is_(None))


def add(connection: Connection, campaign: Campaign) -> None:
    """Store a new campaign."""
    connection.execute(insert(campaigns), [values_of(campaign)])


def find(connection: Connection, campaign_id: int) -> Campaign | None:
    """The campaign of that id; None where there is none."""
    return _one(connection, campaigns.c.id == campaign_id)


def newest(connection: Connection, limit: int) -> list[Campaign]:
    """Up to `limit` campaigns, the newest first."""
    rows = connection.execute(_CAMPAIGN.order_by(campaigns.c.id.desc()).limit(limit))
    return [Campaign(*row) for row in rows]


def awaiting(connection: Connection, created_by: int) -> Campaign | None:
    """The campaign for which that person was asked for words last; None where nothing is awaited."""
    return _one(connection, campaigns.c.created_by == created_by, campaigns.c.awaits.is_not(None))


def unsettled(connection: Connection) -> list[Campaign]:
    """Campaigns that run, or of which something still waits after their end, oldest first."""
    rows = connection.execute(_CAMPAIGN.where(*_UNSETTLED).order_by(campaigns.c.id))
    return [Campaign(*row) for row in rows]


def due_to_start(connection: Connection, now: datetime) -> list[Campaign]:
    """Campaigns whose time to start has come, oldest first."""
    waits = (campaigns.c.state == CampaignState.SCHEDULED, campaigns.c.starts_at <= now)
    return [Campaign(*row) for row in connection.execute(_CAMPAIGN.where(*waits).order_by(campaigns.c.id))]


def edit(connection: Connection, /, campaign_id: int, **values: Any) -> bool:
    """Change one that was not started, which is a draft again; False for any other."""
    changed = _of(campaign_id, _EDITABLE).values({"state": CampaignState.DRAFT, "starts_at": None, **values})
    return connection.execute(changed).rowcount == 1


def ask_nothing(connection: Connection, created_by: int) -> None:
    """Await no words of that person any more: only what was asked last is answered."""
    connection.execute(update(campaigns).where(campaigns.c.created_by == created_by).values(awaits=None))


def discard(connection: Connection, campaign_id: int) -> bool:
    """Whether a campaign that was not started was deleted."""
    unstarted = (campaigns.c.id == campaign_id, campaigns.c.state.in_(_EDITABLE))
    return connection.execute(delete(campaigns).where(*unstarted)).rowcount == 1


def move(
    connection: Connection, /, campaign_id: int, before: Collection[CampaignState], after: CampaignState,
    **values: Any,
) -> bool:  # fmt: skip
    """Move a campaign on, with further values; False where it is in none of the states before."""
    moved = _of(campaign_id, before).values({"state": after, **values})
    return connection.execute(moved).rowcount == 1


def resume(connection: Connection, campaign_id: int, now: datetime) -> bool:
    """Let a paused campaign go on: what waited for that is looked at now and is late from now on.

    False for one that is not paused.
    """
    if not move(connection, campaign_id, [CampaignState.PAUSED], CampaignState.RUNNING):
        return False
    mine = (plans.c.journey == JOURNEY, plans.c.subject_id == campaign_id)
    waits = (*mine, plans.c.state == PlanState.WAITING, plans.c.why == PolicyReason.PAUSED)
    connection.execute(update(plans).where(*waits).values(due_at=now, planned_at=now))
    posted = (*mine, plans.c.state == PlanState.POSTED)
    connection.execute(update(plans).where(*posted).values(planned_at=now))
    hasten(connection, campaign_id, now)
    return True


def hasten(connection: Connection, campaign_id: int, now: datetime) -> None:
    """Let the gate look at once at what is in the outbox of a campaign."""
    posted = select(plans.c.outbox_id).where(
        plans.c.journey == JOURNEY, plans.c.subject_id == campaign_id, plans.c.state == PlanState.POSTED
    )
    waits = (outbox.c.state == OutboxState.READY, outbox.c.due_at > now, outbox.c.id.in_(posted))
    connection.execute(update(outbox).where(*waits).values(due_at=now))


def enrolled(
    connection: Connection, campaign: Campaign, enrolled_to: int, enrolled_at: datetime | None
) -> bool:
    """Note up to whom the audience has its plans; False where it does not run or was noted meanwhile."""
    step = _of(campaign.id, [CampaignState.RUNNING]).where(campaigns.c.enrolled_to == campaign.enrolled_to)
    return connection.execute(step.values(enrolled_to=enrolled_to, enrolled_at=enrolled_at)).rowcount == 1


def cancel_waiting(connection: Connection, campaign_id: int, now: datetime, limit: int) -> int:
    """Drop up to `limit` plans of a campaign that wait, and return how many those were."""
    some = (
        select(plans.c.id)
        .where(plans.c.journey == JOURNEY, plans.c.subject_id == campaign_id)
        .where(plans.c.state == PlanState.WAITING)
        .limit(limit)
    )
    dropped = update(plans).where(plans.c.id.in_(some), plans.c.state == PlanState.WAITING)
    values = {"state": PlanState.DROPPED, "why": PolicyReason.CANCELLED, "done_at": now}
    return connection.execute(dropped.values(values)).rowcount


def settle(connection: Connection, campaign_id: int, now: datetime) -> bool:
    """Note that nothing of an ended campaign waits any more; False where that was noted already."""
    open_ended = (campaigns.c.id == campaign_id, campaigns.c.settled_at.is_(None))
    settled = update(campaigns).where(*open_ended, campaigns.c.ended_at.is_not(None))
    return connection.execute(settled.values(settled_at=now)).rowcount == 1


def stop_all(connection: Connection, now: datetime) -> None:
    """Stop every campaign that is under way or waits for its time: an owner dropped what waited."""
    stopped = update(campaigns).where(campaigns.c.state.in_(_UNDER_WAY))
    connection.execute(stopped.values(state=CampaignState.STOPPED, ended_at=now))
    waits = update(campaigns).where(campaigns.c.state == CampaignState.SCHEDULED)
    connection.execute(waits.values(state=CampaignState.DRAFT, starts_at=None))


def is_about(campaign_id: int) -> dict[str, Any]:
    """The columns of a plan that say which campaign it is of."""
    return {"journey": JOURNEY, "subject_kind": SubjectKind.CAMPAIGN, "subject_id": campaign_id}


def _of(campaign_id: int, states: Collection[CampaignState]) -> Update:
    return update(campaigns).where(campaigns.c.id == campaign_id, campaigns.c.state.in_(states))


def _one(connection: Connection, *conditions: Any) -> Campaign | None:
    found = _CAMPAIGN.where(*conditions).order_by(campaigns.c.asked_at.desc(), campaigns.c.id.desc()).limit(1)
    row = connection.execute(found).one_or_none()
    return Campaign(*row) if row else None
