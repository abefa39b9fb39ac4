"""A number month by month: a dot with its interval and, below each month, how much it rests on.

The dots are not joined and nothing points up or down: most differences between months are noise.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reports.charts import numbers, text_layout
from reports.charts.canvas import MARGIN, Canvas, Heading
from reports.charts.palette import ACCENT, BAND, PAPER, QUIET_INK, RULE
from reports.charts.text_layout import SMALL, STRONG, TEXT, Font
from reports.charts.trend_scale import RIGHT, TrendScale
from surveys.statistics.scores import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW: Final = 40
_GAP: Final = 14
_VALUE_ROOM: Final = 42
"""Above the field, for the value of a dot at its upper edge."""
_MARK_ROOM: Final = 52
"""Above that, for the numbers of actions."""
_MARK_WIDTH: Final = 48
_LABEL: Final = 220
_HEADROOM: Final = 2.0
"""Whiskers that reach beyond so many times the highest value are cut: one small month hides all others."""
_LEAST_POINTS: Final = 20.0
"""A field of fewer points would make much of noise."""
_ALL_POINTS: Final = 100.0
_WHOLE_FROM: Final = 20.0
"""Rates of so much need no decimal."""
_MONTHS_OF_A_YEAR_WORD: Final = 2
"""How many of two years' months the number of a year covers at most."""


class Scale(StrEnum):
    POINTS = "points"
    """−100…100, as far as the values and their intervals reach."""
    RATE = "rate"
    """From zero, one decimal."""
    COUNT = "count"
    """From zero, whole numbers without an interval: columns."""


@dataclass(frozen=True, slots=True)
class Month:
    start: date
    value: float | None
    """None where nothing is known or too little to be shown."""
    low: float | None = None
    high: float | None = None
    counts: tuple[int | None, ...] = ()
    """What it rests on, one number for each of the trend's rows."""
    is_few: bool = False
    is_running: bool = False
    """It is not over: its name is framed."""


@dataclass(frozen=True, slots=True)
class ActionMark:
    """Something that was done on a day; the number is that of its line below the picture."""

    number: int
    day: date


@dataclass(frozen=True, slots=True)
class TrendChart:
    heading: Heading
    months: tuple[Month, ...]
    """Oldest first."""
    scale: Scale
    rows: tuple[str, ...]
    """Names of the numbers below the months."""
    language: str
    target: tuple[float, float] | None = None
    """From, to: a grey band."""
    actions: tuple[ActionMark, ...] = ()
    """Oldest first."""

    def draw(self) -> Canvas:
        """The canvas with all that there is to see; matplotlib is loaded with the first one."""
        canvas = Canvas(self.heading)
        lowest, reach = _reach(self)
        marks = _marks(self, lowest, reach)
        scale = _scale_of(canvas, self, marks)
        axes = canvas.axes(scale.left, scale.bottom, scale.right, scale.top)
        axes.set_xlim(-0.5, len(self.months) - 0.5)
        axes.set_ylim(scale.low, scale.high)
        _draw_scale(canvas, axes, scale, marks, self)
        for place, month in enumerate(self.months):
            if month.value is not None:
                _draw_month(axes, place, month, month.value, reach, self)
        _draw_actions(canvas, axes, scale, self)
        _write_values(canvas, scale, reach, self)
        _write_rows(canvas, scale, self)
        return canvas


def _reach(trend: TrendChart) -> tuple[float, float]:
    """The lowest and the highest value at which anything is drawn."""
    if trend.scale is Scale.POINTS:
        return _reach_of_points(trend)
    known = [(month.value, month.high) for month in trend.months if month.value is not None]
    highest = max((value for value, _ in known), default=0.0)
    reach = max((value if high is None else high for value, high in known), default=0.0)
    shown = min(reach, _HEADROOM * highest) if highest else reach
    return 0.0, max(shown, trend.target[1]) if trend.target else shown


