"""What is counted of a campaign: how far it has come, how people took it, what came of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, literal_column, or_, select
from sqlalchemy import case as when

from storage.engines.functions import seconds_between
from storage.reports import winback
from storage.reports.grouping import is_order, number
from storage.rows import Campaign
from storage.tables import answers, cases, consents, conversations, customers, messages, orders, plans
from surveys.outreach.campaigns import JOURNEY, CampaignKind, CampaignSignals
from surveys.outreach.consents import ConsentKind
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import PolicyReason
from surveys.outreach.subjects import SubjectKind
from surveys.outreach.winback_invitations import RETURN_WINDOW
from surveys.statistics.campaign_results import CampaignFunnel, CampaignGoal, CampaignResults

ANSWER_WINDOW: Final = timedelta(days=14)
"""How long after the message an answer is counted as one to it."""
_AFTER_DELIVERY: Final = ("started", "scored", "commented", "answered")
_DAY: Final = timedelta(days=1)
_CAMPAIGN: Final[ColumnElement[str]] = literal_column(f"'{JOURNEY}'")
"""Not a parameter: the database must see that its index of campaigns is meant."""


@dataclass(frozen=True, slots=True)
class CampaignProgress:
    """How many people of a campaign are where."""

    by_state: Mapping[PlanState, int] = field(default_factory=dict)
    dropped: Mapping[PolicyReason, int] = field(default_factory=dict)
    """Who does not get the message, by the reason."""
    waits: Mapping[PolicyReason, int] = field(default_factory=dict)
    """Who waits for something else than their turn, by the reason."""

    @property
    def sent(self) -> int:
        """Who got the message."""
        return self.by_state.get(PlanState.SENT, 0)

    @property
    def uncertain(self) -> int:
        """Of whom nobody knows whether they got it: it is not sent again."""
        return self.dropped.get(PolicyReason.UNCERTAIN, 0)

    @property
    def still_open(self) -> int:
        """Who may still get it."""
        return sum(n for state, n in self.by_state.items() if state.is_open)

    @property
    def held_out(self) -> int:
        """Who is never written to, for the comparison."""
        return self.by_state.get(PlanState.HOLDOUT, 0)

    @property
    def of_audience(self) -> int:
        """All who have their plan."""
        return sum(self.by_state.values())


def progress(connection: Connection, campaign_id: int) -> CampaignProgress:
    """How far a campaign has come."""
    rows = connection.execute(
        select(plans.c.state, plans.c.why, func.count())
        .where(_is_of(campaign_id))
        .group_by(plans.c.state, plans.c.why)
    ).all()
    by_state, dropped, waits = Counter[PlanState](), Counter[PolicyReason](), Counter[PolicyReason]()
    for state, why, n in rows:
        by_state[state] += n
        if state is PlanState.DROPPED:
            dropped[why or PolicyReason.FAILED] += n
        elif state is PlanState.WAITING and why not in (None, PolicyReason.DUE):
            waits[why] += n
    return CampaignProgress(by_state, dropped, waits)


def due(connection: Connection, campaign_id: int, now: datetime) -> int:
    """How many of a campaign's messages wait for nothing but their turn."""
    waits = and_(plans.c.state == PlanState.WAITING, plans.c.due_at <= now)
    found = select(func.count()).where(_is_of(campaign_id), or_(waits, plans.c.state == PlanState.POSTED))
    return connection.execute(found).scalar_one()


def signals(connection: Connection, campaign: Campaign) -> CampaignSignals:
    """How those who were written to took it so far."""
    since = campaign.started_at or campaign.created_at
    sent = _count(connection, campaign, plans.c.state == PlanState.SENT)
    turned_away = _count(
        connection,
        campaign,
        plans.c.state == PlanState.DROPPED,
        plans.c.why == PolicyReason.UNREACHABLE,
        plans.c.outbox_id.is_not(None),
    )
    blocked = (
        select(func.count())
        .select_from(customers)
        .join(plans, and_(plans.c.customer_id == customers.c.id, _is_of(campaign.id)))
        .where(customers.c.blocked_at >= since, plans.c.state == PlanState.SENT)
        .where(customers.c.blocked_at >= plans.c.done_at)
    )
    complained = (
        select(func.count(cases.c.customer_id.distinct()))
        .select_from(cases)
        .join(plans, and_(plans.c.customer_id == cases.c.customer_id, _is_of(campaign.id)))
        # By the index of days, which are the business's.
        .where(cases.c.day >= (since - _DAY).date(), plans.c.state == PlanState.SENT)
        .where(cases.c.opened_at >= plans.c.done_at)
    )
    blocks = turned_away + connection.execute(blocked).scalar_one()
    return CampaignSignals(sent + turned_away, blocks, connection.execute(complained).scalar_one())


