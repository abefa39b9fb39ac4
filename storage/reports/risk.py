"""Who shows a sign of leaving: silent for longer than usual, a low score, an open case, the bot blocked."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy import case as when

from storage.reports import rhythms as rhythm_rows
from storage.reports.grouping import is_order
from storage.reports.rhythms import is_still_customer
from storage.tables import addresses, answers, cases, customers, orders, rhythms
from surveys.records.address import AddressKind
from surveys.statistics.periods import Period
from surveys.statistics.risk_report import (
    GONE_AFTER,
    LATELY,
    LISTED,
    LOW_SCORE,
    SPENT_WITHIN,
    CustomerAtRisk,
    GivenScore,
    RiskOrder,
    RiskReport,
    RiskSign,
)

_SCORE: Final = "score"
"""The kind of questions that are answered from 0 to 10."""


def report(
    connection: Connection, period: Period, now: datetime, currency: str, order: RiskOrder, page: int = 0
) -> RiskReport:
    """The report as things are now; money is that of orders in `currency` or in none that is named."""
    rows = connection.execute(_rows(_people(now), now, currency, order)).all()
    first = rows[0] if rows else None
    return RiskReport(
        period=period,
        now=now,
        people=first.people if first else 0,
        by_sign={sign: getattr(first, f"n_{sign}") if first else 0 for sign in RiskSign},
        with_rhythm=_with_rhythm(connection),
        listed=_listed(connection, rows),
        page=page,
    )


def _with_rhythm(connection: Connection) -> int:
    of_customers = rhythms.join(customers, customers.c.id == rhythms.c.customer_id)
    found = select(func.count()).select_from(of_customers).where(is_still_customer())
    return connection.execute(found).scalar_one()


def _people(now: datetime) -> Subquery:
    """A row a customer: when each sign began, null for those that they do not show, and the latest of them.

    Whoever has no address left was forgotten, and nobody can do anything about their leaving.
    """
    signs = union_all(_silent(now), _low_scores(now), _open_cases(), _blocked()).subquery()
    columns = [
        func.max(when((signs.c.sign == sign.value, signs.c.at))).label(sign.value) for sign in RiskSign
    ]
    is_known = exists().where(addresses.c.customer_id == customers.c.id)
    return (
        select(customers.c.id, customers.c.name, func.max(signs.c.at).label("since"), *columns)
        .join_from(signs, customers, customers.c.id == signs.c.customer_id)
        .where(is_still_customer(), is_known)
        .group_by(customers.c.id, customers.c.name)
        .subquery()
    )


def _sign(sign: RiskSign, customer: ColumnElement[int], at: ColumnElement[Any]) -> Select[Any]:
    named: ColumnElement[str] = literal_column(f"'{sign.value}'")
    return select(customer.label("customer_id"), named.label("sign"), at.label("at"))


def _silent(now: datetime) -> Select[Any]:
    found = _sign(RiskSign.SILENT, rhythms.c.customer_id, rhythms.c.silent_at)
    return found.where(rhythms.c.silent_at <= now, rhythms.c.silent_at > now - GONE_AFTER)


def _low_scores(now: datetime) -> Select[Any]:
    later = answers.alias("later")
    is_better_known = exists().where(
        later.c.customer_id == answers.c.customer_id,
        later.c.kind == _SCORE,
        later.c.superseded_at.is_(None),
        or_(
            later.c.answered_at > answers.c.answered_at,
            and_(later.c.answered_at == answers.c.answered_at, later.c.id > answers.c.id),
        ),
    )
    return _sign(RiskSign.LOW_SCORE, answers.c.customer_id, answers.c.answered_at).where(
        answers.c.kind == _SCORE,
        answers.c.superseded_at.is_(None),
        answers.c.score <= LOW_SCORE,
        answers.c.day >= (now - LATELY).date() - timedelta(days=1),  # of the business, a zone apart at most
        answers.c.answered_at >= now - LATELY,
        ~is_better_known,
    )


def _open_cases() -> Select[Any]:
    found = _sign(RiskSign.OPEN_CASE, cases.c.customer_id, cases.c.opened_at)
    return found.where(cases.c.closed_at.is_(None))


def _blocked() -> Select[Any]:
    found = _sign(RiskSign.BLOCKED, customers.c.id, customers.c.blocked_at)
    return found.where(customers.c.blocked_at.is_not(None))


def _rows(people: Subquery, now: datetime, currency: str, order: RiskOrder) -> Select[Any]:
    """The first of them, each with the counts of all: who shows a sign is found once."""
    counts = [func.count(people.c[sign]).over().label(f"n_{sign}") for sign in RiskSign]
    spent = _spent(people, now, currency)
    latest = (people.c.since.desc(), people.c.id)
    by_money = (func.coalesce(spent, 0).desc(), *latest)
    found = select(people, func.count().over().label("people"), *counts, spent.label("spent"))
    return found.order_by(*(by_money if order is RiskOrder.MONEY else latest)).limit(LISTED)


def _listed(connection: Connection, rows: Sequence[Row[Any]]) -> list[CustomerAtRisk]:
    ids = [row.id for row in rows]
    names, scores = _external_ids(connection, ids), _scores(connection, ids)
    numbers, known = _case_numbers(connection, ids), rhythm_rows.find(connection, ids)
    return [
        CustomerAtRisk(
            id=row.id,
            external_id=names.get(row.id),
            name=row.name,
            spent_minor=None if row.spent is None else int(row.spent),
            since=row.since,
            rhythm=known.get(row.id) if row.silent is not None else None,
            score=scores.get((row.id, row.low_score)),
            case_number=numbers.get(row.id),
            blocked_at=row.blocked,
        )
        for row in rows
    ]


def _spent(people: Subquery, now: datetime, currency: str) -> Any:
    """What a customer ordered for within the last year; null where that is not known."""
    return (
        select(func.sum(orders.c.amount_minor))
        .where(
            orders.c.customer_id == people.c.id,
            is_order(),
            orders.c.ordered_at >= now - SPENT_WITHIN,
            or_(orders.c.currency.is_(None), orders.c.currency == currency),
        )
        .correlate(people)
        .scalar_subquery()
    )


def _external_ids(connection: Connection, ids: list[int]) -> dict[int, str]:
    found = select(addresses.c.customer_id, addresses.c.value).where(
        addresses.c.customer_id.in_(ids), addresses.c.kind == AddressKind.COMPANY
    )
    return dict(map(tuple, connection.execute(found)))


def _scores(connection: Connection, ids: list[int]) -> Mapping[tuple[int, datetime], GivenScore]:
    found = (
        select(answers.c.customer_id, answers.c.answered_at, answers.c.score)
        .where(
            answers.c.customer_id.in_(ids),
            answers.c.kind == _SCORE,
            answers.c.score <= LOW_SCORE,
            answers.c.superseded_at.is_(None),
        )
        .order_by(answers.c.id)
    )
    return {(one, at): GivenScore(score, at) for one, at, score in connection.execute(found)}


def _case_numbers(connection: Connection, ids: list[int]) -> dict[int, int]:
    found = (
        select(cases.c.customer_id, func.min(cases.c.number))
        .where(cases.c.customer_id.in_(ids), cases.c.closed_at.is_(None))
        .group_by(cases.c.customer_id)
    )
    return dict(map(tuple, connection.execute(found)))
