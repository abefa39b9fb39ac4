"""How far a customer is with the company: a survey may ask in other words whoever is new or came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

NEW_FOR: Final = timedelta(days=30)
"""How long after their first order somebody is new."""
RETURNED_FOR: Final = timedelta(days=90)
"""How long after they came back somebody has only just returned."""


class CustomerStage(StrEnum):
    """The value is stored with a conversation, and is the key of its words in a survey file."""

    NEW = "new"
    LIVING = "living"
    SILENT = "silent"
    """They have ordered nothing for longer than their own rhythm allows."""
    LEAVING = "leaving"
    """They said that they leave."""
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What is known of somebody; None for what never happened or is not known."""

    first_order_at: datetime | None = None
    silent_at: datetime | None = None
    """From when on they are silent unless they order, by their own rhythm; None without a rhythm."""
    left_at: datetime | None = None
    returned_at: datetime | None = None


def stage_of(facts: StageFacts, now: datetime) -> CustomerStage:
    """The stage of a customer now; whoever is not known to have ordered is no new customer."""
    if facts.left_at is not None:
        return CustomerStage.LEAVING
    if facts.returned_at is not None and now - facts.returned_at <= RETURNED_FOR:
        return CustomerStage.RETURNED
    if facts.silent_at is not None and facts.silent_at <= now:
        return CustomerStage.SILENT
    if facts.first_order_at is not None and now - facts.first_order_at <= NEW_FOR:
        return CustomerStage.NEW
    return CustomerStage.LIVING
