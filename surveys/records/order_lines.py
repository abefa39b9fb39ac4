"""Orders that are written over several lines, one for each of their goods."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from surveys.language.interface_text import InterfaceText
from surveys.records.cells import Cell
from surveys.records.fields import Field
from surveys.records.header_synonyms import normalized_header
from surveys.records.reading import Record, RecordReader, UnreadableRow
from surveys.records.records import OrderRecord, RecordKind
from surveys.records.refusal import Refusal

_OF_WHOLE_ORDER: Final = ("order", "заказ", "чек", "документ", "total", "итог", "всего", "revenue", "выручка")

Numbered = tuple[int, Sequence[Cell]]
"""A row and its line in the file, from 1."""


@dataclass(slots=True)
class _OpenOrder:
    """An order whose last line may still come."""

    order_id: str
    first: Sequence[Cell]
    result: OrderRecord | Refusal
    positions: list[int] = field(default_factory=list)

    def refuse(self, why: InterfaceText) -> None:
        if isinstance(self.result, OrderRecord):
            self.result = Refusal(self.positions[0], why)

    def outcome(self) -> Iterator[OrderRecord | Refusal]:
        """The order, or a refusal of each of its lines."""
        if isinstance(self.result, OrderRecord):
            yield self.result
        else:
            yield from (Refusal(position, self.result.why) for position in self.positions)


def read_rows(reader: RecordReader, rows: Iterable[Numbered]) -> Iterator[Record | Refusal]:
    """The records and refusals of a file, in its order; lines of an order stand behind each other."""
    if reader.kind is RecordKind.CUSTOMERS:
        yield from _present(reader.read(row, position) for position, row in rows)
        return
    current: _OpenOrder | None = None
    if reader.conventions.order_id_from:
        yield from _numbered(reader, rows)
        return
    for position, row in rows:
        if reader.is_passed_over(row):
            continue
        if current is not None and _continues(reader, current, row):
            current.positions.append(position)
            _add_line(reader, current, row)
            continue
        if current is not None:
            yield from current.outcome()
        current = None
        read = reader.read(row, position)
        order_id = read.order_id if isinstance(read, OrderRecord) else _id_of(reader, row)
        if order_id is not None and isinstance(read, OrderRecord | Refusal):
            current = _OpenOrder(order_id, row, read, [position])
        else:
            yield from _present([read])
    if current is not None:
        yield from current.outcome()


def _numbered(reader: RecordReader, rows: Iterable[Numbered]) -> Iterator[Record | Refusal]:
    """Every line is an order; those behind each other whose built ids are equal are numbered."""
    last, count = None, 1
    for record in _present(reader.read(row, position) for position, row in rows):
        if isinstance(record, OrderRecord):
            last, count = record.order_id, count + 1 if record.order_id == last else 1
            yield record if count == 1 else replace(record, order_id=f"{last}-{count}")
        else:
            yield record


def _present(records: Iterable[Record | Refusal | None]) -> Iterator[Record | Refusal]:
    return (record for record in records if record is not None)


def _id_of(reader: RecordReader, row: Sequence[Cell]) -> str | None:
    try:
        return reader.order_id(row)
    except UnreadableRow:
        return None


def _continues(reader: RecordReader, order: _OpenOrder, row: Sequence[Cell]) -> bool:
    order_id = _id_of(reader, row)
    if order_id is not None:
        return order_id == order.order_id
    return not any(reader.has(row, one) for one in (Field.ORDER_ID, Field.ORDERED_AT, Field.AMOUNT))


def _add_line(reader: RecordReader, order: _OpenOrder, row: Sequence[Cell]) -> None:
    if list(row) == list(order.first) or not isinstance(order.result, OrderRecord):
        return
    try:
        order.result = _with_line(reader, order.result, row)
    except UnreadableRow as error:
        order.refuse(error.text)


def _with_line(reader: RecordReader, record: OrderRecord, row: Sequence[Cell]) -> OrderRecord:
    moment = reader.instant(row, Field.ORDERED_AT)
    if moment is not None and moment != record.ordered_at:
        raise UnreadableRow(InterfaceText("record-order-twice", value=record.order_id))
    record = replace(record, status=reader.status(row) or record.status)
    if reader.columns.has(Field.AMOUNT):
        amount = reader.amount(row, Field.AMOUNT)
        header, _ = reader.columns.cell(row, Field.AMOUNT)
        if amount is not None and (amount.minor != record.amount_minor or not _is_of_whole_order(header)):
            raise UnreadableRow(
                InterfaceText("record-amount-over-lines", column=header, value=record.order_id)
            )
        return record
    line = reader.amount(row, Field.LINE_AMOUNT)
    if line is None or record.amount_minor is None:
        return record
    return replace(record, amount_minor=record.amount_minor + line.minor)


def _is_of_whole_order(header: str) -> bool:
    """Whether an amount that stands on each line of an order is that of the order."""
    plain = normalized_header(header)
    return any(word in plain for word in _OF_WHOLE_ORDER)