def _reach_of_points(trend: TrendChart) -> tuple[float, float]:
    found = [
        value for month in trend.months for value in (month.value, month.low, month.high) if value is not None
    ]
    # A target is all that is at least so much.
    found += [trend.target[0]] if trend.target else []
    if not found:
        return -_ALL_POINTS, _ALL_POINTS
    low, high = min(found), max(found)
    if high - low >= _LEAST_POINTS:
        return low, high
    half, most = _LEAST_POINTS / 2, _ALL_POINTS - _LEAST_POINTS / 2
    middle = min(max((low + high) / 2, -most), most)
    return middle - half, middle + half


def _marks(trend: TrendChart, lowest: float, reach: float) -> Sequence[float]:
    marks = numbers.ticks(reach, lowest=lowest)
    return [mark for mark in marks if mark.is_integer()] if trend.scale is Scale.COUNT else marks


def _scale_of(canvas: Canvas, trend: TrendChart, marks: Sequence[float]) -> TrendScale:
    """What the heading, the notes, the rows below and the words at the left leave."""
    words = [*_mark_words(trend, marks), *map(text_layout.legible, trend.rows)]
    label = max(text_layout.width(word, SMALL) for word in words)
    has_years = any(_years(trend.months))
    return TrendScale(
        left=MARGIN + min(label, _LABEL) + _GAP,
        bottom=canvas.bottom + (len(trend.rows) + 1 + has_years) * _ROW + 16,
        top=canvas.top - _VALUE_ROOM - (_MARK_ROOM if trend.actions else 0),
        low=marks[0],
        high=marks[-1],
        months=max(1, len(trend.months)),
    )


def _mark_words(trend: TrendChart, marks: Sequence[float]) -> list[str]:
    if trend.scale is Scale.POINTS:
        return [signed(mark) for mark in marks]
    digits = numbers.digits_of(marks)
    return [numbers.decimal(mark, trend.language, digits) for mark in marks]


def _draw_scale(
    canvas: Canvas, axes: "Axes", scale: TrendScale, marks: Sequence[float], trend: TrendChart
) -> None:
    ends = axes.get_xlim()
    if trend.target:
        axes.fill_between(ends, *trend.target, color=BAND, linewidth=0, zorder=0)
    for mark, word in zip(marks, _mark_words(trend, marks), strict=True):
        is_zero = mark == 0
        axes.plot(ends, (mark, mark), color=QUIET_INK if is_zero else RULE, linewidth=2.5 if is_zero else 2,
                  zorder=1, clip_on=False)  # fmt: skip
        y = scale.y(mark) - SMALL.size * 0.36
        canvas.write(scale.left - _GAP, y, word, SMALL, align="right")


def _value(value: float, trend: TrendChart) -> str:
    if trend.scale is Scale.POINTS:
        return signed(value)
    highest = max((month.value or 0.0 for month in trend.months), default=0.0)
    is_whole = trend.scale is Scale.COUNT or highest >= _WHOLE_FROM
    return numbers.decimal(value, trend.language, 0 if is_whole else 1)


def _draw_month(
    axes: "Axes", place: int, month: Month, value: float, reach: float, trend: TrendChart
) -> None:
    if trend.scale is Scale.COUNT:
        axes.bar(place, value, width=0.56, color=ACCENT, zorder=3)
        return
    low, high = (value if month.low is None else month.low), (value if month.high is None else month.high)
    axes.plot((place, place), (low, min(high, reach)), color=ACCENT, linewidth=5, zorder=3,
              solid_capstyle="butt", clip_on=False)  # fmt: skip
    for end in (low, high):
        if end <= reach:
            axes.plot(place, end, marker="_", color=ACCENT, markersize=26, markeredgewidth=5, clip_on=False)
    axes.plot(place, value, marker="o", markersize=18, markerfacecolor=PAPER if month.is_few else ACCENT,
              markeredgecolor=ACCENT, markeredgewidth=5, zorder=4, clip_on=False)  # fmt: skip


