"""When enough people of a branch have answered: whoever would be asked beyond that is left in peace."""

from dataclasses import dataclass
from enum import StrEnum

from surveys.journeys.calendar import Recurrence


class QuotaGroup(StrEnum):
    """Of what each value has a quota of its own."""

    TOUCHPOINT = "touchpoint"
    """Of the order, the case or the conversation that the journey begins with."""
    SEGMENT = "segment"
    """Of the customer."""


@dataclass(frozen=True, slots=True)
class AnswerQuota:
    """So many scores in a survey are enough in each span of the calendar, in the business's zone."""

    answers: int
    per: Recurrence
    by: QuotaGroup | None = None
    """None where all customers share one."""
