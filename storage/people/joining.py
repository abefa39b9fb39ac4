"""Two customers who are one person become one; what contradicts stays apart and is listed for a manager."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, or_, select, update

from storage.people import consents, staged_changes
from storage.people.addresses import addresses_of
from storage.reports import stays, upkeep
from storage.row_values import values_of
from storage.rows import Consent, Customer, CustomerAddress, Joining, columns_of
from storage.tables import addresses, contact_log, customers, joinings, metadata, outbox, plans, rhythms
from storage.tables import consents as consent_rows
from storage.tables import stays as stay_rows
from surveys.outreach.consents import ConsentKind
from surveys.outreach.subjects import SubjectKind
from surveys.records.address import AddressKind
from surveys.records.proof import Proof

_SOLE: Final = (AddressKind.TELEGRAM, AddressKind.COMPANY)
"""Of these a person has one: two are two people, or a mistake."""
_COMPANYS: Final = ("name", "segment", "monthly_margin_minor")
"""What the company knows better than what was met in the chat."""
_MOVEMENTS: Final = ("returned_at", "left_at")
_JOINING: Final = columns_of(Joining)
_one, _other = addresses.alias("one"), addresses.alias("other")
_CONTRADICTIONS: Final = (
    select(*_JOINING, _one.c.value, _other.c.value)
    .join(_one, (_one.c.customer_id == joinings.c.customer_id) & (_one.c.kind == joinings.c.refused))
    .join(_other, (_other.c.customer_id == joinings.c.other_id) & (_other.c.kind == joinings.c.refused))
    .where(joinings.c.refused.is_not(None))
    .order_by(joinings.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A joining that was refused, with the two addresses of which a person has one."""

    joining: Joining
    value: str
    other_value: str


def join(
    connection: Connection, joining_id: int, customer_ids: tuple[int, int], proof: Proof, now: datetime
) -> Joining:
    """Make one customer of two different ones, with all that is theirs, in one transaction; how it went.

    Whoever talks to the bot keeps their row, so that no message on its way loses its person. What either of
    the two forbade stays forbidden. What contradicts is refused and listed.
    """
    people = customers.c.id.in_(customer_ids)
    found = connection.execute(select(customers).where(people).order_by(customers.c.id).with_for_update())
    rows = {row["id"]: dict(row) for row in found.mappings()}
    theirs = addresses_of(connection, customer_ids)
    kept, gone = _in_order(customer_ids, theirs)
    done = Joining(joining_id, kept, gone, proof, now, _contradiction(theirs))
    connection.execute(delete(joinings).where(joinings.c.refused.is_not(None), _between(kept, gone)))
    if done.refused is None:
        with upkeep.following(connection, changed={Customer: {kept, gone}}, added={}):
            _keep_refusal(connection, done)
            _merge(connection, rows[kept], rows[gone])
        upkeep.follow_scores_of(connection, {kept})
    connection.execute(insert(joinings), [values_of(done)])
    return done


def contradictions(connection: Connection, limit: int, below: int | None = None) -> list[Contradiction]:
    """Up to `limit` pairs said to be one person that contradict each other, the latest first.

    `below` is the id of the joining after which to go on. Who is forgotten since is left out.
    """
    listed = _CONTRADICTIONS if below is None else _CONTRADICTIONS.where(joinings.c.id < below)
    rows = connection.execute(listed.limit(limit))
    return [Contradiction(Joining(*row[:-2]), row[-2], row[-1]) for row in rows]


def joinings_of(connection: Connection, customer_id: int) -> list[Joining]:
    """Who else a customer was, or was said to be, oldest first."""
    mine = select(*_JOINING).where(_is_about(customer_id)).order_by(joinings.c.id)
    return [Joining(*row) for row in connection.execute(mine)]


def tables_of_customers() -> list[Table]:
    """All tables with rows of customers, found by their columns so that a new one is not forgotten."""
    return [table for table in metadata.sorted_tables if "customer_id" in table.c]


def _in_order(customer_ids: tuple[int, int], theirs: Iterable[CustomerAddress]) -> tuple[int, int]:
    """Whose row is kept: of who talks to the bot, else of whom the company names, else the first."""
    named = {(one.customer_id, one.kind) for one in theirs}
    first, second = sorted(customer_ids, key=lambda one: [(one, kind) not in named for kind in _SOLE])
    return first, second


def _contradiction(theirs: Iterable[CustomerAddress]) -> AddressKind | None:
    """The first kind of address of which there may be one and the two have two."""
    kinds = [one.kind for one in theirs]
    return next((kind for kind in _SOLE if kinds.count(kind) > 1), None)


