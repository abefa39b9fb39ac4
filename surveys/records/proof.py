"""What shows that two records are of one person."""

from enum import StrEnum


class Proof(StrEnum):
    """Who said it. The value is stored."""

    CONTACT = "contact"
    """The person, by sharing their own contact."""
    LINK = "link"
    """The company, by a signed link that the person opened."""
    RECORD = "record"
    """The company, by a record that names both."""
