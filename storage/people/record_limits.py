"""What of a record no column can hold."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Column, String

from storage.tables import customers, orders
from surveys.language.interface_text import InterfaceText
from surveys.records.records import CustomerRecord, OrderRecord
from surveys.records.refusal import Refusal

R = TypeVar("R", CustomerRecord, OrderRecord)
_ADDRESS: Final = 200
_LARGEST: Final = 2**63 - 1


def _longest(*columns: Column[Any]) -> dict[str, int]:
    return {
        column.name: column.type.length
        for column in columns
        if isinstance(column.type, String) and column.type.length
    }


_OF_CUSTOMER: Final = {
    "customer_id": _ADDRESS,
    "phone": _ADDRESS,
    **_longest(customers.c.timezone, customers.c.segment),
}
_OF_ORDER: Final = {
    "order_id": _ADDRESS,
    "customer_id": _ADDRESS,
    "phone": _ADDRESS,
    **_longest(orders.c.currency, orders.c.touchpoint, orders.c.status, orders.c.code),
}
_MONEY: Final = ("amount_minor", "margin_minor", "monthly_margin_minor")


def sound_ones(records: Sequence[R]) -> tuple[list[R], list[Refusal]]:
    """The records that can be stored, and why the others cannot."""
    faults = [fault_of(record) for record in records]
    checked = list(zip(records, faults, strict=True))
    refused = [Refusal(record.position, why) for record, why in checked if why is not None]
    return [record for record, why in checked if why is None], refused


def fault_of(record: CustomerRecord | OrderRecord) -> InterfaceText | None:
    """Why a record cannot be stored as it is; None where it can."""
    if record.customer_id is None and record.phone is None:
        return InterfaceText("record-nobody")
    limits = _OF_CUSTOMER if isinstance(record, CustomerRecord) else _OF_ORDER
    for name, longest in limits.items():
        value: str | None = getattr(record, name)
        if value is None:
            continue
        if not value or not _is_storable(value):
            return InterfaceText("record-unreadable", field=name)
        if len(value) > longest:
            return InterfaceText("record-too-long", field=name, longest=longest)
    for name in _MONEY:
        if abs(getattr(record, name, None) or 0) > _LARGEST:
            return InterfaceText("record-too-large", field=name)
    return None


def _is_storable(value: str) -> bool:
    """No database holds NUL and half of a character."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
