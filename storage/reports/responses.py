"""How many of those whom we asked by ourselves answered, for the report on NPS."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, and_, exists, func, or_, select
from sqlalchemy import case as when

from storage.reports.grouping import named, number
from storage.tables import answers, conversations, customers, plans
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import PolicyReason
from surveys.statistics.periods import Period
from surveys.statistics.response import ResponseCounts, ResponseFunnel

_FAILED: Final = (PolicyReason.FAILED, PolicyReason.TOO_LATE, PolicyReason.UNCERTAIN)
"""What became of a message that was let through; what the contact policy stopped was never sent."""
_LONGEST_WAY: Final = timedelta(days=7)
"""How long a question is on its way at most: quiet hours, a rest, a server that is away."""

_IS_SCORED: Final = exists().where(
    answers.c.conversation_id == conversations.c.id,
    answers.c.score.is_not(None),
    answers.c.superseded_at.is_(None),
)
_IS_TOUCHED: Final = or_(
    conversations.c.touched_at != conversations.c.started_at, conversations.c.answered_at.is_not(None)
)


def funnels(
    connection: Connection, survey_id: str, period: Period, by: str, only: Mapping[str, str]
) -> dict[str, ResponseFunnel]:
    """By touchpoint or segment, what became of the askings that plans began in the period, whenever answered.

    Groups in which none was begun are missing; those without a name have an empty one. `only` are filters by
    column.
    """
    group = named(conversations.c[by])
    filters = [named(conversations.c[name]) == value for name, value in only.items()]
    is_finished = conversations.c.finished_at.is_not(None)
    rows = connection.execute(
        select(
            group,
            func.count(),
            # Whoever answers what is uncertain got it.
            number(or_(plans.c.state == PlanState.SENT, _IS_TOUCHED)),
            number(_IS_TOUCHED),
            number(and_(_IS_SCORED, is_finished)),
            number(and_(_IS_SCORED, ~is_finished)),
            number(customers.c.stopped_at >= plans.c.done_at),
        )
        .select_from(conversations)
        .join(plans, plans.c.id == conversations.c.plan_id)
        .join(customers, customers.c.id == conversations.c.customer_id)
        .where(conversations.c.plan_id.is_not(None), conversations.c.survey_id == survey_id, *filters)
        .where(conversations.c.started_at >= period.since, conversations.c.started_at < period.until)
        .group_by(group)
    )
    return {name: ResponseFunnel(*map(int, counts)) for name, *counts in rows}


def by_send_date(
    connection: Connection, survey_id: str, periods: Sequence[Period], only: Mapping[str, str]
) -> list[ResponseCounts]:
    """For each period what became of the askings that plans began and that were sent in it.

    The periods follow one another. What is still on its way is in none; `only` are filters by column.
    """
    if not periods:
        return []
    filters = [named(conversations.c[name]) == value for name, value in only.items()]
    since, until = periods[0].since, periods[-1].until
    sent_in = when(*((plans.c.done_at < one.until, place) for place, one in enumerate(periods)))
    is_delivered = or_(plans.c.state == PlanState.SENT, _IS_TOUCHED)
    is_blocked = and_(~is_delivered, plans.c.why == PolicyReason.UNREACHABLE)
    is_failed = and_(~is_delivered, plans.c.why.in_(_FAILED))
    rows = connection.execute(
        select(
            sent_in.label("cohort"),
            number(is_delivered),
            number(and_(is_delivered, _IS_SCORED)),
            number(is_blocked),
            number(is_failed),
        )
        .select_from(conversations)
        .join(plans, plans.c.id == conversations.c.plan_id)
        .where(conversations.c.plan_id.is_not(None), conversations.c.survey_id == survey_id, *filters)
        .where(conversations.c.started_at >= since - _LONGEST_WAY, conversations.c.started_at < until)
        .where(plans.c.done_at >= since, plans.c.done_at < until)
        .where(plans.c.state.in_((PlanState.SENT, PlanState.DROPPED)))
        .group_by("cohort")
    )
    found = {cohort: ResponseCounts(*map(int, counts)) for cohort, *counts in rows}
    return [found.get(place, ResponseCounts()) for place in range(len(periods))]
