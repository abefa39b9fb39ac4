"""How many of those whom we asked by ourselves answered, for the report on NPS."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, and_, exists, func, or_, select

from storage.reports.grouping import named, number
from storage.tables import answers, conversations, customers, plans
from surveys.outreach.plan_state import PlanState
from surveys.statistics.periods import Period
from surveys.statistics.response import ResponseFunnel

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
