"""What a planned message is about."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """The sort of thing that a plan names by its id. The value is stored.

    The id of a date is its ordinal, as `date.toordinal` gives it; that of anything else is its row's.
    """

    CONVERSATION = "conversation"
    CHURN_SESSION = "churn_session"
    CASE = "case"
    ORDER = "order"
    CUSTOMER = "customer"
    DATE = "date"
    CAMPAIGN = "campaign"
