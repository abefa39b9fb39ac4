"""A report as written: lines, a table for a narrow phone, and what customers said. All of it is escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from unicodedata import category, east_asian_width

from texts.quoting import shortened

COLUMNS: Final = 30
"""What a phone shows of a table without breaking its lines."""
_GAP: Final = " "
_CELL: Final = "▇"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words: the first one left, the others right, a bar behind them left again."""

    rows: tuple[tuple[str, ...], ...]
    has_bars: bool = False

    @property
    def lines(self) -> list[str]:
        """The rows as lines without markup, at most as wide as a phone shows."""
        return self.lines_within(COLUMNS)

    def lines_within(self, columns: int) -> list[str]:
        """The rows as lines without markup, at most so many columns wide."""
        rest = [
            _widest(row[place] for row in self.rows if place < len(row)) for place in range(1, self._columns)
        ]
        room = columns - sum(rest) - len(rest) * len(_GAP)
        first = min(room, _widest(row[0] for row in self.rows))
        return [self._line(row, first, rest) for row in self.rows]

    @property
    def _columns(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def _line(self, row: tuple[str, ...], first: int, rest: Sequence[int]) -> str:
        cells = [_left(_fitted(row[0], first), first)]
        for place, (cell, width) in enumerate(zip(row[1:], rest, strict=False), start=2):
            is_bar = self.has_bars and place == self._columns
            cells.append(cell if is_bar else _right(cell, width))
        return _GAP.join(cells).rstrip()


@dataclass(frozen=True, slots=True)
class Quotation:
    """A customer's own words."""

    words: str


Block = str | Table | Quotation


def as_html(blocks: Iterable[Block]) -> str:
    """The report as Telegram shows it, with every word escaped."""
    return "\n".join(map(_html, blocks))


def as_plain(blocks: Iterable[Block], columns: int = COLUMNS) -> str:
    """The report as a terminal of so many columns shows it, without markup."""
    return "\n".join(_plain(block, columns) for block in blocks)


def bar(part: float, largest: float, cells: int) -> str:
    """A bar of `cells` cells for the largest; any other part above zero has at least one cell."""
    return _CELL * max(round(cells * part / largest), 1) if part > 0 and largest > 0 else ""


def _html(block: Block) -> str:
    if isinstance(block, Table):
        return f"<pre>{_escaped(_plain(block))}</pre>"
    if isinstance(block, Quotation):
        return f"<blockquote>{_escaped(block.words)}</blockquote>"
    return _escaped(block)


def _escaped(words: str) -> str:
    return escape(words, quote=False)


def _plain(block: Block, columns: int = COLUMNS) -> str:
    if isinstance(block, Table):
        return "\n".join(block.lines_within(columns))
    return f"«{block.words}»" if isinstance(block, Quotation) else block


def _fitted(words: str, most: int) -> str:
    while width(words) > most:
        words = shortened(words, len(words) - 1)
    return words


def _left(words: str, columns: int) -> str:
    return words + " " * (columns - width(words))


def _right(words: str, columns: int) -> str:
    return " " * (columns - width(words)) + words


def _widest(words: Iterable[str]) -> int:
    return max(map(width, words), default=0)


def width(words: str) -> int:
    """How many columns of a fixed-width font the words take."""
    return sum(map(_columns_of, words))


def _columns_of(sign: str) -> int:
    if category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1
