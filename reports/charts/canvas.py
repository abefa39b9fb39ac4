"""The canvas that every picture is drawn on: a square, with a heading above and notes below.

A point is a pixel here. Sizes are chosen for a phone, where the picture is shown at a third of its size.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from reports.charts import text_layout
from reports.charts.palette import PAPER, QUIET_INK
from reports.charts.text_layout import HEADLINE, QUIET, SMALL, TITLE, Font

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

SIDE: Final = 1080
MARGIN: Final = 56
WIDTH: Final = SIDE - 2 * MARGIN

CLOCK_LEFT: Final = 810
CLOCK_TOP: Final = 78
"""Telegram writes the time of the message over the corner right of and below these."""

_LINE: Final = 1.35
_PIXELS_AN_INCH: Final = 72
_HALO: Final = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """What is written around a picture. Company and period may be long: they are cut to two lines."""

    title: str
    company: str
    period: str
    headline: str = ""
    """The answer in words."""
    notes: tuple[str, ...] = ()
    """How to read it, below."""


class Canvas:
    """A figure with its heading. `top` and `bottom` bound what is free, in pixels from the lower edge."""

    def __init__(self, heading: Heading) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        side = SIDE / _PIXELS_AN_INCH
        self.figure = Figure(figsize=(side, side), dpi=_PIXELS_AN_INCH, facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        self.top = float(SIDE - MARGIN)
        self.bottom = float(MARGIN) - 8
        self._write_heading(heading)
        self._write_notes(heading.notes)

    def axes(self, left: float, bottom: float, right: float, top: float) -> "Axes":
        """A bare field between these pixels, for marks at the values of its own scales."""
        box = (left / SIDE, bottom / SIDE, (right - left) / SIDE, (top - bottom) / SIDE)
        axes = self.figure.add_axes(box)
        axes.set_axis_off()
        return axes

    def write(
        self, x: float, y: float, words: str, font: Font, *, most: float = WIDTH, align: str = "left"
    ) -> "Text":
        """Write a line of text on its baseline, cut to `most` pixels."""
        shown = text_layout.cut(text_layout.legible(words), font, most)
        return self.figure.text(x / SIDE, y / SIDE, shown, ha=align, va="baseline", **font.style())

    def write_over(self, x: float, y: float, words: str, font: Font) -> None:
        """Write a line around its middle over what is drawn, which stays off its edges."""
        from matplotlib.patheffects import withStroke

        halo = withStroke(linewidth=_HALO, foreground=PAPER)
        self.write(x, y, words, font, align="center").set_path_effects([halo])

    def frame(self, left: float, bottom: float, right: float, top: float) -> None:
        """Draw a dashed frame, the sign of what is not over."""
        from matplotlib.patches import Rectangle

        corner, size = (left / SIDE, bottom / SIDE), ((right - left) / SIDE, (top - bottom) / SIDE)
        self.figure.add_artist(
            Rectangle(corner, *size, fill=False, edgecolor=QUIET_INK, linewidth=2, linestyle=(0, (4, 3)))
        )

    def ring(self, x: float, y: float, radius: float) -> None:
        """Draw a circle of paper with a quiet edge around a point."""
        from matplotlib.patches import Circle

        self.figure.add_artist(
            Circle((x / SIDE, y / SIDE), radius / SIDE, facecolor=PAPER, edgecolor=QUIET_INK, linewidth=2)
        )

    def rule(self, y: float) -> None:
        """Draw a dashed line from margin to margin, `y` pixels from the lower edge."""
        axes = self.axes(MARGIN, y - 2, SIDE - MARGIN, y + 2)
        axes.axhline(0.5, color=QUIET_INK, linewidth=2, linestyle=(0, (5, 4)))

    def png(self) -> bytes:
        """The picture as the content of a PNG file."""
        buffer = BytesIO()
        self.figure.savefig(buffer, format="png", facecolor=PAPER)
        return buffer.getvalue()

    def _write_heading(self, heading: Heading) -> None:
        self._down(TITLE, heading.title)
        self.top -= 6
        place = text_layout.legible(f"{heading.company} · {heading.period}")
        for line in text_layout.wrapped(place, QUIET, WIDTH, 2):
            self._down(QUIET, line)
        self.top -= 8 if heading.headline else 0
        for line in text_layout.wrapped(text_layout.legible(heading.headline), HEADLINE, WIDTH, 2):
            self._down(HEADLINE, line)
        self.top -= 18

    def _down(self, font: Font, words: str) -> None:
        self.write(MARGIN, self.top - font.size * 0.8, words, font)
        self.top -= font.size * _LINE

    def _write_notes(self, notes: tuple[str, ...]) -> None:
        widths = [*[WIDTH] * (len(notes) - 1), CLOCK_LEFT - MARGIN]
        lines = [
            line
            for note, most in zip(notes, widths, strict=False)
            for line in text_layout.wrapped(text_layout.legible(note), SMALL, most, 2)
        ]
        for line in reversed(lines):
            self.write(MARGIN, self.bottom, line, SMALL)
            self.bottom += SMALL.size * _LINE
        self.bottom = self.bottom + 14 if lines else CLOCK_TOP + 10.0
