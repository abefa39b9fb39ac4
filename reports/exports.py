"""Writes an export to a file, a row at a time: a million rows need no more memory than a thousand."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

from reports.cells import as_cell, as_text
from storage.engines.database import Connection
from storage.engines.private_files import FILE
from storage.reports import exports
from storage.reports.exports import ExportRequest
from surveys.errors import UserError
from surveys.language.languages import Language

Progress = Callable[[int], None]
"""Told after every so many rows how many more there are."""

MOST_ROWS: Final = 1_048_575
"""Below the heading of one sheet, as spreadsheets hold."""
_TOLD_EVERY: Final = 1000
_MOMENT, _DAY, _AMOUNT = "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd", "0.00"


class ExportFormat(StrEnum):
    """How the file is written; the value is its ending."""

    CSV = "csv"
    XLSX = "xlsx"


class ExportLimit(UserError):
    """A sheet cannot hold so many rows."""

    text_id = "export-too-long"


def write(
    connection: Connection,
    request: ExportRequest,
    kind: ExportFormat,
    file: Path,
    zone: ZoneInfo,
    language: Language,
    progress: Progress = lambda n: None,
) -> int:
    """Write the file, readable by its owner only, and return how many rows it has.

    A file of that name is replaced once the new one is whole. CSV is in UTF-8 with a byte order mark, and as
    spreadsheets of that language read it: in Russian between `;` and with a decimal comma. Raises
    ExportLimit for more rows than a sheet holds.
    """
    if kind is ExportFormat.XLSX and exports.count(connection, request) > MOST_ROWS:
        raise ExportLimit(most=MOST_ROWS)
    heading = [str(column.key) for column in exports.columns(request)]
    found = _reported(exports.rows(connection, request), progress)
    with _whole(file) as opened:
        if kind is ExportFormat.CSV:
            return _write_csv(opened, heading, found, zone, language)
        return _write_sheet(opened, heading, found, zone, request.export)


def csv_lines(
    heading: Sequence[str], rows: Iterable[Sequence[Any]], zone: ZoneInfo, language: Language
) -> Iterator[Sequence[str]]:
    """The cells of a CSV file, heading first."""
    mark = "," if language is Language.RU else "."
    yield heading
    for row in rows:
        yield [as_text(value, zone, mark) for value in row]


def delimiter(language: Language) -> str:
    """What stands between the cells of a CSV file, as spreadsheets of that language read it."""
    return ";" if language is Language.RU else ","


def _write_csv(
    file: IO[bytes], heading: Sequence[str], rows: Iterable[Sequence[Any]], zone: ZoneInfo, language: Language
) -> int:
    n = -1
    with open(file.fileno(), "w", encoding="utf-8-sig", newline="", closefd=False) as text:
        writer = csv.writer(text, delimiter=delimiter(language))
        for cells in csv_lines(heading, rows, zone, language):
            writer.writerow(cells)
            n += 1
    return n


def _write_sheet(
    file: IO[bytes], heading: Sequence[str], rows: Iterable[Sequence[Any]], zone: ZoneInfo, name: str
) -> int:
    from xlsxwriter import Workbook

    n = 0
    with Workbook(file, {"constant_memory": True}) as book:
        formats: dict[type, Any] = {
            kind: book.add_format({"num_format": shown})
            for kind, shown in ((datetime, _MOMENT), (date, _DAY), (Decimal, _AMOUNT))
        }
        worksheet = book.add_worksheet(name)
        worksheet.freeze_panes(1, 0)
        for column, title in enumerate(heading):
            worksheet.write_string(0, column, title)
        for n, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write_cell(worksheet, n, column, as_cell(value, zone), formats)
    return n


def _write_cell(worksheet: Any, row: int, column: int, value: Any, formats: dict[type, Any]) -> None:
    """By the value's type and never by what text looks like."""
    match value:
        case None:
            return
        case bool():
            worksheet.write_boolean(row, column, value)
        case datetime() | date():
            worksheet.write_datetime(row, column, value, formats[type(value)])
        case int() | float() | Decimal():
            worksheet.write_number(row, column, value, formats.get(type(value)))
        case _:
            worksheet.write_string(row, column, str(value))


def _reported(rows: Iterable[Sequence[Any]], progress: Progress) -> Iterator[Sequence[Any]]:
    n = 0
    for n, row in enumerate(rows, start=1):
        yield row
        if n % _TOLD_EVERY == 0:
            progress(_TOLD_EVERY)
    progress(n % _TOLD_EVERY)


@contextmanager
def _whole(file: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name once it is written; it is gone after an error."""
    unfinished = file.with_name(f"{file.name}.part")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE)
    try:
        with open(descriptor, "wb") as opened:
            yield opened
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