def _draw_actions(canvas: Canvas, axes: "Axes", scale: TrendScale, trend: TrendChart) -> None:
    """A dotted line at each day and its number above the field; numbers of close days stand side by side."""
    places = [_place_of(action.day, trend.months) for action in trend.actions]
    middle = scale.top + _VALUE_ROOM + _MARK_ROOM / 2 - 4
    for action, place, x in zip(trend.actions, places, _side_by_side(map(scale.x, places)), strict=True):
        axes.plot((place, place), (scale.low, scale.value(middle)), color=QUIET_INK, alpha=0.5, linewidth=2,
                  linestyle=(0, (2, 3)), zorder=2, clip_on=False)  # fmt: skip
        canvas.ring(x, middle, _MARK_WIDTH / 2 - 4)
        canvas.write(x, middle - SMALL.size * 0.36, str(action.number), SMALL, align="center")


def _side_by_side(wanted: Iterable[float]) -> list[float]:
    """Places from left to right, none nearer to another than a number is wide, none beyond the edge."""
    found: list[float] = []
    for x in wanted:
        found.append(max(x, found[-1] + _MARK_WIDTH) if found else x)
    most = RIGHT - _MARK_WIDTH / 2
    for place in reversed(range(len(found))):
        found[place] = min(found[place], most)
        most = found[place] - _MARK_WIDTH
    return found


def _place_of(day: date, months: Sequence[Month]) -> float:
    """Where a day stands among the months, the first of which is at 0; months begin half a place earlier."""
    first = months[0].start
    index = (day.year - first.year) * 12 + day.month - first.month
    return index - 0.5 + (day.day - 0.5) / monthrange(day.year, day.month)[1]


def _write_values(canvas: Canvas, scale: TrendScale, reach: float, trend: TrendChart) -> None:
    """Above each whisker."""
    words = ["" if month.value is None else _value(month.value, trend) for month in trend.months]
    tops = [max(month.value or 0.0, month.high or month.value or 0.0) for month in trend.months]
    heights = [scale.y(min(top, reach)) + _GAP for top in tops]
    scale.write_row(canvas, heights, words, STRONG)


def _write_rows(canvas: Canvas, scale: TrendScale, trend: TrendChart) -> None:
    """The months with the year where one begins, then the numbers."""
    y = scale.bottom - 48
    names = [numbers.month(month.start, trend.language) for month in trend.months]
    _write_row(canvas, scale, y, names, TEXT)
    if trend.months and trend.months[-1].is_running:
        half = text_layout.width(names[-1], TEXT) / 2
        middle = min(scale.x(len(names) - 1), scale.right - half)
        canvas.frame(middle - half - 4, y - 10, middle + half + 4, y + 30)
    years = _years(trend.months)
    if any(years):
        y -= _ROW
        for place, year in enumerate(years):
            canvas.write(scale.x(place), y, year, SMALL, align="center")
    for number, label in enumerate(trend.rows):
        y -= _ROW
        canvas.write(MARGIN, y, label, SMALL, most=scale.left - _GAP - MARGIN)
        words = [_count(month.counts[number], trend.language) for month in trend.months]
        _write_row(canvas, scale, y, words, SMALL)


def _write_row(canvas: Canvas, scale: TrendScale, y: float, words: Sequence[str], font: Font) -> None:
    scale.write_row(canvas, [y] * len(words), words, font)


def _years(months: Sequence[Month]) -> list[str]:
    """The year below each January, and below the first month unless a January follows too closely."""
    januaries = [place for place, month in enumerate(months) if month.start.month == 1]
    is_first_named = not any(0 < place <= _MONTHS_OF_A_YEAR_WORD for place in januaries)
    return [
        str(month.start.year) if month.start.month == 1 or (place == 0 and is_first_named) else ""
        for place, month in enumerate(months)
    ]


def _count(count: int | None, language: str) -> str:
    return "–" if count is None else numbers.decimal(count, language)
