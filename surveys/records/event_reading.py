"""How events become records, by the same rules as the lines of files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from surveys.language.interface_text import InterfaceText
from surveys.records.address import AddressKind
from surveys.records.cells import UnreadableValue
from surveys.records.columns import Columns
from surveys.records.events import AnyEvent, CustomerDeleted, EventType, OrderCancelled, SubscriptionCancelled
from surveys.records.fields import Field
from surveys.records.identifiers import read_id
from surveys.records.instants import read_instant
from surveys.records.reading import Conventions, Record, RecordReader
from surveys.records.records import CustomerRecord, RecordKind
from surveys.records.refusal import Refusal

_ADAPTER: Final[TypeAdapter[Any]] = TypeAdapter(AnyEvent)
_ENVELOPE: Final = frozenset(["id", "type", "updated_at"])
_UPDATED_AT: Final = "updated_at"
_NAMES: Final = frozenset(Field)
_KINDS: Final = {EventType.ORDER_CREATED: RecordKind.ORDERS}


@dataclass(frozen=True, slots=True)
class Cancellation:
    """An order that is none any more."""

    position: int
    order_id: str
    updated_at: datetime
    """When it was cancelled, else when it was told."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """A customer who wants to be forgotten; one of the two is given."""

    position: int
    customer_id: str | None
    phone: str | None

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """What they are known by, each a kind and a value."""
        named = ((AddressKind.COMPANY, self.customer_id), (AddressKind.PHONE, self.phone))
        return [(kind, value) for kind, value in named if value is not None]


def unknown_order(fact: Cancellation) -> Refusal:
    """An order that was never told of cannot be cancelled."""
    return Refusal(fact.position, InterfaceText("event-unknown-order", order=fact.order_id))


Fact = Record | Cancellation | Deletion


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """An event and what it says."""

    id: str
    fact: Fact


def read_event(given: object, position: int, conventions: Conventions, now: datetime) -> ReadEvent | Refusal:
    """What the value of a JSON text says, or why it is refused."""
    try:
        event = _ADAPTER.validate_python(given)
    except ValidationError as error:
        return Refusal(position, _remedy(error.errors(include_url=False, include_input=False)[0]))
    try:
        updated_at = read_instant(event.updated_at, conventions.zone, conventions.day_order)
    except UnreadableValue as error:
        return Refusal(position, InterfaceText(error.text_id, column=_UPDATED_AT, **error.values))
    values = event.model_dump(exclude=set(_ENVELOPE), exclude_none=True)
    kind = _KINDS.get(event.type, RecordKind.CUSTOMERS)
    if isinstance(event, OrderCancelled):
        return _cancellation(event, position, updated_at or now)
    if isinstance(event, SubscriptionCancelled):
        values.setdefault(Field.LEFT_AT, now.isoformat())
    fact = _read(values, kind, conventions, position)
    if isinstance(fact, CustomerRecord) and isinstance(event, CustomerDeleted):
        return ReadEvent(event.id, Deletion(position, fact.customer_id, fact.phone))
    if isinstance(fact, Refusal):
        return fact
    return ReadEvent(event.id, replace(fact, updated_at=updated_at))


def _cancellation(event: OrderCancelled, position: int, updated_at: datetime) -> ReadEvent | Refusal:
    try:
        order_id = read_id(str(event.order_id))
    except UnreadableValue as error:
        return Refusal(position, InterfaceText(error.text_id, column=Field.ORDER_ID, **error.values))
    if order_id is None:
        return Refusal(position, InterfaceText("record-no-order-id"))
    return ReadEvent(event.id, Cancellation(position, order_id, updated_at))


def _read(
    values: Mapping[str, Any], kind: RecordKind, conventions: Conventions, position: int
) -> Record | Refusal:
    # The first column keeps a line from being taken for an empty one, or for a sum of others.
    headers = ("", *values)
    known = tuple(Field(name) if name in _NAMES else None for name in headers)
    groups = {field: ((column,),) for column, field in enumerate(known) if field is not None}
    row = (0, *map(_cell, values.values()))
    read = RecordReader(kind, Columns(headers, known, groups), conventions).read(row, position)
    return Refusal(position, InterfaceText("record-nobody")) if read is None else read


def _cell(value: Any) -> Any:
    """Whole numbers are exact in JSON, however long: no spreadsheet spoilt them."""
    return str(value) if isinstance(value, int) else value


def _remedy(error: ErrorDetails) -> InterfaceText:
    # The first step says which kind of event it was taken for.
    place = ".".join(
        str(step) for step in error["loc"][1:] if not str(step).startswith(("function", "union"))
    )
    if error["type"].startswith("union_tag"):
        return InterfaceText("event-no-type", types=", ".join(EventType))
    if error["type"] == "missing":
        return InterfaceText("event-missing", field=place)
    if not place:
        return InterfaceText("event-no-object")
    return InterfaceText("event-wrong-value", field=error["loc"][1])
