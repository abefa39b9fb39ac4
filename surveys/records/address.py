"""By what a person is found: each is an address of theirs."""

from enum import StrEnum


class AddressKind(StrEnum):
    """Whose name for a person it is. The value is stored."""

    TELEGRAM = "telegram"
    COMPANY = "company"
    """The company's own id."""
    PHONE = "phone"
    """E.164, such as +79161234567."""
