"""What the report on the customer base is made of: customers as they are stored, and their moves."""

from collections import Counter
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Select, and_, distinct, exists, func, or_, select

from storage.direction import Direction
from storage.engines.shared_reads import shared
from storage.reports import exposure, known_since, spans
from storage.reports.grouping import is_customer, non_customers
from storage.reports.totals import CUSTOMERS
from storage.tables import addresses, consents, customers
from surveys.outreach.consents import ConsentKind
from surveys.questions.reasons import ReasonClass
from surveys.records.address import AddressKind
from surveys.statistics.base_report import BaseBridge, BaseRecords, BaseReport
from surveys.statistics.periods import Asked, Period

_FILLED: Final = (customers.c.name, customers.c.segment, customers.c.timezone)
_FILLED_ADDRESSES: Final = (AddressKind.COMPANY, AddressKind.PHONE)


def report(connection: Connection, asked: Asked, now: datetime) -> BaseReport:
    """The base as it is now, and what the period made of it."""
    period = asked.period
    return BaseReport(
        period=period,
        records=records(connection),
        active=_active(connection, period, now),
        bridge=bridge(connection, period) if period.since <= now else None,
        last_order_at=exposure.last_order_at(connection, now),
        since=known_since.leaving(connection, period.zone),
    )


def _active(connection: Connection, period: Period, now: datetime) -> int | None:
    """Customers who ordered or complained in a period; None for one that has not begun or was over before the
    first order that is known.
    """
    first = exposure.first_order_at(connection)
    if first is None or period.until <= first or period.since > now:
        return None
    return exposure.of_period(connection, period, "", {}).whole.active_customers


@shared
def records(connection: Connection) -> BaseRecords:
    """How many customers are stored, can be reached, agreed to promotion and blocked the bot."""
    everyone = select(func.count(), func.count(customers.c.blocked_at), *map(func.count, _FILLED))
    n, blocked, *filled = connection.execute(everyone.where(is_customer())).one()
    return BaseRecords(
        records=n,
        reachable=_reachable(connection),
        consented=_consented(connection),
        blocked=blocked,
        filled=sum(filled) + sum(_with_address(connection, kind) for kind in _FILLED_ADDRESSES),
        fields=len(_FILLED) + len(_FILLED_ADDRESSES),
    )


def bridge(connection: Connection, period: Period) -> BaseBridge:
    """How often customers came, returned and left in the period, beside those who were there before."""
    before = _moves(connection, spans.BEGINNING, period.since)
    within = _moves(connection, period.since, period.until)
    lost = Counter({kind: within[Direction.LEFT, kind] for kind in ReasonClass})
    lost[ReasonClass.UNKNOWN] += within[Direction.LEFT, ""]
    return BaseBridge(
        start=sum(-n if direction == Direction.LEFT else n for (direction, _), n in before.items()),
        new=within[Direction.CAME, ""],
        returned=within[Direction.RETURNED, ""],
        lost=lost,
    )


def _moves(connection: Connection, since: datetime, until: datetime) -> Counter[tuple[str, str]]:
    """How often customers moved within [since, until), by direction and by the class of their reason."""
    moves = spans.of_instants(CUSTOMERS, since, until)
    key = moves.c.direction, moves.c.reason_class
    rows = connection.execute(select(*key, func.sum(moves.c.n)).group_by(*key))
    return Counter({(direction, kind): int(n) for direction, kind, n in rows})


def _with_address(connection: Connection, kind: AddressKind) -> int:
    return connection.execute(_people_with(kind)).scalar_one()


def _reachable(connection: Connection) -> int:
    has_blocked = customers.c.blocked_at.is_not(None)
    return connection.execute(_people_with(AddressKind.TELEGRAM, has_blocked)).scalar_one()


def _people_with(kind: AddressKind, *unless: ColumnElement[bool]) -> Select[int]:
    """How many customers have an address of a kind: of phones somebody may have several."""
    owner = addresses.c.customer_id
    n = func.count(distinct(owner)) if kind is AddressKind.PHONE else func.count()
    return select(n).where(addresses.c.kind == kind, owner.not_in(non_customers(*unless)))


def _consented(connection: Connection) -> int:
    later = consents.alias("later")
    is_later = or_(
        later.c.decided_at > consents.c.decided_at,
        and_(later.c.decided_at == consents.c.decided_at, later.c.id > consents.c.id),
    )
    same = later.c.customer_id == consents.c.customer_id, later.c.kind == consents.c.kind
    found = select(func.count()).where(
        consents.c.kind == ConsentKind.PROMOTION,
        consents.c.given.is_(True),
        ~exists().where(*same, is_later),
    )
    people = consents.join(customers, customers.c.id == consents.c.customer_id)
    return connection.execute(found.select_from(people).where(is_customer())).scalar_one()
