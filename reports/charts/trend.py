"""A number month by month: a dot with its interval and, below each month, how much it rests on.

The dots are not joined and nothing points up or down: most differences between months are noise.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reports.charts import numbers, text_layout
from reports.charts.canvas import SIDE, Canvas, Heading
from reports.charts.palette import ACCENT, BAND, PAPER, QUIET_INK, RULE
from reports.charts.text_layout import SMALL, STRONG, TEXT, Font
from surveys.statistics.scores import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RUNNING: Final = "…"
"""After the name of a month that is not over."""

_LEFT: Final = 140
_RIGHT: Final = SIDE - 36
_ROW: Final = 36
_MARK_ROOM: Final = 48
"""Above the field, for the numbers of actions."""
_MARK_WIDTH: Final = 44
_LABEL: Final = _LEFT - 28
_HEADROOM: Final = 2.0
"""Whiskers that reach beyond so many times the highest value are cut: one small month hides all others."""
_ROOM_ABOVE: Final = 1.12
"""For the number above the highest whisker."""


class Scale(StrEnum):
    POINTS = "points"
    """−100…100, whatever the values."""
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

    def draw(self) -> bytes:
        """A PNG of 1080×1080 pixels; matplotlib is loaded with the first one."""
        canvas = Canvas(self.heading)
        bottom = canvas.bottom + (len(self.rows) + 2) * _ROW + 10
        reach = _reach(self)
        marks = _marks(self, reach)
        top = canvas.top - 14 - (_MARK_ROOM if self.actions else 0)
        axes = canvas.axes(_LEFT, bottom, _RIGHT, top)
        axes.set_xlim(-0.5, len(self.months) - 0.5)
        axes.set_ylim(marks[0], marks[-1])
        _draw_scale(axes, marks, self)
        for place, month in enumerate(self.months):
            if month.value is not None:
                _draw_month(axes, place, month, month.value, reach, self)
        _draw_actions(axes, self)
        _write_rows(canvas, bottom, self)
        return canvas.png()


def _reach(trend: TrendChart) -> float:
    """The highest value at which anything is drawn."""
    if trend.scale is Scale.POINTS:
        return 100.0
    known = [(month.value, month.high) for month in trend.months if month.value is not None]
    highest = max((value for value, _ in known), default=0.0)
    reach = max((value if high is None else high for value, high in known), default=0.0)
    shown = min(reach, _HEADROOM * highest) if highest else reach
    return max(shown, trend.target[1]) if trend.target else shown


def _marks(trend: TrendChart, reach: float) -> Sequence[float]:
    if trend.scale is Scale.POINTS:
        return (-100.0, -50.0, 0.0, 50.0, 100.0)
    marks = numbers.ticks(reach * _ROOM_ABOVE)
    return [mark for mark in marks if mark.is_integer()] if trend.scale is Scale.COUNT else marks


def _draw_scale(axes: "Axes", marks: Sequence[float], trend: TrendChart) -> None:
    ends = axes.get_xlim()
    if trend.target:
        axes.fill_between(ends, *trend.target, color=BAND, linewidth=0, zorder=0)
    for mark in marks:
        is_zero = mark == 0
        axes.plot(ends, (mark, mark), color=QUIET_INK if is_zero else RULE, linewidth=2.5 if is_zero else 2,
                  zorder=1, clip_on=False)  # fmt: skip
        axes.annotate(
            _value(mark, trend, marks[-1]), (ends[0], mark), (-14, 0), textcoords="offset points",
            ha="right", va="center", **SMALL.style(),
        )  # fmt: skip


def _value(value: float, trend: TrendChart, highest: float = 0.0) -> str:
    if trend.scale is Scale.POINTS:
        return signed(value)
    if trend.scale is Scale.COUNT or max(value, highest) >= 20:
        return numbers.decimal(value, trend.language)
    return numbers.decimal(value, trend.language, 1)


def _draw_month(
    axes: "Axes", place: int, month: Month, value: float, reach: float, trend: TrendChart
) -> None:
    if trend.scale is Scale.COUNT:
        axes.bar(place, value, width=0.56, color=ACCENT, zorder=3)
        _write_value(axes, place, value, _value(value, trend), trend)
        return
    low, high = (value if month.low is None else month.low), (value if month.high is None else month.high)
    axes.plot((place, place), (low, min(high, reach)), color=ACCENT, linewidth=5, zorder=3,
              solid_capstyle="butt", clip_on=False)  # fmt: skip
    for end in (low, high):
        if end <= reach:
            axes.plot(place, end, marker="_", color=ACCENT, markersize=26, markeredgewidth=5, clip_on=False)
    axes.plot(place, value, marker="o", markersize=18, markerfacecolor=PAPER if month.is_few else ACCENT,
              markeredgecolor=ACCENT, markeredgewidth=5, zorder=4, clip_on=False)  # fmt: skip
    _write_value(axes, place, min(high, reach), _value(value, trend), trend, below=low)


def _draw_actions(axes: "Axes", trend: TrendChart) -> None:
    """A dotted line at each day and its number above the field; numbers of close days stand side by side."""
    least, last = _MARK_WIDTH / _slot(trend), float("-inf")
    for action in trend.actions:
        place = _place_of(action.day, trend.months)
        last = max(place, last + least)
        axes.axvline(place, color=QUIET_INK, alpha=0.5, linewidth=2, linestyle=(0, (2, 3)), zorder=2)
        axes.annotate(
            str(action.number), (last, axes.get_ylim()[1]), (0, _MARK_ROOM / 2), textcoords="offset points",
            ha="center", va="center", zorder=6, annotation_clip=False,
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": PAPER, "edgecolor": QUIET_INK, "linewidth": 2},
            **SMALL.style(),
        )  # fmt: skip


def _place_of(day: date, months: Sequence[Month]) -> float:
    """Where a day stands among the months, the first of which is at 0; months begin half a place earlier."""
    first = months[0].start
    index = (day.year - first.year) * 12 + day.month - first.month
    return index - 0.5 + (day.day - 0.5) / monthrange(day.year, day.month)[1]


def _write_value(
    axes: "Axes", place: int, height: float, words: str, trend: TrendChart, *, below: float | None = None
) -> None:
    """Above the whisker, or below it where there is no room."""
    lowest, highest = axes.get_ylim()
    is_high = below is not None and height > lowest + 0.93 * (highest - lowest)
    font = text_layout.fitting([words], STRONG, _slot(trend) - 8)
    axes.annotate(
        words, (place, below if is_high and below is not None else height), (0, -14 if is_high else 14),
        textcoords="offset points", ha="center", va="top" if is_high else "baseline", zorder=5,
        **font.style(),
    )  # fmt: skip


def _write_rows(canvas: Canvas, bottom: float, trend: TrendChart) -> None:
    """The months, the numbers and, where one begins, the year."""
    y = bottom - 46
    _write_row(canvas, y, [_name(month, trend.language) for month in trend.months], TEXT)
    counts = [[_count(count, trend.language) for count in month.counts] for month in trend.months]
    font = text_layout.fitting([word for words in counts for word in words], SMALL, _slot(trend) - 8)
    for number, label in enumerate(trend.rows):
        y -= _ROW
        _write_row(canvas, y, [words[number] for words in counts], font)
        fitting = text_layout.fitting([text_layout.legible(label)], SMALL, _LABEL)
        canvas.write(_LEFT - 6, y, label, fitting, most=_LABEL, align="right")
    _write_row(canvas, y - _ROW, _years(trend.months), SMALL)


def _write_row(canvas: Canvas, y: float, words: Sequence[str], largest: Font) -> None:
    """One word below each month."""
    slot = (_RIGHT - _LEFT) / max(1, len(words))
    font = text_layout.fitting(words, largest, slot - 6)
    for place, word in enumerate(words):
        canvas.write(_LEFT + (place + 0.5) * slot, y, word, font, align="center")


def _name(month: Month, language: str) -> str:
    return numbers.month(month.start, language) + (RUNNING if month.is_running else "")


def _years(months: Sequence[Month]) -> list[str]:
    """The year below the first month and below each January."""
    return [
        str(month.start.year) if place == 0 or month.start.month == 1 else ""
        for place, month in enumerate(months)
    ]


def _slot(trend: TrendChart) -> float:
    """Pixels that a month has."""
    return (_RIGHT - _LEFT) / max(1, len(trend.months))


def _count(count: int | None, language: str) -> str:
    return "–" if count is None else numbers.decimal(count, language)