def _merge(connection: Connection, kept: Mapping[str, Any], gone: Mapping[str, Any]) -> None:
    staged_changes.take_over(connection, kept["id"], gone["id"])
    if _last_known_move(gone) > _last_known_move(kept):
        stays.take_over(connection, kept["id"], gone["id"])
    for table in reversed(tables_of_customers()):
        _MOVES.get(table.name, _move)(connection, table, kept["id"], gone["id"])
    connection.execute(delete(customers).where(customers.c.id == gone["id"]))
    connection.execute(update(customers).where(customers.c.id == kept["id"]).values(_merged(kept, gone)))


def _keep_refusal(connection: Connection, done: Joining) -> None:
    """Of two opposite decisions about offers the refusal stands, however old; they may allow them anew."""
    offers = ConsentKind.PROMOTION
    said = {consents.given(connection, one, offers) for one in (done.customer_id, done.other_id)}
    if {True, False} <= said:
        refusal = Consent(done.id, done.customer_id, offers, False, "joining", done.happened_at)
        connection.execute(insert(consent_rows), [values_of(refusal)])


def _merged(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> dict[str, Any]:
    """One row of two: what either knows, of who talked or, where it is the company's to say, of the other."""
    values = {name: gone[name] if value is None else value for name, value in kept.items()}
    values |= {name: gone[name] for name in _COMPANYS if gone[name] is not None}
    values["attributes"] = {**(gone["attributes"] or {}), **(kept["attributes"] or {})} or None
    values["import_id"] = kept["import_id"]  # no import made whoever talked before it
    values["staff_since"] = (
        kept["staff_since"] and gone["staff_since"]
    )  # whom the company names is a customer
    values["joined_at"] = min(kept["joined_at"], gone["joined_at"])
    latest = max(kept, gone, key=_last_known_move)
    values |= {name: latest[name] for name in _MOVEMENTS}
    return values


def _last_known_move(person: Mapping[str, Any]) -> datetime:
    """When a person is known to have left or returned last; that they came, both have in common."""
    return max(person[name] or datetime.min.replace(tzinfo=UTC) for name in _MOVEMENTS)


def _move(connection: Connection, table: Table, kept: int, gone: int) -> None:
    connection.execute(update(table).where(table.c.customer_id == gone).values(customer_id=kept))


def _move_plans(connection: Connection, table: Table, kept: int, gone: int) -> None:
    """A person has one plan of a journey about a thing; verdicts about the second are told of the first."""
    about = (plans.c.subject_kind == SubjectKind.CUSTOMER) & (plans.c.subject_id == gone)
    connection.execute(update(plans).where(plans.c.customer_id == gone, about).values(subject_id=kept))
    ours, same = plans.alias("ours"), plans.alias("same")
    is_same = and_(*(ours.c[name] == same.c[name] for name in ("journey", "subject_kind", "subject_id")))
    doubled = select(same.c.id, ours.c.id).join_from(same, ours, is_same)
    pairs = doubled.where(same.c.customer_id == gone, ours.c.customer_id == kept)
    for double, left in connection.execute(pairs).all():
        connection.execute(update(contact_log).where(contact_log.c.plan_id == double).values(plan_id=left))
        connection.execute(delete(plans).where(plans.c.id == double))
    _move(connection, table, kept, gone)


def _move_joinings(connection: Connection, table: Table, kept: int, gone: int) -> None:
    """Who was said to be the one that is gone is said to be the other."""
    is_listed = table.c.refused.is_not(None)
    connection.execute(update(table).where(table.c.other_id == gone, is_listed).values(other_id=kept))
    _move(connection, table, kept, gone)
    connection.execute(delete(table).where(table.c.customer_id == table.c.other_id))


def _leave(connection: Connection, table: Table, kept: int, gone: int) -> None:
    """Whose stays are kept was decided, rhythms follow orders, who is not in Telegram was sent nothing."""


Move = Callable[[Connection, Table, int, int], None]
_MOVES: Final[Mapping[str, Move]] = {
    plans.name: _move_plans,
    stay_rows.name: _leave,
    rhythms.name: _leave,
    outbox.name: _leave,
    joinings.name: _move_joinings,
}
"""Tables in which rows of two people may clash; `addresses` were compared before."""
LEFT: Final = frozenset(name for name, move in _MOVES.items() if move is _leave)
"""Tables in which nothing is moved."""
SETTLED: Final = frozenset({addresses.name, plans.name, stay_rows.name, rhythms.name})
"""Tables whose keys hold a customer and whose clashes are dealt with here."""


def _between(one: int, other: int) -> ColumnElement[bool]:
    return or_(
        (joinings.c.customer_id == one) & (joinings.c.other_id == other),
        (joinings.c.customer_id == other) & (joinings.c.other_id == one),
    )


def _is_about(customer_id: int) -> ColumnElement[bool]:
    is_refused = joinings.c.refused.is_not(None)
    return (joinings.c.customer_id == customer_id) | ((joinings.c.other_id == customer_id) & is_refused)
