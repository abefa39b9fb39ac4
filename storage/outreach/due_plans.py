"""Plans with what they are about, loaded for a page of them in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Connection, Select, bindparam, select

from storage.outreach.recipients import Recipient
from storage.people.addresses import CUSTOMER, named
from storage.people.stage_facts import stage_facts
from storage.rows import (
    Campaign,
    Case,
    ChurnSession,
    Conversation,
    Customer,
    OfferGiven,
    Order,
    Plan,
    Row,
    columns_of,
)
from storage.surveys import answers
from storage.tables import addresses, conversations
from surveys.journeys.quota import QuotaGroup
from surveys.outreach.campaigns import CampaignKind
from surveys.outreach.subjects import SubjectKind
from surveys.questions.customer_stage import StageFacts
from surveys.records.address import AddressKind

S = TypeVar("S", bound=Row)

_ASKED: Final = (
    select(*columns_of(Conversation))
    .where(
        conversations.c.customer_id.in_(bindparam("people", expanding=True)),
        conversations.c.survey_id.in_(bindparam("surveys", expanding=True)),
    )
    .order_by(conversations.c.id)
)
_ROWS: Final[Mapping[SubjectKind, type[Row]]] = {
    SubjectKind.CONVERSATION: Conversation,
    SubjectKind.CHURN_SESSION: ChurnSession,
    SubjectKind.CASE: Case,
    SubjectKind.ORDER: Order,
    SubjectKind.CUSTOMER: Customer,
    SubjectKind.CAMPAIGN: Campaign,
}
"""A date is a subject without a row."""


# Python 3.11 cannot make a frozen generic with slots from `DuePlan[Case](…)`.
@dataclass(frozen=True)
class DuePlan(Generic[S]):
    """A plan with its person and its subject."""

    plan: Plan
    recipient: Recipient
    subject: S | None = None
    """The row that the plan names; None where it is gone, and for a date, which has none."""
    offer: OfferGiven | None = None
    """What its message offers; None for nothing, and before it is to be sent."""
    survey: str | None = None
    """The id of the survey that the plan is to begin; None where it begins none."""
    asked: Conversation | None = None
    """The last asking of that survey; None where there was none, or the plan begins none."""
    facts: StageFacts | None = None
    """How far the person is; None where the plan begins no survey."""
    has_phone: bool = False
    """Whether a phone of the person is known; told of plans that begin surveys only."""
    earlier_at: datetime | None = None
    """When the last message of its journey to them was planned; None for the first, or if it may repeat."""
    has_enough: bool = False
    """Whether as many have answered its survey as its journey wants."""
    is_refused: bool = False
    """Whether the person asked not to be asked that survey any more."""

    def group(self, by: QuotaGroup) -> str | None:
        """The touchpoint of its subject, or the segment of its person; None for none."""
        if by is QuotaGroup.SEGMENT:
            return self.recipient.segment
        return getattr(self.subject, "touchpoint", None)


def load(
    connection: Connection,
    plans: Sequence[Plan],
    recipients: Mapping[int, Recipient],
    surveys: Mapping[int, str] = MappingProxyType({}),
) -> list[DuePlan[Any]]:
    """Plans with their recipients and subjects, in the order of the plans.

    `recipients` are by customer id; raises KeyError where one is missing. `surveys` are the ids of those that
    plans are to begin, by plan id; a campaign says itself which survey its plans begin.
    """
    about: defaultdict[SubjectKind, set[int]] = defaultdict(set)
    for plan in plans:
        about[plan.subject_kind].add(plan.subject_id)
    subjects = {kind: _subjects(connection, kind, ids) for kind, ids in about.items()}
    surveys = {**surveys, **_of_campaigns(plans, subjects.get(SubjectKind.CAMPAIGN, {}))}
    asking = {plan.customer_id for plan in plans if plan.id in surveys}
    asked = _asked(connection, asking, set(surveys.values()))
    refused = answers.never_again(connection, asking, set(surveys.values()))
    facts, phones = stage_facts(connection, asking), _with_phone(connection, asking)
    return [
        DuePlan(
            plan,
            recipients[plan.customer_id],
            subjects[plan.subject_kind].get(plan.subject_id),
            survey=(survey := surveys.get(plan.id)),
            asked=asked.get((plan.customer_id, survey or "")),
            facts=facts.get(plan.customer_id) if survey is not None else None,
            has_phone=plan.customer_id in phones,
            is_refused=(plan.customer_id, survey) in refused,
        )
        for plan in plans
    ]


def askings(
    connection: Connection, people: Collection[int], survey_id: str
) -> tuple[dict[int, Conversation], set[int]]:
    """The last asking of that survey by customer, and who asked not to be asked it any more."""
    asked = _asked(connection, people, [survey_id])
    refused = answers.never_again(connection, people, [survey_id])
    return {customer: one for (customer, _), one in asked.items()}, {customer for customer, _ in refused}


def _of_campaigns(plans: Sequence[Plan], campaigns: Mapping[int, Campaign]) -> dict[int, str]:
    """The surveys of campaigns that begin one, by plan id."""
    asked = {one.id: one.survey_id for one in campaigns.values() if one.kind is CampaignKind.SURVEY}
    of_campaigns = (plan for plan in plans if plan.subject_kind is SubjectKind.CAMPAIGN)
    return {plan.id: survey for plan in of_campaigns if (survey := asked.get(plan.subject_id)) is not None}


def _asked(
    connection: Connection, people: Collection[int], surveys: Collection[str]
) -> dict[tuple[int, str], Conversation]:
    """The last asking of each of the surveys by customer and survey."""
    if not people:
        return {}
    found = connection.execute(_ASKED, {"people": sorted(people), "surveys": sorted(surveys)})
    return {(one.customer_id, one.survey_id): one for one in (Conversation(*row) for row in found)}


def _with_phone(connection: Connection, people: Collection[int]) -> set[int]:
    found = select(addresses.c.customer_id).where(
        addresses.c.customer_id.in_(people), addresses.c.kind == AddressKind.PHONE
    )
    return set(connection.execute(found).scalars()) if people else set()


def _subjects(connection: Connection, kind: SubjectKind, ids: Collection[int]) -> dict[int, Any]:
    """Subjects of that kind by id; empty for a kind without rows."""
    if kind not in _ROWS:
        return {}
    make: Any = _ROWS[kind]
    found = connection.execute(_select(kind), {"ids": list(ids)})
    return {one.id: one for one in (make(*row) for row in found)}


@cache
def _select(kind: SubjectKind) -> Select[Any]:
    row_type = _ROWS[kind]
    of_these = row_type.table.c.id.in_(bindparam("ids", expanding=True))
    if row_type is Customer:
        return select(*CUSTOMER).select_from(named()).where(of_these)
    return select(*columns_of(row_type)).where(of_these)
