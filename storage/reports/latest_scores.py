"""Each score beside the person's next one to the same question: a period counts the latest of each person.

Of a survey about an event it is the latest of each person and event.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Row,
    Select,
    Subquery,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)

from storage.tables import answers, customers

LAST_DAY: Final = date(9000, 1, 1)
"""Until when a score is the latest that has none after it. The last day of all is infinity to PostgreSQL."""
_LAST_DAY: Final[ColumnElement[date]] = literal_column(f"'{LAST_DAY}'", Date)
IS_PAST: Final = answers.c.latest_until < _LAST_DAY  # as the partial index says it
"""The condition that the person scored the same again."""

_IDS: Final[Any] = bindparam("ids", expanding=True)
_OF_ANSWERS: Final = select(answers.c.customer_id).where(answers.c.id.in_(_IDS)).distinct()


def _linked(*conditions: ColumnElement[bool]) -> Subquery:
    """Every score with the day until which it is the latest, or those that meet the conditions."""
    same = answers.c.customer_id, answers.c.survey_id, answers.c.question_id, answers.c.event_id
    after = func.lead(answers.c.day).over(partition_by=same, order_by=(answers.c.answered_at, answers.c.id))
    until = func.coalesce(after, _LAST_DAY).label("until")
    return select(answers.c.id, until).where(answers.c.score.is_not(None), *conditions).subquery()


def _differing(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Answers whose stored day is not the right one: id, the right day (null without a score), the stored."""
    linked = _linked(*conditions)
    return (
        select(answers.c.id, linked.c.until, answers.c.latest_until)
        .outerjoin_from(answers, linked, answers.c.id == linked.c.id)
        .where(or_(answers.c.score.is_not(None), answers.c.latest_until.is_not(None)), *conditions)
        .where(answers.c.latest_until.is_distinct_from(linked.c.until))
        .order_by(answers.c.id)
    )


def _lock(people: Any) -> Select[Any]:
    found = select(customers.c.id).where(customers.c.id.in_(people)).order_by(customers.c.id)
    return found.with_for_update(key_share=True)


_LOCK: Final = _lock(_IDS)
_LOCK_OF_ANSWERS: Final = _lock(_OF_ANSWERS)
_WRONG: Final = _differing(answers.c.customer_id.in_(_IDS))
_WRONG_OF_ANSWERS: Final = _differing(answers.c.customer_id.in_(_OF_ANSWERS))
_WRONG_OF_ALL: Final = _differing()
_REPAIR: Final = (
    update(answers).where(answers.c.id == bindparam("row")).values(latest_until=bindparam("until"))
)


def wrong(connection: Connection, answer_ids: Collection[int]) -> Sequence[Row[Any]]:
    """Which scores of whoever gave these answers to repair: id, right day `until`, stored `latest_until`.

    Nobody else repairs theirs until the end of the transaction.
    """
    connection.execute(_LOCK_OF_ANSWERS, {"ids": answer_ids})
    return connection.execute(_WRONG_OF_ANSWERS, {"ids": answer_ids}).all()


def wrong_of_people(connection: Connection, customer_ids: Collection[int]) -> Sequence[Row[Any]]:
    """The same of these customers."""
    connection.execute(_LOCK, {"ids": customer_ids})
    return connection.execute(_WRONG, {"ids": customer_ids}).all()


def repair(connection: Connection, found: Sequence[Row[Any]]) -> None:
    """Store the right day of each."""
    if found:
        connection.execute(_REPAIR, [{"row": row.id, "until": row.until} for row in found])


def link_all(connection: Connection) -> None:
    """Repair all scores; the totals are to be counted anew after it."""
    repair(connection, connection.execute(_WRONG_OF_ALL).all())


def differences(connection: Connection) -> list[tuple[object, ...]]:
    """Scores whose stored next one is wrong: (table, id, the right day, the stored one)."""
    return [(answers.name, *row) for row in connection.execute(_WRONG_OF_ALL)]
