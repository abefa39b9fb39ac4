"""What the card of a case tells of its customer besides the case: order, scores, what else is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, select

from storage import customer_profile
from storage.cases import cases as stored_cases
from storage.cases.case_topics import topic_links
from storage.customer_profile import PastScore
from storage.rows import Case
from storage.tables import conversations, orders

_SCORES: Final = 3
_OPEN: Final = 5


@dataclass(frozen=True, slots=True)
class CardFacts:
    order_id: str | None = None
    """The company's number of the order that the case is about; None where it is about none."""
    scores: Sequence[PastScore] = ()
    """The latest that the customer gave elsewhere, at most three."""
    open_cases: Mapping[int, str | None] = field(default_factory=dict)
    """Their other open cases by number, the latest first, with links; None where a topic has no address."""


def card_facts(connection: Connection, case: Case) -> CardFacts:
    """What is known of the customer of a case now."""
    others = [
        one.number
        for one in stored_cases.latest_open_of(connection, case.customer_id, _OPEN)
        if one.id != case.id
    ]
    links = topic_links(connection, others) if others else {}
    return CardFacts(
        _order_id(connection, case),
        customer_profile.latest_scores(connection, case.customer_id, _SCORES, besides=case.conversation_id),
        {number: links.get(number) for number in others},
    )


def _order_id(connection: Connection, case: Case) -> str | None:
    if case.conversation_id is None:
        return None
    about = select(orders.c.external_id).join_from(
        conversations, orders, orders.c.id == conversations.c.order_id
    )
    return connection.execute(about.where(conversations.c.id == case.conversation_id)).scalar()
