"""Events: what the company's systems say over HTTP, in the columns that files have."""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST: Final = 1000
"""Events of one request."""

Key = Annotated[str, Field(min_length=1, max_length=200, description="The same id again changes nothing.")]
Id = Annotated[str | int | None, Field(description="As the company's own system names it.")]
Phone = Annotated[str | None, Field(description="With its country code.", examples=["+79161234567"])]
Amount = Annotated[str | int | float | None, Field(description="In whole units.", examples=["1234.50", 990])]
Moment = Annotated[
    str | None,
    Field(
        description="ISO 8601; without a zone, by the business's clock.",
        examples=["2026-11-03T12:30:00+03:00"],
    ),
]
Text = Annotated[str | None, Field(max_length=200)]


class EventType(StrEnum):
    """What happened."""

    CUSTOMER_UPSERTED = "customer.upserted"
    ORDER_CREATED = "order.created"
    ORDER_CANCELLED = "order.cancelled"
    SUBSCRIPTION_CANCELLED = "subscription.cancelled"
    CUSTOMER_DELETED = "customer.deleted"


class Event(BaseModel):
    """Further keys are kept as attributes."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)
    __pydantic_extra__: dict[str, str | int | float | bool | None]

    id: Key
    updated_at: Annotated[
        str | None,
        Field(
            description="When your system changed it, ISO 8601: older states than known are late.",
            examples=["2026-11-03T12:30:00+03:00"],
        ),
    ] = None


class CustomerEvent(Event):
    """One of `customer_id` and `phone` is needed."""

    customer_id: Id = None
    phone: Phone = None


class CustomerUpserted(CustomerEvent):
    """A customer as they are now; what is not said stays as it is."""

    type: Literal[EventType.CUSTOMER_UPSERTED]
    name: Text = None
    language: Text = None
    timezone: Text = None
    segment: Text = None
    joined_at: Moment = None
    left_at: Moment = None
    monthly_margin: Amount = None


class OrderCreated(CustomerEvent):
    """An order as it is now; sent again under another `id` it is changed."""

    type: Literal[EventType.ORDER_CREATED]
    order_id: Annotated[str | int, Field(description="As the company's own system names it.")]
    ordered_at: Annotated[str, Field(description="ISO 8601.", examples=["2026-11-03T12:30:00+03:00"])]
    amount: Annotated[str | int | float, Field(description="In whole units.", examples=["1234.50", 990])]
    currency: Annotated[str | None, Field(description="ISO 4217; else the business's.")] = None
    touchpoint: Text = None
    status: Annotated[Text, Field(description="Cancelled, returned and the like make it none.")] = None
    code: Text = None
    margin: Amount = None


class OrderCancelled(Event):
    """An order that was told before is none."""

    type: Literal[EventType.ORDER_CANCELLED]
    order_id: Annotated[str | int, Field(description="As the company's own system names it.")]


class SubscriptionCancelled(CustomerEvent):
    """A customer left, at `left_at` or now."""

    type: Literal[EventType.SUBSCRIPTION_CANCELLED]
    left_at: Moment = None


class CustomerDeleted(CustomerEvent):
    """A customer wants to be forgotten."""

    type: Literal[EventType.CUSTOMER_DELETED]


AnyEvent = Annotated[
    CustomerUpserted | OrderCreated | OrderCancelled | SubscriptionCancelled | CustomerDeleted,
    Field(discriminator="type"),
]
