"""Cohorts as a table of shares in one hue: the stronger, the more of them ordered again.

Each share is printed; months to come are empty, and the running one is framed, because it is not over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.charts import numbers
from reports.charts.canvas import MARGIN, SIDE, WIDTH, Canvas, Heading
from reports.charts.palette import ACCENT, PAPER, QUIET_INK
from reports.charts.text_layout import QUIET, STRONG, TEXT, Font, fitting

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROWS: Final = 12
"""As many cohorts, and months after the first, as a phone can show; the last cohorts are drawn."""

_NAME, _SIZE = 80.0, 136.0
"""Pixels of a cohort's month and of its number of customers."""
_HEAD: Final = 52.0
_TALLEST, _WIDEST = 96.0, 150.0
_GAP: Final = 3.0
_PALEST, _STRONGEST = 0.06, 0.55
"""How much of the accent is on the paper at least and at most: dark figures are read on all of it."""


@dataclass(frozen=True, slots=True)
class ChartCohort:
    name: str
    """Its month."""
    customers: int
    shares: tuple[float, ...]
    """Of those who ordered one month later, two … as far as months have begun; 0…1."""
    is_running: bool = False
    """The month of the last share is not over."""


@dataclass(frozen=True, slots=True)
class CohortChart:
    heading: Heading
    cohorts: tuple[ChartCohort, ...]
    """The oldest first."""
    customers: str
    """What stands above their numbers."""
    later: str
    """What stands above the months after the first, before their numbers."""
    language: str

    def draw(self) -> Canvas:
        """The canvas with all that there is to see; matplotlib is loaded with the first one."""
        canvas = Canvas(self.heading)
        cohorts = self.cohorts[-ROWS:]
        columns = min(ROWS, max((len(one.shares) for one in cohorts), default=1))
        tall = min(_TALLEST, (canvas.top - canvas.bottom - _HEAD) / max(1, len(cohorts)))
        wide = min(_WIDEST, (WIDTH - _NAME - _SIZE) / columns)
        self._write_head(canvas, columns, wide)
        top = canvas.top - _HEAD
        axes = canvas.axes(MARGIN, top - tall * len(cohorts), SIDE - MARGIN, top)
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(tall * len(cohorts), 0)
        strongest = max((share for one in cohorts for share in one.shares[:columns]), default=0.0)
        for row, cohort in enumerate(cohorts):
            y = top - tall * (row + 0.5) - TEXT.size * 0.35
            canvas.write(MARGIN, y, cohort.name, TEXT, most=_NAME)
            size = numbers.compact(cohort.customers, self.language)
            canvas.write(MARGIN + _NAME + _SIZE - 22, y, size, QUIET, most=_SIZE, align="right")
            for column, share in enumerate(cohort.shares[:columns]):
                place = _NAME + _SIZE + wide * column, tall * row
                is_running = cohort.is_running and column == len(cohort.shares) - 1
                hue = share / strongest if strongest else 0.0
                _draw_cell(axes, place, (wide, tall), hue, is_running=is_running)
                x = MARGIN + place[0] + wide / 2
                canvas.write(x, y, self._shown(share), _font(wide, is_running=is_running), align="center")
        return canvas

    def _write_head(self, canvas: Canvas, columns: int, wide: float) -> None:
        y = canvas.top - _HEAD + 16
        canvas.write(MARGIN + _NAME + _SIZE - 22, y, self.customers, QUIET, align="right", most=_NAME + _SIZE)
        heads = [f"{self.later}{column + 1}" for column in range(columns)]
        font = fitting(heads, QUIET, wide - 4 * _GAP)
        for column, head in enumerate(heads):
            canvas.write(MARGIN + _NAME + _SIZE + wide * (column + 0.5), y, head, font, align="center")

    def _shown(self, share: float) -> str:
        return numbers.decimal(100 * share, self.language)


def _font(wide: float, *, is_running: bool) -> Font:
    return fitting(["100"], TEXT if is_running else STRONG, wide - 2 * _GAP)


def _draw_cell(
    axes: "Axes", place: tuple[float, float], size: tuple[float, float], hue: float, *, is_running: bool
) -> None:
    from matplotlib.patches import Rectangle

    corner = place[0] + _GAP, place[1] + _GAP
    fill = PAPER if is_running else _mixed(_PALEST + (_STRONGEST - _PALEST) * hue)
    axes.add_patch(
        Rectangle(
            corner, size[0] - 2 * _GAP, size[1] - 2 * _GAP, facecolor=fill,
            edgecolor=QUIET_INK if is_running else fill, linewidth=2,
            linestyle=(0, (4, 3)) if is_running else "solid",
        )
    )  # fmt: skip


def _mixed(part: float) -> tuple[float, ...]:
    """The accent on paper, so much of it."""
    paper, accent = _parts(PAPER), _parts(ACCENT)
    return tuple(part * a + (1 - part) * p for a, p in zip(accent, paper, strict=True))


def _parts(colour: str) -> Sequence[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
