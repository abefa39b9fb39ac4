"""What a company says of its customers and orders, by file, event or hook: read, checked, in one form.

Fields that a source does not carry are None, and change nothing of what is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RecordKind(StrEnum):
    """What a file or an event is about. The value is stored."""

    CUSTOMERS = "customers"
    ORDERS = "orders"


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """One customer as the company's system knows them. Money in minor units of the business's currency."""

    position: int
    """The line of the file, from 1, or the place in the request, from 0: where a refusal points to."""
    customer_id: str | None = None
    """The company's own id; None where the person is known by phone only."""
    phone: str | None = None
    """E.164, such as +79161234567."""
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    segment: str | None = None
    joined_at: datetime | None = None
    left_at: datetime | None = None
    monthly_margin_minor: int | None = None
    updated_at: datetime | None = None
    """When their system changed it, where an event says so: nothing older overwrites it."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What else the source says, by the name of its column."""


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """One order as the company's system knows it; one of `customer_id` and `phone` is given."""

    position: int
    """The line of the file, from 1, or the place in the request, from 0: where a refusal points to."""
    order_id: str
    ordered_at: datetime
    amount_minor: int | None = None
    """In minor units of `currency`; None where an event says no amount."""
    customer_id: str | None = None
    phone: str | None = None
    """E.164, such as +79161234567."""
    currency: str | None = None
    """ISO 4217; None is the business's own."""
    touchpoint: str | None = None
    status: str | None = None
    """As the source names it, or `cancelled` for whatever means that it is none (cancelled, returned)."""
    code: str | None = None
    """The code of an offer that was used."""
    margin_minor: int | None = None
    updated_at: datetime | None = None
    """When their system changed it, where an event says so: nothing older overwrites it."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What else the source says, by the name of its column."""