def results(
    connection: Connection, campaign: Campaign, now: datetime, window: timedelta = RETURN_WINDOW
) -> CampaignResults:
    """What became of everybody who was assigned, by arm; `window` is how long after it an order counts."""
    goal = CampaignGoal.SCORE if campaign.kind is CampaignKind.SURVEY else CampaignGoal.ORDER
    since = campaign.started_at or campaign.created_at
    time_for_it = ANSWER_WINDOW if goal is CampaignGoal.SCORE else window
    is_settled = plans.c.planned_at <= now - time_for_it
    return CampaignResults(
        goal=goal,
        window=time_for_it,
        arms=_funnels(connection, campaign, goal, is_settled, window),
        knows_orders=winback.knows_orders(connection, since),
        offers=winback.offer_outcome(connection, now, _is_of(campaign.id)),
        settled_offers=winback.offer_outcome(connection, now, _is_of(campaign.id), is_settled),
    )


def _funnels(
    connection: Connection, campaign: Campaign, goal: CampaignGoal, is_settled: ColumnElement[bool],
    window: timedelta,
) -> dict[Arm, CampaignFunnel]:  # fmt: skip
    people = _people(campaign, is_settled, window).subquery()
    sent, settled = people.c.is_sent == 1, people.c.is_settled == 1
    succeeded = people.c.scored if goal is CampaignGoal.SCORE else people.c.returned

    rows = connection.execute(
        select(
            people.c.arm,
            func.count(),
            number(sent),
            *(number(and_(sent, people.c[name] == 1)) for name in _AFTER_DELIVERY),
            number(people.c.returned == 1),
            number(and_(sent, people.c.opted_out == 1)),
            number(people.c.said_back == 1),
            number(settled),
            number(and_(settled, succeeded == 1)),
        ).group_by(people.c.arm)
    )
    return {Arm(arm): CampaignFunnel(*map(int, counts)) for arm, *counts in rows}


def _people(campaign: Campaign, is_settled: ColumnElement[bool], window: timedelta) -> Select[Any]:
    theirs = conversations.c.customer_id == plans.c.customer_id
    of_survey = and_(theirs, conversations.c.plan_id == plans.c.id)
    given = and_(answers.c.conversation_id == conversations.c.id, answers.c.superseded_at.is_(None))
    is_touched = or_(
        conversations.c.touched_at != conversations.c.started_at, conversations.c.answered_at.is_not(None)
    )
    started = exists().where(of_survey, is_touched)
    spoke = exists().where(theirs, _follows("touched_at"), or_(is_touched, conversations.c.plan_id.is_(None)))
    wrote = exists().where(
        messages.c.customer_id == plans.c.customer_id,
        messages.c.staff_telegram_id.is_(None),
        _is_soon(messages.c.received_at, plans.c.done_at, ANSWER_WINDOW),
    )
    refused = exists().where(
        consents.c.customer_id == plans.c.customer_id,
        consents.c.kind == ConsentKind.PROMOTION,
        consents.c.given.is_(False),
        consents.c.decided_at >= plans.c.done_at,
    )
    returned = exists().where(
        orders.c.customer_id == plans.c.customer_id,
        is_order(),
        _is_soon(orders.c.ordered_at, plans.c.planned_at, window),
    )
    flags = {
        # Whoever answers what is uncertain got it.
        "is_sent": or_(plans.c.state == PlanState.SENT, started),
        "started": started,
        "scored": exists().where(of_survey, given, answers.c.score.is_not(None)),
        "commented": exists().where(of_survey, given, answers.c.words.is_not(None)),
        "answered": or_(wrote, spoke),
        "returned": returned,
        "said_back": _is_soon(customers.c.returned_at, plans.c.planned_at, window),
        "is_settled": is_settled,
        "opted_out": or_(refused, customers.c.stopped_at >= plans.c.done_at),
    }
    return (
        select(plans.c.arm, *(when((flag, 1), else_=0).label(name) for name, flag in flags.items()))
        .join_from(plans, customers, customers.c.id == plans.c.customer_id)
        .where(_is_of(campaign.id), plans.c.arm.is_not(None))
    )


def _follows(name: str) -> ColumnElement[bool]:
    return _is_soon(conversations.c[name], plans.c.done_at, ANSWER_WINDOW)


def _is_soon(moment: ColumnElement[Any], since: ColumnElement[Any], within: timedelta) -> ColumnElement[bool]:
    return and_(moment >= since, seconds_between(since, moment) < within.total_seconds())


def _count(connection: Connection, campaign: Campaign, *conditions: Any) -> int:
    found = select(func.count()).select_from(plans).where(_is_of(campaign.id), *conditions)
    return connection.execute(found).scalar_one()


def _is_of(campaign_id: int) -> ColumnElement[bool]:
    return and_(
        plans.c.journey == _CAMPAIGN,
        plans.c.subject_kind == SubjectKind.CAMPAIGN,
        plans.c.subject_id == campaign_id,
    )
