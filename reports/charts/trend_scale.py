"""Where months and values stand on a trend, in pixels, and which of their words there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from reports.charts import text_layout
from reports.charts.canvas import SIDE, Canvas
from reports.charts.text_layout import Font

RIGHT: Final = SIDE - 36
_BETWEEN: Final = 8
"""Pixels between the words of neighbours."""


@dataclass(frozen=True, slots=True)
class TrendScale:
    """The rectangle of a trend in pixels, the values at its lower and upper edge, its number of months."""

    left: float
    bottom: float
    top: float
    low: float
    high: float
    months: int
    right: float = RIGHT

    @property
    def slot(self) -> float:
        """Pixels that a month has."""
        return (self.right - self.left) / self.months

    def x(self, place: float) -> float:
        """Where the middle of a month stands; the first one is at 0."""
        return self.left + (place + 0.5) * self.slot

    def y(self, value: float) -> float:
        """How high a value stands."""
        return self.bottom + (value - self.low) / (self.high - self.low) * (self.top - self.bottom)

    def value(self, y: float) -> float:
        """The value that stands at a height."""
        return self.low + (y - self.bottom) / (self.top - self.bottom) * (self.high - self.low)

    def write_row(
        self, canvas: Canvas, heights: Sequence[float], words: Sequence[str], largest: Font
    ) -> None:
        """Write a word at each month, at these baselines.

        Letters shrink as long as they can be read; then only every second month has its word, or every third,
        counted from the last one.
        """
        font = text_layout.fitting(words, largest, self.slot - _BETWEEN)
        widest = max((text_layout.width(word, font) for word in words), default=0.0)
        step = self._step(widest)
        for place, (height, word) in enumerate(zip(heights, words, strict=True)):
            if (self.months - 1 - place) % step == 0:
                middle = min(self.x(place), self.right - text_layout.width(word, font) / 2)
                canvas.write_over(middle, height, word, font)

    def _step(self, widest: float) -> int:
        """Of how many months one has room for its word; the last word may be moved left to the edge."""
        if widest <= self.slot - _BETWEEN:
            return 1
        moved = max(0.0, (widest - self.slot) / 2)
        return ceil((widest + _BETWEEN + moved) / self.slot)
