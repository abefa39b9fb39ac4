"""Dot-and-whisker drawings in signs of one width: the score is a dot, its interval the line through it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from surveys.statistics.scores import Interval

_DOT = "●"
_WHISKER = "─"
_REFERENCE = "┊"


@dataclass(frozen=True, slots=True)
class DotScale:
    """What so many cells in a row stand for, from the lowest value to the highest."""

    low: float
    high: float
    cells: int

    @classmethod
    def over(cls, intervals: Collection[Interval], cells: int) -> Self:
        """The scale on which all intervals have room; there is at least one."""
        return cls(min(one.low for one in intervals), max(one.high for one in intervals), cells)

    def draw(self, value: float, interval: Interval, reference: float) -> str:
        """One value with its interval; a mark of the reference stands where neither is drawn."""
        cells = [" "] * self.cells
        cells[self._cell(reference)] = _REFERENCE
        for cell in range(self._cell(interval.low), self._cell(interval.high) + 1):
            cells[cell] = _WHISKER
        cells[self._cell(value)] = _DOT
        return "".join(cells)

    def _cell(self, value: float) -> int:
        if self.high <= self.low:
            return 0
        share = (value - self.low) / (self.high - self.low)
        return round(min(max(share, 0.0), 1.0) * (self.cells - 1))
