"""Very low scores of late, and which customers bring the company most."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select

from storage.ids import lowest_id
from storage.reports.grouping import is_order
from storage.tables import addresses, answers, cases, customers, orders
from surveys.questions.scaled_score import VERY_LOW
from surveys.records.address import AddressKind

_SPENT_WITHIN: Final = timedelta(days=365)
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class LowScore:
    """A score of 0 to 3 with what was said beside it; None where nothing is known."""

    answer_id: int
    customer_id: int
    score: int
    name: str | None
    external_id: str | None
    words: str | None
    case_number: int | None
    day: date
    survey_id: str
    question_id: str


def low_scores(connection: Connection, since: datetime, until: datetime) -> list[LowScore]:
    """The very low scores given from one moment to the other, the earliest first; two hundred at most."""
    words, company = answers.alias("words"), addresses.alias("company")
    said = (
        select(words.c.words)
        .where(words.c.conversation_id == answers.c.conversation_id, words.c.words.is_not(None))
        .where(words.c.words != "", words.c.superseded_at.is_(None))
        .order_by(words.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    number = (
        select(func.min(cases.c.number))
        .where(cases.c.customer_id == answers.c.customer_id)
        .where(cases.c.conversation_id == answers.c.conversation_id)
        .scalar_subquery()
    )
    is_company = (company.c.customer_id == customers.c.id) & (company.c.kind == AddressKind.COMPANY)
    found: Select[Any] = (
        select(
            answers.c.id,
            customers.c.id,
            answers.c.score,
            customers.c.name,
            company.c.value,
            said,
            number,
            answers.c.day,
            answers.c.survey_id,
            answers.c.question_id,
        )
        .join_from(answers, customers, customers.c.id == answers.c.customer_id)
        .outerjoin(company, is_company)
        .where(answers.c.kind == "score", answers.c.score <= VERY_LOW, answers.c.superseded_at.is_(None))
        # An id is as young as the answer or younger: it spares a walk through all answers.
        .where(answers.c.id >= lowest_id(since), answers.c.answered_at >= since)
        .where(answers.c.answered_at <= until)
        .order_by(answers.c.id)
        .limit(_MOST)
    )
    return [LowScore(*row) for row in connection.execute(found)]


def valuable_among(
    connection: Connection, customer_ids: Collection[int], share: float, now: datetime
) -> set[int]:
    """Those of the customers who are among that share, 0…1, of those who bring most.

    By monthly margin where a customer's is known, else by what was ordered for within a year. Nobody is
    valuable of whom neither is known.
    """
    margins = select(customers.c.id, customers.c.monthly_margin_minor.label("worth")).where(
        customers.c.monthly_margin_minor > 0
    )
    spent = (
        select(orders.c.customer_id.label("id"), func.sum(orders.c.amount_minor).label("worth"))
        .where(is_order(), orders.c.ordered_at >= now - _SPENT_WITHIN, orders.c.ordered_at <= now)
        .group_by(orders.c.customer_id)
        .having(func.sum(orders.c.amount_minor) > 0)
    )
    by_margin = _places(connection, margins, customer_ids)
    left = [one for one in customer_ids if one not in by_margin]
    places = {**(_places(connection, spent, left) if left else {}), **by_margin}
    return {one for one, place in places.items() if place < share}


def _places(
    connection: Connection, worths: Select[tuple[int, int]], customer_ids: Collection[int]
) -> dict[int, float]:
    """For each customer the share of all who are worth more, 0…1; whose worth is unknown is missing."""
    worth = worths.subquery()
    theirs = connection.execute(select(worth.c.id, worth.c.worth).where(worth.c.id.in_(customer_ids))).all()
    if not theirs:
        return {}
    n = connection.execute(select(func.count()).select_from(worth)).scalar_one()
    places = {}
    for customer_id, value in theirs:
        above = select(func.count()).select_from(worth).where(worth.c.worth > value)
        places[customer_id] = connection.execute(above).scalar_one() / n
    return places
