"""What a file would bring: what its columns were understood as, and how many of its lines can be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from reports.files.table_file import TableFile, examine, open_table, records
from storage.engines.database import Connection
from storage.ids import Ids
from storage.imports.storing import compare
from storage.people.record_changes import Stored
from surveys.errors import UserErrors
from surveys.language.interface_text import InterfaceText
from surveys.language.languages import Language
from surveys.records.evidence import FileQuestion, Sample
from surveys.records.fields import Field
from surveys.records.reading import Conventions, Record
from surveys.records.records import OrderRecord, RecordKind
from surveys.records.refusal import Refusal

REFUSALS_SHOWN: Final = 5
_AMOUNTS: Final = (Field.AMOUNT, Field.LINE_AMOUNT)
_BLOCK: Final = 500


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    header: str
    field: Field | None
    """None for a column that is kept as an attribute."""
    values: tuple[str, ...]
    """What the first rows say there."""


@dataclass(slots=True)
class FilePreview:
    """A file that was read once from its beginning to its end, and not written."""

    kind: RecordKind
    columns: tuple[ColumnPreview, ...]
    missing: tuple[tuple[Field, ...], ...]
    """Groups of fields of which one is needed and none was found; empty where the file can be imported."""
    records: int = 0
    outcome: Stored = field(default_factory=Stored)
    """What an import would do; the refusals in it are counted below."""
    first_day: datetime | None = None
    last_day: datetime | None = None
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    """The first of them."""
    questions: Mapping[FileQuestion, Sample] = field(default_factory=dict)
    """What is to be asked before the file can be imported, each with a value that is meant."""
    conventions: Conventions | None = None
    """How its lines were read: with what the file itself settles."""

    def count(self, record: Record | Refusal) -> None:
        """Count a record or a refusal of the file."""
        if isinstance(record, Refusal):
            self._refuse(record)
            return
        self.records += 1
        if isinstance(record, OrderRecord):
            self.first_day = min(self.first_day or record.ordered_at, record.ordered_at)
            self.last_day = max(self.last_day or record.ordered_at, record.ordered_at)

    def _refuse(self, refusal: Refusal) -> None:
        self.refused += 1
        if len(self.refusals) < REFUSALS_SHOWN:
            self.refusals.append(refusal)


def open_as(path: Path, kind: RecordKind | None) -> TableFile:
    """The file as what somebody said that it is, else as orders where it has all that they need.

    Raises UserErrors as `open_table` does.
    """
    if kind is not None:
        return open_table(path, kind)
    as_orders = open_table(path, RecordKind.ORDERS)
    if not as_orders.missing():
        return as_orders
    as_customers = open_table(path, RecordKind.CUSTOMERS)
    is_nearer = as_orders.columns.has(Field.ORDER_ID) and as_orders.columns.has(*_AMOUNTS)
    return as_orders if as_customers.missing() and is_nearer else as_customers


def preview_of(
    connection: Connection,
    path: Path,
    kind: RecordKind | None,
    conventions: Conventions,
    now: datetime,
    language: Language,
) -> FilePreview:
    """What a file would bring; its lines are not read where a column is missing. Raises UserErrors."""
    table = open_as(path, kind)
    found = FilePreview(table.kind, tuple(_columns(table)), tuple(table.missing()))
    if not found.missing:
        ids, evidence = Ids(), examine(table)
        found.questions = evidence.questions(conventions)
        found.conventions = evidence.settled(conventions)
        read = records(table, found.conventions)
        while block := list(islice(read, _BLOCK)):
            _count_block(connection, found, block, partial(compare, now=now, ids=ids, language=language))
    return found


def _count_block(
    connection: Connection,
    found: FilePreview,
    block: Sequence[Record | Refusal],
    planned: Callable[..., Stored],
) -> None:
    outcome = planned(connection, found.kind, [one for one in block if not isinstance(one, Refusal)])
    refused = {refusal.position: refusal for refusal in outcome.refused}
    for one in block:
        found.count(refused.get(one.position, one))
    found.outcome += replace(outcome, refused=())


def _columns(table: TableFile) -> Iterator[ColumnPreview]:
    for position, (header, meant) in enumerate(zip(table.columns.headers, table.columns.fields, strict=True)):
        said = (row[position] for row in table.first_rows if position < len(row))
        yield ColumnPreview(header, meant, tuple(value for value in said if value))


def named(error: UserErrors, stored: str, name: str) -> list[InterfaceText]:
    """What is wrong with a file, by the name that its sender gave it."""
    return [
        InterfaceText(text.id, **{key: name if said == stored else said for key, said in text.values})
        for text in error.texts
    ]
