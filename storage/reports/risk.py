"""Who shows a sign of leaving: silent for longer than usual, a low score, an open case, the bot blocked."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Subquery,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy import case as when

from storage.reports import rhythms as rhythm_rows
from storage.reports.grouping import is_low_score, is_order
from storage.tables import addresses, answers, cases, customers, orders, rhythms, score_months
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

T = TypeVar("T")

_SCORE: Final = "score"
"""The kind of questions that are answered from 0 to 10."""
_BITS: Final = {sign: 1 << place for place, sign in enumerate(RiskSign)}


def report(
    connection: Connection, period: Period, now: datetime, currency: str, order: RiskOrder, page: int = 0
) -> RiskReport:
    """The report as things are now; money is that of orders in `currency` or in none that is named."""
    rows = connection.execute(_rows(_people(connection, now), now, currency, order)).all()
    first = rows[0] if rows else None
    return RiskReport(
        period=period,
        now=now,
        people=first.people if first else 0,
        by_sign={sign: getattr(first, f"n_{sign}") if first else 0 for sign in RiskSign},
        with_rhythm=_with_rhythm(connection),
        listed=_listed(connection, rows, now, currency),
        page=page,
    )


def _with_rhythm(connection: Connection) -> int:
    of_customers = rhythms.c.customer_id.not_in(rhythm_rows.former_customers())
    return connection.execute(select(func.count()).select_from(rhythms).where(of_customers)).scalar_one()


def _people(connection: Connection, now: datetime) -> Subquery:
    """A row a customer: the latest of their signs, and all of them as the sum of bits.

    Whoever has no address left was forgotten, and nobody can do anything about their leaving.
    """
    found = union_all(_silent(now), *_low_scores(connection, now), _open_cases(), _blocked()).subquery()
    known = addresses.alias("known")
    signs = (
        select(
            found.c.customer_id.label("id"),
            func.max(found.c.at).label("since"),
            func.sum(found.c.bit).label("signs"),
        )
        # The few who are none any more are sooner found than each of the others looked up.
        .where(found.c.customer_id.not_in(rhythm_rows.former_customers()))
        .group_by(found.c.customer_id)
        .subquery()
    )
    return select(signs).where(exists().where(known.c.customer_id == signs.c.id)).subquery()


def _sign(sign: RiskSign, customer: ColumnElement[int], at: ColumnElement[Any]) -> Select[Any]:
    """A row a customer who shows the sign."""
    return select(
        customer.label("customer_id"), at.label("at"), literal_column(str(_BITS[sign])).label("bit")
    )


def _silent(now: datetime) -> Select[Any]:
    found = _sign(RiskSign.SILENT, rhythms.c.customer_id, rhythms.c.silent_at)
    return found.where(rhythms.c.silent_at <= now, rhythms.c.silent_at > now - GONE_AFTER)


def _low_scores(connection: Connection, now: datetime) -> list[Select[Any]]:
    """Of each question, since an index has their low scores by day."""
    questions = connection.execute(select(score_months.c.survey_id, score_months.c.question_id).distinct())
    return [_low_scores_of((survey_id, question_id), now) for survey_id, question_id in questions]


def _low_scores_of(question: tuple[str, str], now: datetime) -> Select[Any]:
    later = answers.alias("later")
    is_better_known = exists().where(
        later.c.customer_id == answers.c.customer_id,
        later.c.kind == _SCORE,
        later.c.superseded_at.is_(None),
        later.c.answered_at >= answers.c.answered_at,  # a range of the index
        or_(later.c.answered_at > answers.c.answered_at, later.c.id > answers.c.id),
    )
    return _sign(RiskSign.LOW_SCORE, answers.c.customer_id, answers.c.answered_at).where(
        is_low_score(question),
        answers.c.superseded_at.is_(None),
        answers.c.day >= (now - LATELY).date() - timedelta(days=1),  # of the business, a zone apart at most
        answers.c.answered_at >= now - LATELY,
        ~is_better_known,
    )


def _open_cases() -> Select[Any]:
    latest = func.max(cases.c.opened_at)
    found = _sign(RiskSign.OPEN_CASE, cases.c.customer_id, latest)
    return found.where(cases.c.closed_at.is_(None)).group_by(cases.c.customer_id)


def _blocked() -> Select[Any]:
    found = _sign(RiskSign.BLOCKED, customers.c.id, customers.c.blocked_at)
    return found.where(customers.c.blocked_at.is_not(None))


def _rows(people: Subquery, now: datetime, currency: str, order: RiskOrder) -> Select[Any]:
    """The first of them, each with the counts of all: who shows a sign is found once."""
    counts = [
        func.sum(when((people.c.signs.op("&")(bit) != 0, 1), else_=0)).over().label(f"n_{sign}")
        for sign, bit in _BITS.items()
    ]
    latest = (people.c.since.desc(), people.c.id)
    spent = _spent(people, now, currency)
    by_money = (func.coalesce(spent, 0).desc(), *latest)
    found = select(people, func.count().over().label("people"), *counts)
    return found.order_by(*(by_money if order is RiskOrder.MONEY else latest)).limit(LISTED)


def _listed(
    connection: Connection, rows: Sequence[Row[Any]], now: datetime, currency: str
) -> list[CustomerAtRisk]:
    ids = [row.id for row in rows]
    found, names = _customers(connection, ids, now, currency), _external_ids(connection, ids)
    scores, numbers = _scores(connection, ids), _case_numbers(connection, ids)
    known = rhythm_rows.find(connection, ids)

    def theirs(row: Row[Any], sign: RiskSign, of: Mapping[int, T]) -> T | None:
        return of.get(row.id) if row.signs & _BITS[sign] else None

    return [
        CustomerAtRisk(
            id=row.id,
            external_id=names.get(row.id),
            name=found[row.id].name,
            spent_minor=None if found[row.id].spent is None else int(found[row.id].spent),
            since=row.since,
            rhythm=theirs(row, RiskSign.SILENT, known),
            score=theirs(row, RiskSign.LOW_SCORE, scores),
            case_number=theirs(row, RiskSign.OPEN_CASE, numbers),
            blocked_at=found[row.id].blocked_at,
        )
        for row in rows
    ]


def _customers(
    connection: Connection, ids: list[int], now: datetime, currency: str
) -> Mapping[int, Row[Any]]:
    found = select(
        customers.c.id,
        customers.c.name,
        customers.c.blocked_at,
        _spent(customers, now, currency).label("spent"),
    ).where(customers.c.id.in_(ids))
    return {row.id: row for row in connection.execute(found)}


def _spent(people: FromClause, now: datetime, currency: str) -> Any:
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


def _scores(connection: Connection, ids: list[int]) -> Mapping[int, GivenScore]:
    """The latest low score of each customer."""
    found = (
        select(answers.c.customer_id, answers.c.score, answers.c.answered_at)
        .where(
            answers.c.customer_id.in_(ids),
            answers.c.kind == _SCORE,
            answers.c.score <= LOW_SCORE,
            answers.c.superseded_at.is_(None),
        )
        .order_by(answers.c.answered_at, answers.c.id)
    )
    return {one: GivenScore(score, at) for one, score, at in connection.execute(found)}


def _case_numbers(connection: Connection, ids: list[int]) -> dict[int, int]:
    found = (
        select(cases.c.customer_id, func.min(cases.c.number))
        .where(cases.c.customer_id.in_(ids), cases.c.closed_at.is_(None))
        .group_by(cases.c.customer_id)
    )
    return dict(map(tuple, connection.execute(found)))
