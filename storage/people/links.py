"""Links that say what an answer is about, and perhaps who gives it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from storage.people import addresses
from storage.row_values import values_of
from storage.rows import Link, columns_of
from storage.tables import links, orders
from surveys.errors import UserError
from surveys.questions.link_request import LONGEST, LinkRequest

_TOKEN_BYTES: Final = 16
_COLUMNS: Final = [orders.c.id if column is links.c.order_id else column for column in columns_of(Link)]
"""An order that is no longer there, or is somebody else's by now, is none."""
_THEIRS: Final = (orders.c.id == links.c.order_id) & (orders.c.customer_id == links.c.customer_id)
_FOUND: Final = select(*_COLUMNS).select_from(links.outerjoin(orders, _THEIRS))


class UnknownLinkCustomer(UserError):
    """Nobody has that id, account or phone."""

    text_id = "link-customer"


class UnknownLinkOrder(UserError):
    """No order has that number."""

    text_id = "link-order"


class LinkContradiction(UserError):
    """The order is another customer's."""

    text_id = "link-contradiction"


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link with its token, which is told once and kept as a hash only."""

    token: str
    link: Link


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whom and what a link is about."""

    customer_id: int | None = None
    order_id: int | None = None
    touchpoint: str | None = None


def make(
    connection: Connection, link_id: int, wanted: LinkRequest, created_by: int | None, now: datetime
) -> MadeLink:
    """Store a link and return it with its token of 128 random bits.

    Raises UnknownLinkCustomer, UnknownLinkOrder or LinkContradiction.
    """
    about = _subject(connection, wanted)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    valid_for = wanted.valid_for(identifies=about.customer_id is not None)
    row = Link(
        id=link_id,
        token_hash=_hash(token),
        survey_id=wanted.survey_id,
        created_at=now,
        touchpoint=wanted.touchpoint or about.touchpoint,
        segment=wanted.segment,
        order_id=about.order_id,
        customer_id=about.customer_id,
        created_by=created_by,
        expires_at=None if valid_for is None else now + valid_for,
    )
    connection.execute(insert(links), [values_of(row)])
    return MadeLink(token, row)


def find(connection: Connection, token: str) -> Link | None:
    """The link of that token, whatever became of it; None where there never was one."""
    row = connection.execute(_FOUND.where(links.c.token_hash == _hash(token))).one_or_none()
    return Link(*row) if row else None


def spend(connection: Connection, link_id: int, now: datetime) -> bool:
    """Use a link that identifies somebody; False where it was used before."""
    spent = update(links).where(links.c.id == link_id, links.c.used_at.is_(None)).values(used_at=now)
    return connection.execute(spent).rowcount == 1


def give_back(connection: Connection, link_id: int) -> None:
    """Let a link be used again: whoever opened it was not the one whom it means."""
    connection.execute(update(links).where(links.c.id == link_id).values(used_at=None))


def forget(connection: Connection, before: datetime) -> None:
    """Delete the links that expired before that moment."""
    connection.execute(delete(links).where(links.c.expires_at < before))


def _subject(connection: Connection, wanted: LinkRequest) -> _Subject:
    customer_id = None
    if wanted.customer is not None:
        customer_id = addresses.find_any(connection, wanted.customer)
        if customer_id is None:
            raise UnknownLinkCustomer(customer=wanted.customer[:LONGEST])
    if wanted.order is None:
        return _Subject(customer_id)
    columns = orders.c.customer_id, orders.c.id, orders.c.touchpoint
    order = connection.execute(select(*columns).where(orders.c.external_id == wanted.order)).one_or_none()
    if order is None:
        raise UnknownLinkOrder(order=wanted.order[:LONGEST])
    if customer_id not in (None, order.customer_id):
        raise LinkContradiction(order=wanted.order, customer=wanted.customer)
    return _Subject(*order)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
