"""What journeys begin with."""

from enum import StrEnum


class Trigger(StrEnum):
    """What happens that a journey may begin with.

    The first ones are told by handlers in the transaction in which they happen, to planners that get the row
    that it happened to. The last three nobody tells: they are looked for again and again.
    """

    SURVEY_BEGUN = "survey_begun"
    """The conversation that began with the question."""
    REASON_TOLD = "reason_told"
    """The churn session whose reason was told, corrected or dated; perhaps not stored yet."""
    CASE_CLOSED = "case_closed"
    """The case, which is stored as closed."""
    OFFERS_ALLOWED = "offers_allowed"
    """The customer, who has just agreed to offers; that is not stored yet."""
    SCORE_GIVEN = "score_given"
    """The conversation in which an answer was given or corrected, as it is now; perhaps not stored yet."""
    ORDER_STORED = "order_stored"
    """An order, by whatever way it came, once its import counts."""
    SILENT = "silent"
    """The last order of a customer who has been silent for longer than their own rhythm."""
    SCHEDULE = "schedule"
    """A day of the calendar."""
