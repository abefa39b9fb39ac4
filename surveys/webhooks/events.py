"""What other systems are told of, by webhook."""

from enum import StrEnum


class EventKind(StrEnum):
    """The name of an event as other systems see it. The value is stored."""

    SCORE_GIVEN = "score.given"
    CASE_OPENED = "case.opened"
    CASE_ANSWERED = "case.answered"
    """Staff's first answer reached the customer."""
    CASE_CLOSED = "case.closed"
    CUSTOMER_LEFT = "customer.left"
    CUSTOMER_RETURNED = "customer.returned"
    CONSENT_CHANGED = "consent.changed"
    TEST = "test"
    """Sent on request only."""
