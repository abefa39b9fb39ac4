"""A company's file as a table: where its header stands, what its columns are, its rows as records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from reports.files.delimited_text import open_text
from reports.files.workbook import is_workbook, open_workbook
from surveys.errors import UserError
from surveys.records.cells import Cell, UnreadableValue, is_empty, text_of
from surveys.records.columns import Columns, understand
from surveys.records.evidence import Evidence, evidence_columns
from surveys.records.fields import Field
from surveys.records.order_lines import Numbered, read_rows
from surveys.records.reading import Conventions, Record, RecordReader
from surveys.records.records import RecordKind
from surveys.records.refusal import Refusal

FIRST_ROWS: Final = 3
"""Rows that are shown before an import."""
_HEADER_WITHIN: Final = 40
"""Lines among which the header is looked for."""


class EmptyFile(UserError):
    """The file has no row with anything in it."""

    text_id = "import-empty"


class InvalidFile(UserError):
    """There is no such file, or it may not be opened."""

    text_id = "import-unreadable"


class SpoiltDay(UserError):
    """A spreadsheet read part of the days the other way round."""

    text_id = "import-spoilt-days"


class TableContent(Protocol):
    """What rows come from: a text or a workbook."""

    def rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Each row with its line in the file, from 1; may be asked for again."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that was looked into and not read yet."""

    path: Path
    kind: RecordKind
    content: TableContent
    header_line: int
    """The line of the header, from 1."""
    columns: Columns
    first_rows: tuple[tuple[str, ...], ...] = field(default=())
    """The first rows below the header, as text, to be shown."""

    def missing(self, id_from: Sequence[str] = ()) -> list[tuple[Field, ...]]:
        """Groups of fields of which one is needed and none was found; empty where the file can be read."""
        return self.columns.missing(self.kind, id_from)

    def rows(self) -> Iterator[Numbered]:
        """The rows below the header, with their lines in the file."""
        return ((line, row) for line, row in self.content.rows() if line > self.header_line)


def open_table(
    path: Path, kind: RecordKind, chosen: Mapping[str, Field] | None = None, worksheet: str | None = None
) -> TableFile:
    """Look into a file: its encoding, its delimiter or sheet, its header and what the columns are.

    `chosen` names fields of columns, by their headers, where a person said so; `worksheet` names another than
    the first with data. Raises UserError for a file that is empty, damaged, no table or too large.
    """
    content = open_content(path, worksheet)
    beginning = list(islice(content.rows(), _HEADER_WITHIN))
    header_line, headers = _header(path, kind, beginning)
    columns = understand(kind, headers, chosen)
    below = [row for line, row in beginning if line > header_line and not all(map(is_empty, row))]
    shown = tuple(tuple(map(_shown, row)) for row in below[:FIRST_ROWS])
    return TableFile(path, kind, content, header_line, columns, shown)


def open_content(path: Path, worksheet: str | None = None) -> TableContent:
    """The rows of a file, by what it is and not by how it is called. Raises UserError."""
    try:
        with path.open("rb") as file:
            beginning = file.read(8)
    except OSError as error:
        raise InvalidFile(file=path.name) from error
    return open_workbook(path, worksheet) if is_workbook(beginning) else open_text(path)


def records(table: TableFile, conventions: Conventions) -> Iterator[Record | Refusal]:
    """The records of a file and the refusals of its lines, in its order and in bounded memory.

    Empty lines and totals are passed over. Raises UserError where the file cannot be read to its end.
    """
    return read_rows(RecordReader(table.kind, table.columns, conventions), table.rows())


def examine(table: TableFile) -> Evidence:
    """Read a whole file for what it tells of its days and amounts, before `records` reads it.

    `questions` of what comes back are to be asked; `settled` gives the conventions for `records`. Raises
    UserError where the file cannot be read to its end, or where a spreadsheet spoilt its days.
    """
    evidence = Evidence(table.columns)
    days, money = evidence_columns(table.columns)
    for line, row in table.rows():
        evidence.add(line, row, days, money)
    if evidence.are_days_spoilt():
        sample = next(iter(evidence.day_orders.values()))
        raise SpoiltDay(file=table.path.name, line=sample.line, value=sample.value)
    return evidence


def _header(path: Path, kind: RecordKind, rows: Sequence[Numbered]) -> tuple[int, list[str]]:
    """The first of the rows that name the most fields."""
    filled = [(line, row) for line, row in rows if not all(map(is_empty, row))]
    if not filled:
        raise EmptyFile(file=path.name)
    line, row = max(filled, key=lambda numbered: (_fields_in(kind, numbered[1]), -numbered[0]))
    return line, ["" if cell is None else str(cell).strip().strip("\ufeff") for cell in row]


def _fields_in(kind: RecordKind, row: Sequence[Cell]) -> int:
    return len(understand(kind, [cell if isinstance(cell, str) else "" for cell in row]).groups)


def _shown(cell: Cell) -> str:
    """As `text_of`, and a formula as it stands."""
    try:
        return text_of(cell)
    except UnreadableValue:
        return str(cell)
