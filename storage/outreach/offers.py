"""Offers that were given: shown, taken, used by an order with the code, expired.

Which copy of an offer somebody gets, its code and how many they have had are settled by the database: two who
are given one at the same moment get different ones, and nobody gets more than there are.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, literal, select, union_all, update

from storage.ids import Ids
from storage.reports.grouping import is_order
from storage.row_values import values_of
from storage.rows import OfferGiven, columns_of
from storage.tables import customers, offers_given, orders, plans
from storage.upsert import insert_new
from surveys.offers.offer import ALPHABET, PLACE, YEAR, Offer
from surveys.outreach.plan_state import PlanState

LATE: Final = timedelta(days=90)
"""How long after it expired an order with the code is looked for: files of orders come late."""
_TRIES: Final = 20
_PAGE: Final = 300

_GIVEN: Final = select(*columns_of(OfferGiven))


def give(
    connection: Connection, wanted: Sequence[Offer], plan: tuple[int, int], now: datetime, ids: Ids
) -> OfferGiven | None:
    """Give the first of the offers that the customer may have and of which one is left; None for none.

    `plan` is the id of the plan whose message shows it, and of its customer. A plan that has one keeps it.
    """
    plan_id, customer_id = plan
    # Who is given two at once is given one after the other, and counted.
    connection.execute(select(customers.c.id).where(customers.c.id == customer_id).with_for_update())
    known = of_plan(connection, plan_id)
    if known is not None:
        return known
    for offer in wanted:
        if _given_within_year(connection, customer_id, offer, now) < offer.per_year:
            found = _next(connection, offer, plan, now, ids)
            if found is not None:
                return found
    return None


def of_plan(connection: Connection, plan_id: int) -> OfferGiven | None:
    """The offer in the message of a plan; None where it has none."""
    row = connection.execute(_GIVEN.where(offers_given.c.plan_id == plan_id)).first()
    return None if row is None else OfferGiven(*row)


def of_customer(connection: Connection, customer_id: int) -> list[OfferGiven]:
    """All offers that a customer was given, oldest first."""
    mine = _GIVEN.where(offers_given.c.customer_id == customer_id).order_by(offers_given.c.id)
    return [OfferGiven(*row) for row in connection.execute(mine)]


def take(connection: Connection, plan_id: int, customer_id: int, now: datetime) -> None:
    """Note that the customer answered the message with the offer that they are back; once."""
    theirs = (offers_given.c.plan_id == plan_id, offers_given.c.customer_id == customer_id)
    connection.execute(
        update(offers_given).where(*theirs, offers_given.c.taken_at.is_(None)).values(taken_at=now)
    )


def open_offers(connection: Connection, now: datetime, after: int = 0) -> list[OfferGiven]:
    """Some 300 unused offers with an id above `after`, in order, whose orders may still come."""
    found = _GIVEN.where(
        offers_given.c.used_at.is_(None),
        offers_given.c.expires_at > now - LATE,
        offers_given.c.id > after,
    )
    return [OfferGiven(*row) for row in connection.execute(found.order_by(offers_given.c.id).limit(_PAGE))]


def mark_used(connection: Connection, offers: Sequence[OfferGiven]) -> int:
    """Note of each offer the first order with its code, however spelled; returns how many have one."""
    codes = {form: one for one in offers for form in (one.code, one.code.upper(), one.code.lower())}
    found = connection.execute(
        select(orders.c.code, orders.c.ordered_at, orders.c.id)
        .where(orders.c.code.in_(codes), is_order())
        .order_by(orders.c.ordered_at, orders.c.id)
    )
    first: dict[int, tuple[datetime, int]] = {}
    for code, ordered_at, order_id in found:
        one = codes[code]
        if ordered_at >= one.shown_at:
            first.setdefault(one.id, (ordered_at, order_id))
    for offer_id, (used_at, order_id) in first.items():
        connection.execute(
            update(offers_given)
            .where(offers_given.c.id == offer_id, offers_given.c.used_at.is_(None))
            .values(used_at=used_at, order_id=order_id, expired_at=None)
        )
    return len(first)


def wrongly_used(connection: Connection, now: datetime) -> list[tuple[int, int]]:
    """Some 300 offers, each with its order, whose order was cancelled since or is gone."""
    is_kept = select(orders.c.id).where(orders.c.id == offers_given.c.order_id, is_order()).exists()
    found = select(offers_given.c.id, offers_given.c.order_id).where(
        offers_given.c.used_at.is_not(None), offers_given.c.expires_at > now - LATE, ~is_kept
    )
    return [(offer, order) for offer, order in connection.execute(found.limit(_PAGE))]


def mark_unused(connection: Connection, found: Sequence[tuple[int, int]]) -> int:
    """Take back that these offers were used by these orders; returns how many that was true of."""
    undone = update(offers_given).values(used_at=None, order_id=None)
    return sum(
        connection.execute(
            undone.where(offers_given.c.id == offer, offers_given.c.order_id == order)
        ).rowcount
        for offer, order in found
    )


def expire(connection: Connection, now: datetime) -> int:
    """End the offers whose time has passed unused; returns how many."""
    over = (offers_given.c.used_at.is_(None), offers_given.c.expires_at <= now)
    ended = update(offers_given).where(*over, offers_given.c.expired_at.is_(None)).values(expired_at=now)
    return connection.execute(ended).rowcount


def release(connection: Connection) -> int:
    """Take back the offers whose message was never sent, so that others get them; returns how many."""
    dropped = select(plans.c.id).where(plans.c.state == PlanState.DROPPED)
    unsent = delete(offers_given).where(offers_given.c.plan_id.in_(dropped), offers_given.c.used_at.is_(None))
    return connection.execute(unsent).rowcount


def _given_within_year(connection: Connection, customer_id: int, offer: Offer, now: datetime) -> int:
    theirs = (offers_given.c.customer_id == customer_id, offers_given.c.offer == offer.id)
    counted = select(func.count()).where(*theirs, offers_given.c.shown_at > now - YEAR)
    return connection.execute(counted).scalar_one()


def _next(
    connection: Connection, offer: Offer, plan: tuple[int, int], now: datetime, ids: Ids
) -> OfferGiven | None:
    """The next copy of the offer; None when there is none left.

    Whoever takes the same number or code at the same moment has it, and the one after it is tried.
    """
    plan_id, customer_id = plan
    for _ in range(_TRIES):
        number, code = _free_number(connection, offer), _free_code(connection, offer)
        if code is None or (offer.most is not None and number > offer.most):
            return None
        row = OfferGiven(
            id=ids.next(),
            customer_id=customer_id,
            plan_id=plan_id,
            offer=offer.id,
            number=number,
            code=code,
            shown_at=now,
            expires_at=offer.expires_at(now),
            cost_minor=offer.cost_minor,
        )
        if connection.execute(insert_new(connection, offers_given, "id"), [values_of(row)]).first():
            return row
    return None


def _free_number(connection: Connection, offer: Offer) -> int:
    """The lowest number of a copy that nobody has, from 1."""
    mine = offers_given.c.offer == offer.id
    taken = union_all(select(literal(0).label("n")), select(offers_given.c.number).where(mine)).subquery()
    after = offers_given.alias("after")
    is_next_taken = select(after.c.id).where(after.c.offer == offer.id, after.c.number == taken.c.n + 1)
    return int(
        connection.execute(select(func.min(taken.c.n) + 1).where(~is_next_taken.exists())).scalar_one()
    )


def _free_code(connection: Connection, offer: Offer) -> str | None:
    """A drawn code, or the first of the list that nobody has; None when all have been given."""
    if offer.pattern:
        return "".join(secrets.choice(ALPHABET) if sign == PLACE else sign for sign in offer.pattern)
    mine = select(offers_given.c.code).where(offers_given.c.offer == offer.id)
    given = set(connection.execute(mine).scalars())
    return next((code for code in offer.codes if code not in given), None)
