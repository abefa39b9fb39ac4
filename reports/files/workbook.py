"""Workbooks: XLSX, XLS and ODS."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from surveys.errors import UserError
from surveys.records.cells import Cell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_CELLS: Final = 3_000_000
"""Filled cells that are read: the library holds a whole sheet, of this size in 270 MB. It was measured."""
_MOST_BYTES: Final = 700 * 1024 * 1024
"""Of a workbook when it is unpacked."""
_MOST_OLD_BYTES: Final = 50 * 1024 * 1024
"""Of an XLS, which is not packed."""
_BLOCK: Final = 1024 * 1024
_OVERLAP: Final = 64
_FILLED: Final = (b"<v>", b"<is>", b"office:value-type=")
_LAST_CELL: Final = re.compile(rb'<c r="[A-Z]+(\d+)"[^>/]*>')
_WIDE_CELL: Final = re.compile(rb'<c r="([A-Z]{2,3})\d+"[^>/]*>')
_ZIP: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class WorkbookLimit(UserError):
    """A workbook of more cells than are read; a text of any length is."""

    text_id = "import-too-large"


class InvalidWorkbook(UserError):
    """A workbook that is damaged, or no workbook inside."""

    text_id = "import-damaged"


class PrivateWorkbook(UserError):
    """A workbook that opens with a password only."""

    text_id = "import-locked"


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheet of a workbook that has data; its other sheets are not read."""

    path: Path
    worksheet: str
    other_sheets: tuple[str, ...] = ()
    """Further visible sheets with something in them: a person may have meant one of these."""

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Each row with its line in the sheet, from 1."""
        with _opened(self.path) as book:
            read = book.get_sheet_by_name(self.worksheet)
            # Rows come with the empty ones before them, so that lines are those of the sheet.
            for line, row in enumerate(read.iter_rows(), 1):
                yield line, list(row)


def is_workbook(beginning: bytes) -> bool:
    """Whether a file that begins like this is a workbook, whatever it is called."""
    return beginning.startswith((_ZIP, _OLD))


def open_workbook(path: Path, worksheet: str | None = None) -> Workbook:
    """The first visible sheet with data, or the one of that name.

    Raises WorkbookLimit, InvalidWorkbook and PrivateWorkbook.
    """
    from python_calamine import SheetVisibleEnum

    refuse_large(path)
    with _opened(path) as book:
        visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        if worksheet is not None and worksheet in visible:
            others = tuple(name for name in visible if name != worksheet)
            return Workbook(path, worksheet, others)
        filled = [name for name in visible if _has_table(book.get_sheet_by_name(name))]
    if not filled:
        filled = visible[:1]
    if not filled:
        raise InvalidWorkbook(file=path.name)
    return Workbook(path, filled[0], tuple(filled[1:]))


def refuse_large(path: Path) -> None:
    """Raises WorkbookLimit for a workbook that would not fit into memory, before its cells are read."""
    with path.open("rb") as file:
        packed = file.read(4) == _ZIP
    if not packed and path.stat().st_size > _MOST_OLD_BYTES:
        raise WorkbookLimit(file=path.name, most=MOST_CELLS)
    if not packed:
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > _MOST_BYTES:
                raise WorkbookLimit(file=path.name, most=MOST_CELLS)
            for member in members:
                if "worksheets/sheet" in member.filename or member.filename == "content.xml":
                    with archive.open(member) as content:
                        _refuse_cells(path, content)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, EOFError) as error:
        raise InvalidWorkbook(file=path.name) from error


def _refuse_cells(path: Path, content: IO[bytes]) -> None:
    """Filled cells bound what is read, and the farthest ones the table that is made of them."""
    cells, height, width, rest = 0, 0, 26, b""
    while block := content.read(_BLOCK):
        seen = rest + block
        cells += sum(seen.count(mark) - rest.count(mark) for mark in _FILLED)
        if last := _LAST_CELL.findall(seen[-8192:]):
            height = max(height, int(last[-1]))
        width = max([width, *map(_column, _WIDE_CELL.findall(seen))])
        if cells > MOST_CELLS or (width > 26 and height * width > 8 * MOST_CELLS):
            raise WorkbookLimit(file=path.name, most=MOST_CELLS)
        rest = seen[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _has_table(found: "CalamineSheet") -> bool:
    """At least two lines, and two columns."""
    return found.height > 1 and found.width > 1


def _opened(path: Path) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise PrivateWorkbook(file=path.name) from error
    except (CalamineError, OSError) as error:
        raise InvalidWorkbook(file=path.name) from error
