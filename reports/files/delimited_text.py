"""Text with delimiters, in whatever encoding a spreadsheet or a shop writes it."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from surveys.errors import UserError

_SAMPLE: Final = 256 * 1024
"""Bytes from which encoding and delimiter are told."""
_LINES: Final = 50
DELIMITERS: Final = (";", "\t", ",", "|")
_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table|meta|style)", re.IGNORECASE)
_LONGEST_CELL: Final = 1024 * 1024


class InvalidText(UserError):
    """The file is no text in a known encoding."""

    text_id = "import-no-text"


class InvalidPage(UserError):
    """A page that is called a workbook: some programs export so."""

    text_id = "import-web-page"


class InvalidQuotes(UserError):
    """A quote is opened and not closed, so that the rest of the file would be one cell."""

    text_id = "import-broken-quotes"


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A text file with columns."""

    path: Path
    encoding: str
    delimiter: str
    has_delimiter_line: bool
    """Whether the first line is `sep=;`, which only spreadsheets read."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its line, from 1; a row over several lines has that of its beginning.

        Raises InvalidText and InvalidQuotes.
        """
        csv.field_size_limit(_LONGEST_CELL)
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                if self.has_delimiter_line:
                    file.readline()
                yield from self._numbered(file)
        except UnicodeError as error:
            raise InvalidText(file=self.path.name) from error

    def _numbered(self, file: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(file, delimiter=self.delimiter)
        before = int(self.has_delimiter_line)
        begin = before + 1
        try:
            for row in reader:
                yield begin, row
                begin = before + reader.line_num + 1
        except csv.Error as error:
            raise InvalidQuotes(file=self.path.name, line=begin) from error


def open_text(path: Path) -> DelimitedText:
    """A text file with its encoding and its delimiter told. Raises InvalidText."""
    with path.open("rb") as file:
        beginning = file.read(_SAMPLE)
    if _PAGE.match(beginning):
        raise InvalidPage(file=path.name)
    encoding = _encoding(path, beginning)
    text = beginning.decode(encoding, "replace")
    first = text.partition("\n")[0].strip('\r\ufeff" ')
    if first.casefold().startswith("sep=") and len(first) == 5:
        return DelimitedText(path, encoding, first[4], True)
    return DelimitedText(path, encoding, _delimiter(text), False)


def _encoding(path: Path, beginning: bytes) -> str:
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if beginning.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if (utf_16 := _utf_16(beginning)) is not None:
        return utf_16
    if b"\x00" in beginning:
        raise InvalidText(file=path.name)
    if _is_utf_8(path):
        return "utf-8"
    return max(("cp1251", "cp866", "koi8-r"), key=lambda name: _plausibility(beginning, name))


def _utf_16(beginning: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of spaces, digits and delimiters is zero."""
    even, odd = beginning[0:4000:2].count(0), beginning[1:4000:2].count(0)
    if max(even, odd) * 8 < min(len(beginning), 4000) // 2 or min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf_8(path: Path) -> bool:
    """Whether the whole file is UTF-8: one foreign byte far below the first lines would stop an import."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            while file.read(_SAMPLE):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _plausibility(beginning: bytes, encoding: str) -> float:
    """Small Russian letters, as most of a text is, speak for an encoding; signs and lone capitals against."""
    foreign = beginning.translate(None, bytes(range(128)))
    text = foreign.decode(encoding, "replace")
    lower = sum("а" <= character <= "я" for character in text)
    strange = sum(not (character.isalpha() or character in "№«»— …–₽") for character in text)
    return lower - 3 * strange


def _delimiter(text: str) -> str:
    """The delimiter under which most lines have the same number of columns, and the most columns."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    try:
        rows = list(islice(csv.reader(text.splitlines(True), delimiter=delimiter), _LINES))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, lines = max(widths.items(), key=lambda item: (item[1] * min(item[0], 4), item[0]))
    return lines * min(width, 4), width
