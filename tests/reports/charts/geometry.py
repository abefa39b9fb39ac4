"""Where the words of a picture stand, in pixels from its lower left corner."""

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import matplotlib as mpl
from matplotlib.text import Text

from reports.charts.canvas import CLOCK_LEFT, CLOCK_TOP, SIDE, Canvas
from reports.charts.drawing import Chart

PHONE: Final = 400
"""Pixels of the width at which a phone shows a picture."""
READABLE: Final = 10
_TOUCH: Final = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    words: str
    size: float
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def overlaps(self, other: "Box") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > _TOUCH and down > _TOUCH


CLOCK: Final = Box("12:00", 0, CLOCK_LEFT, 0, SIDE, CLOCK_TOP)


def canvas_of(chart: Chart) -> Canvas:
    with mpl.rc_context():
        mpl.rcdefaults()
        return chart.draw()


def boxes(chart: Chart) -> list[Box]:
    """The words that are seen, lines that are empty left out."""
    figure = canvas_of(chart).figure
    found = []
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_visible() and text.get_text().strip() and text.axes is None:
            box = text.get_window_extent()
            found.append(Box(text.get_text(), float(text.get_fontsize()), box.x0, box.y0, box.x1, box.y1))
    return found


def faults(chart: Chart) -> list[object]:
    """Words that are too small on a phone, leave the picture, meet others or lie under Telegram's clock."""
    found = boxes(chart)
    small = [one for one in found if one.size * PHONE / SIDE < READABLE]
    outside = [one for one in found if one.left < 26 or one.right > SIDE - 26 or one.bottom < 26]
    hidden = [one for one in found if one.overlaps(CLOCK)]
    met = [(one.words, other.words) for one, other in combinations(found, 2) if one.overlaps(other)]
    return [*small, *outside, *hidden, *met]
