"""How rows of a file become records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from surveys.language.interface_text import InterfaceText
from surveys.records import amounts, identifiers, instants, phone, statuses
from surveys.records.cells import Cell, UnreadableValue, is_empty, text_of
from surveys.records.columns import Columns
from surveys.records.fields import Field
from surveys.records.header_synonyms import unit_of
from surveys.records.records import CustomerRecord, OrderRecord, RecordKind
from surveys.records.refusal import Refusal

LONGEST_TEXT: Final = 200
"""Characters of a name, a segment, a touchpoint, a status, a code."""
_TOTALS: Final = (
    "итого",
    "всего",
    "total",
    "grand total",
    "общий итог",
    "итог",
    "subtotal",
    "итого:",
    "всего:",
)

Value = TypeVar("Value")
Record = CustomerRecord | OrderRecord


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a file does not say about itself."""

    zone: ZoneInfo
    """Whose clock is meant where a time names no zone."""
    currency: str = "RUB"
    """The business's own, ISO 4217."""
    country: str = "RU"
    """Whose phones are written without a country code, ISO 3166."""
    day_order: instants.DayOrder | None = None
    """What `03/04/2026` is; None refuses such a line."""
    decimal_mark: amounts.DecimalMark | None = None
    """What `1,234` is; None refuses such a line."""
    order_id_from: tuple[str, ...] = ()
    """Headers whose values together are the id of an order, where the source has none."""


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Reads the rows of one file."""

    kind: RecordKind
    columns: Columns
    conventions: Conventions

    def read(self, row: Sequence[Cell], position: int) -> Record | Refusal | None:
        """The record of a row, or why it is refused; None for a line that is empty or sums up others."""
        if self.is_passed_over(row):
            return None
        try:
            return (
                self._order(row, position)
                if self.kind is RecordKind.ORDERS
                else self._customer(row, position)
            )
        except UnreadableRow as error:
            return Refusal(position, error.text)

    def is_passed_over(self, row: Sequence[Cell]) -> bool:
        """Whether a row is empty or a total of the rows above."""
        first = next((cell for cell in row if not is_empty(cell)), None)
        if first is None:
            return True
        if not isinstance(first, str) or not first.strip().casefold().startswith(_TOTALS):
            return False
        key = Field.ORDERED_AT if self.kind is RecordKind.ORDERS else Field.PHONE
        return not self.has(row, key)

    def order_id(self, row: Sequence[Cell]) -> str | None:
        """The id of a row's order; None where it says none. Raises UnreadableRow."""
        if not self.conventions.order_id_from:
            return self._value(row, Field.ORDER_ID, identifiers.read_id)
        parts = [text_of(self._named(row, header)) for header in self.conventions.order_id_from]
        return "-".join(parts) if all(parts) else None

    def amount(self, row: Sequence[Cell], field: Field) -> amounts.Amount | None:
        """An amount of a row; None where it says none. Raises UnreadableRow."""
        mark = self.conventions.decimal_mark
        return self._value(row, field, lambda cell: amounts.read_amount(cell, mark))

    def instant(self, row: Sequence[Cell], field: Field) -> datetime | None:
        """A day of a row, in UTC; None where it says none. Raises UnreadableRow."""
        zone, order = self.conventions.zone, self.conventions.day_order
        return self._value(row, field, lambda cell: instants.read_instant(cell, zone, order))

    def _customer(self, row: Sequence[Cell], position: int) -> CustomerRecord:
        customer_id, number = self._who(row)
        if customer_id is None and number is None:
            raise _refused("record-nobody")
        margin = self.amount(row, Field.MONTHLY_MARGIN)
        return CustomerRecord(
            position,
            customer_id,
            number,
            name=self._name(row),
            language=self._language(row),
            timezone=self._timezone(row),
            segment=self._text(row, Field.SEGMENT),
            joined_at=self.instant(row, Field.JOINED_AT),
            left_at=self.instant(row, Field.LEFT_AT),
            monthly_margin_minor=None if margin is None else margin.minor,
            attributes=self.columns.attributes(row),
        )

    def _order(self, row: Sequence[Cell], position: int) -> OrderRecord:
        order_id = self.order_id(row)
        if order_id is None:
            raise _refused("record-no-order-id")
        ordered_at = self.instant(row, Field.ORDERED_AT)
        if ordered_at is None:
            raise _refused("record-empty-day")
        amount_field = Field.AMOUNT if self.columns.has(Field.AMOUNT) else Field.LINE_AMOUNT
        amount = self.amount(row, amount_field)
        if amount is None:
            raise _refused("record-empty-amount")
        customer_id, number = self._who(row)
        if customer_id is None and number is None:
            raise _refused("record-nobody")
        status = self.status(row)
        if amount.value < 0 and status != statuses.CANCELLED:
            raise _refused("record-negative-amount", value=amount.value)
        return OrderRecord(
            position,
            order_id,
            ordered_at,
            amount.minor,
            customer_id,
            number,
            currency=self._currency(row, amount_field, amount),
            touchpoint=self._text(row, Field.TOUCHPOINT),
            status=status,
            code=self._text(row, Field.CODE),
            margin_minor=self._margin(row, amount),
            attributes=self.columns.attributes(row),
        )

    def _who(self, row: Sequence[Cell]) -> tuple[str | None, str | None]:
        customer_id = self._value(row, Field.CUSTOMER_ID, identifiers.read_id)
        return customer_id, self._value(row, Field.PHONE, self._phone)

    def _phone(self, cell: Cell) -> str | None:
        text = identifiers.read_phone_text(cell)
        if not text:
            return None
        number = phone.normalized(text, self.conventions.country)
        if number is None:
            raise UnreadableValue("record-no-phone", value=text)
        return number

    def _name(self, row: Sequence[Cell]) -> str | None:
        whole = self._text(row, Field.NAME)
        parts = [self._text(row, field) for field in (Field.FIRST_NAME, Field.LAST_NAME)]
        return whole or " ".join(part for part in parts if part) or None

    def _language(self, row: Sequence[Cell]) -> str | None:
        text = self._text(row, Field.LANGUAGE)
        return None if text is None else _LANGUAGES.get(text.casefold()[:2], text.casefold()[:2])

    def _timezone(self, row: Sequence[Cell]) -> str | None:
        return self._value(row, Field.TIMEZONE, _zone_name)

    def status(self, row: Sequence[Cell]) -> str | None:
        """The status of an order, `cancelled` where it is none; None where nothing is said."""
        if self.has(row, Field.CANCELLED_AT):
            _, cell = self.columns.cell(row, Field.CANCELLED_AT)
            if str(cell).strip().casefold() not in _NO:
                return statuses.CANCELLED
        paid = statuses.read_status(self._text(row, Field.PAYMENT_STATUS) or "")
        if paid == statuses.CANCELLED:
            return paid
        return statuses.read_status(self._text(row, Field.STATUS) or "") or paid

    def _currency(self, row: Sequence[Cell], field: Field, amount: amounts.Amount) -> str | None:
        """None for the business's own."""
        text = self._text(row, Field.CURRENCY)
        said = self._value(row, Field.CURRENCY, _currency_code) if text else None
        header, _ = self.columns.cell(row, field)
        of_header = _currency_of(header)
        if said and amount.currency and said != amount.currency:
            raise _refused("record-two-currencies", value=f"{said}, {amount.currency}")
        currency = said or amount.currency or of_header
        return None if currency == self.conventions.currency else currency

    def _margin(self, row: Sequence[Cell], amount: amounts.Amount) -> int | None:
        margin = self.amount(row, Field.MARGIN)
        if margin is not None:
            return margin.minor
        cost = self.amount(row, Field.COST)
        return None if cost is None else amount.minor - cost.minor

    def _text(self, row: Sequence[Cell], field: Field) -> str | None:
        text = self._value(row, field, text_of)
        return text[:LONGEST_TEXT] if text else None

    def has(self, row: Sequence[Cell], field: Field) -> bool:
        """Whether a row says something in a field."""
        groups = self.columns.groups.get(field, ())
        return any(column < len(row) and not is_empty(row[column]) for group in groups for column in group)

    def _named(self, row: Sequence[Cell], header: str) -> Cell:
        position = self.columns.headers.index(header)
        return row[position] if position < len(row) else None

    def _value(self, row: Sequence[Cell], field: Field, read: Callable[[Cell], Value | None]) -> Value | None:
        if field not in self.columns.groups:
            return None
        header = self.columns.headers[self.columns.groups[field][0][0]]
        try:
            header, cell = self.columns.cell(row, field)
            return None if cell is None else read(cell)
        except UnreadableValue as error:
            raise UnreadableRow(InterfaceText(error.text_id, column=header, **error.values)) from None


class UnreadableRow(ValueError):
    """Why a row is refused."""

    def __init__(self, text: InterfaceText) -> None:
        super().__init__(str(text))
        self.text = text


_LANGUAGES: Final = {"ру": "ru", "ан": "en"}
_NO: Final = frozenset(["0", "false", "нет", "no", "ложь"])


def _refused(text_id: str, **values: object) -> UnreadableRow:
    return UnreadableRow(InterfaceText(text_id, **values))


@lru_cache(maxsize=256)
def _currency_of(header: str) -> str | None:
    return amounts.read_currency(unit_of(header) or "")


def _currency_code(cell: Cell) -> str | None:
    text = text_of(cell)
    if text and (code := amounts.read_currency(text)) is None:
        raise UnreadableValue("record-no-currency", value=text)
    return code if text else None


def _zone_name(cell: Cell) -> str | None:
    text = text_of(cell)
    if not text:
        return None
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise UnreadableValue("record-no-zone", value=text) from None
    return text
