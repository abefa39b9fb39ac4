"""Made-up purchases, complaints and farewells, in as few words as a test needs."""

from datetime import UTC, datetime, timedelta
from itertools import count

from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.rows import Case, ChurnSession, Consent, Customer, Order, Plan, Row
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.outreach.consents import ConsentKind
from surveys.outreach.holdout import Arm
from surveys.outreach.policy import ContactKind
from surveys.outreach.subjects import SubjectKind
from surveys.questions.reasons import ReasonClass
from surveys.statistics.periods import Asked, Period
from tests.storage.samples import MOSCOW

_ids = count(900_000)
_numbers = count(1)


def at(day: int, month: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def month(number: int) -> Period:
    first = at(1, number).date()
    return Period(first, (first + timedelta(days=31)).replace(day=1), MOSCOW)


def asked(number: int, **filters: str) -> Asked:
    return Asked(month(number), month(number - 1), filters)


def order(of: Customer, ordered_at: datetime, **given: object) -> Order:
    return Order(next(_ids), of.id, ordered_at, **given)  # type: ignore[arg-type]  # columns by name


def case(
    of: Customer, opened_at: datetime, source: CaseSource = CaseSource.COMPLAINT, **given: object
) -> Case:
    closed = given.get("closed_at")
    values: dict[str, object] = {
        "status": Status.CLOSED if closed else Status.OPEN,
        "segment": of.segment,
        "solved_at": closed,
    } | given
    return Case(
        next(_ids),
        next(_numbers),
        of.id,
        source,
        day=opened_at.astimezone(MOSCOW).date(),
        opened_at=opened_at,
        **values,  # type: ignore[arg-type]  # columns by name
    )


def farewell(of: Customer, told_at: datetime, reason: str, kind: str | None, **given: object) -> ChurnSession:
    values: dict[str, object] = {"id": next(_ids), "segment": of.segment, "shown": [reason]} | given
    return ChurnSession(
        customer_id=of.id,
        reason=reason,
        reason_class=ReasonClass(kind) if kind else None,
        taxonomy_version=1,
        day=told_at.astimezone(MOSCOW).date(),
        told_at=told_at,
        **values,  # type: ignore[arg-type]  # columns by name
    )


def plan(of: Customer, arm: str | None, planned_at: datetime, **given: object) -> Plan:
    values: dict[str, object] = {
        "journey": "winback",
        "kind": ContactKind.PROMOTION,
        "subject_kind": SubjectKind.CHURN_SESSION,
        "subject_id": next(_ids),
        "about": "PRICE_HIGH",
    } | given
    return Plan(
        id=next(_ids),
        customer_id=of.id,
        arm=Arm(arm) if arm else None,
        assigned_at=planned_at,
        planned_at=planned_at,
        due_at=planned_at,
        **values,  # type: ignore[arg-type]  # columns by name
    )


def refusal(of: Customer, decided_at: datetime) -> Consent:
    return Consent(next(_ids), of.id, ConsentKind.PROMOTION, False, "1", decided_at)


async def keep(database: Database, *rows: Row) -> None:
    effects = Effects()
    for row in rows:
        effects.add(row)
    await database.write(flush, [effects])
