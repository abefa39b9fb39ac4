"""What is stored of a customer that staff read at a glance."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from storage.cases import cases as stored_cases
from storage.outreach import churn_sessions
from storage.people import stage_facts
from storage.people.addresses import EXTERNAL_ID, addresses_of, find_any, named
from storage.reports import stays
from storage.rows import Case, ChurnSession, Consent, Customer, Stay, columns_of
from storage.tables import answers, cases, consents, customers
from surveys.cases.person_query import case_number, spellings
from surveys.questions.customer_stage import StageFacts
from surveys.questions.scaled_score import ScaledScore, stored_score
from surveys.records.address import AddressKind

_NEWEST: Final = 8


@dataclass(frozen=True, slots=True)
class PastScore:
    at: datetime
    score: ScaledScore
    touchpoint: str | None


@dataclass(frozen=True, slots=True)
class CustomerProfile:
    """The newest of each come first, eight at most."""

    customer: Customer
    phones: Sequence[str]
    stage: StageFacts
    scores: Sequence[PastScore]
    cases: Sequence[Case]
    left: Sequence[ChurnSession]
    """What they told about leaving."""
    consents: Sequence[Consent]
    stays: Sequence[Stay]


def find_person(connection: Connection, said: str) -> int | None:
    """The id of the customer whom somebody means: by a case as #17, else by an address; None for nobody.

    An address is the company's id, the Telegram id or a phone in any spelling.
    """
    if (number := case_number(said)) is not None:
        case = stored_cases.numbered(connection, number)
        return case.customer_id if case is not None else None
    found = (find_any(connection, one) for one in spellings(said))
    return next((one for one in found if one is not None), None)


def names(connection: Connection, customer_ids: Collection[int]) -> dict[int, str]:
    """Names of customers with the company's id behind them, by id; who has neither is missing."""
    known = select(customers.c.id, customers.c.name, EXTERNAL_ID).select_from(named())
    rows = connection.execute(known.where(customers.c.id.in_(customer_ids)))
    told = {one: " · ".join(filter(None, [name, external_id])) for one, name, external_id in rows}
    return {one: name for one, name in told.items() if name}


def has_case(connection: Connection, customer_id: int) -> bool:
    """Whether the customer ever had a case."""
    theirs = select(cases.c.id).where(cases.c.customer_id == customer_id).limit(1)
    return connection.execute(theirs).first() is not None


def read_profile(connection: Connection, customer_id: int) -> CustomerProfile | None:
    """The profile of a customer; None where there is none, as after `/forget`."""
    stage = stage_facts.stage_facts(connection, [customer_id]).get(customer_id)
    if stage is None:
        return None
    known = stays.find(connection, [customer_id]).get(customer_id, [])
    return CustomerProfile(
        customer=stored_cases.complainant(connection, customer_id),
        phones=[
            one.value
            for one in addresses_of(connection, [customer_id])
            if one.kind is AddressKind.PHONE
        ],
        stage=stage,
        scores=latest_scores(connection, customer_id),
        cases=stored_cases.latest_of(connection, customer_id, _NEWEST),
        left=churn_sessions.told_by(connection, customer_id, _NEWEST),
        consents=_consents(connection, customer_id),
        stays=known[::-1][:_NEWEST],
    )  # fmt: skip


def latest_scores(
    connection: Connection, customer_id: int, limit: int = _NEWEST, *, besides: int | None = None
) -> list[PastScore]:
    """Up to `limit` scores that a customer gave, the newest first, but for those of one conversation."""
    given = (
        select(answers.c.answered_at, answers.c.kind, answers.c.score, answers.c.touchpoint)
        .where(
            answers.c.customer_id == customer_id,
            answers.c.score.is_not(None),
            answers.c.superseded_at.is_(None),
            answers.c.conversation_id.is_distinct_from(besides),
        )
        .order_by(answers.c.answered_at.desc(), answers.c.id.desc())
        .limit(limit)
    )
    found = ((at, stored_score(kind, score), place) for at, kind, score, place in connection.execute(given))
    return [PastScore(at, score, place) for at, score, place in found if score is not None]


def _consents(connection: Connection, customer_id: int) -> list[Consent]:
    decided = select(*columns_of(Consent)).where(consents.c.customer_id == customer_id)
    newest = decided.order_by(consents.c.decided_at.desc(), consents.c.id.desc()).limit(_NEWEST)
    return [Consent(*row) for row in connection.execute(newest)]
