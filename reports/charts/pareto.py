"""The heaviest causes first: bars by people and, where money is known, a second panel by money.

Two panels with the same rows, never two scales on one: what leads by people seldom leads by money.
What is put together at the end is no cause, so it has no bar: numbers, and what is in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.charts import numbers, text_layout
from reports.charts.canvas import MARGIN, SIDE, WIDTH, Canvas, Heading
from reports.charts.palette import CLASSES, INK, PAPER, PLAIN
from reports.charts.text_layout import SMALL, STRONG, TEXT
from surveys.questions.reasons import ReasonClass
from surveys.statistics.pareto import VITAL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TALLEST_ROW: Final = 150.0
_GAP: Final = 40
_LEGEND: Final = 46
_BAR: Final = 0.40
_MIDDLE: Final = 0.70
_LABEL: Final = 0.36
"""Parts of a row: the bar's height, and how far below the row's top its middle and the label's line are."""
_REST_LINES, _REST_PARTS = 4, 12
_LONGEST_PART: Final = WIDTH - 80.0
_REST_LABEL, _REST_NUMBER, _REST_LINE = 46.0, 44.0, 38.0


@dataclass(frozen=True, slots=True)
class ChartCause:
    label: str
    people: int
    kind: ReasonClass | None = None
    money: float | None = None
    low: float | None = None
    high: float | None = None
    """People: the limits of the 95 % interval; None where there is none."""


@dataclass(frozen=True, slots=True)
class ChartSummary:
    """The causes that are not shown by themselves, put together."""

    label: str
    people: int
    money: float | None = None
    content: tuple[str, ...] = ()
    """What is in it, heaviest first; what there is no room for is left out."""


@dataclass(frozen=True, slots=True)
class ParetoChart:
    heading: Heading
    causes: tuple[ChartCause, ...]
    """Heaviest first, in the order in which they are to be shown; a phone has room for eight."""
    people: str
    """What is counted: the name of the first panel."""
    language: str
    rest: ChartSummary | None = None
    money: str = ""
    """The name of the second panel; without one there is none."""
    classes: Mapping[ReasonClass, str] | None = None
    vital: str = ""
    """What the line below the few that make most of the loss says."""

    def draw(self) -> Canvas:
        """The canvas with all that there is to see; matplotlib is loaded with the first one."""
        canvas = Canvas(self.heading)
        content = _content(self)
        bottom = canvas.bottom + _draw_legend(canvas, self) + _height_of_rest(self, content)
        top = canvas.top - SMALL.size - 14
        row = min((top - bottom) / max(1, len(self.causes)), _TALLEST_ROW)
        panels = _panels(self)
        width = (WIDTH - _GAP * (len(panels) - 1)) / len(panels)
        for place, (name, amounts) in enumerate(panels):
            left = MARGIN + place * (width + _GAP)
            canvas.write(left, top + 14, name, SMALL, most=width)
            if self.causes:
                _draw_panel(canvas, (left, width), (top, row), amounts, self, has_intervals=place == 0)
            if self.rest is not None:
                amount = self.rest.people if place == 0 else self.rest.money
                y = top - row * len(self.causes) - _REST_LABEL - _REST_NUMBER + 10
                canvas.write(left, y, _number(amount, self.language), STRONG, most=width)
        _write_labels(canvas, self, top, row, content)
        return canvas


def _panels(pareto: ParetoChart) -> list[tuple[str, list[float | None]]]:
    panels: list[tuple[str, list[float | None]]] = [(pareto.people, [one.people for one in pareto.causes])]
    money = [cause.money for cause in pareto.causes]
    has_money = any(money) or bool(pareto.rest and pareto.rest.money)
    return [*panels, (pareto.money, money)] if pareto.money and has_money else panels


def _content(pareto: ParetoChart) -> list[str]:
    if pareto.rest is None:
        return []
    content = pareto.rest.content[:_REST_PARTS]
    parts = [text_layout.cut(text_layout.legible(part), SMALL, _LONGEST_PART) for part in content]
    for most in range(len(parts), 0, -1):
        rest = [] if most == len(pareto.rest.content) else [text_layout.ELLIPSIS]
        words = " · ".join([*parts[:most], *rest])
        lines = text_layout.wrapped(words, SMALL, WIDTH, _REST_LINES)
        if " ".join(lines) == words or most == 1:
            return lines
    return []


def _height_of_rest(pareto: ParetoChart, content: Sequence[str]) -> float:
    if pareto.rest is None:
        return 0.0
    return _REST_LABEL + _REST_NUMBER + len(content) * _REST_LINE


def _number(amount: float | None, language: str) -> str:
    return "–" if amount is None else numbers.decimal(amount, language)


def _draw_panel(
    canvas: Canvas,
    across: tuple[float, float],
    down: tuple[float, float],
    amounts: Sequence[float | None],
    pareto: ParetoChart,
    *,
    has_intervals: bool,
) -> None:
    """The longest bar leaves room for the widest number behind it; what is unknown has no bar."""
    (left, width), (top, row) = across, down
    words = [_number(amount, pareto.language) for amount in amounts]
    room = max(text_layout.width(word, STRONG) for word in words) + 20
    highs = [cause.high if has_intervals else None for cause in pareto.causes]
    ends = [max(amount or 0.0, high or 0.0) for amount, high in zip(amounts, highs, strict=True)]
    most = max(ends) or 1.0
    axes = canvas.axes(left, top - row * len(words), left + width - room, top)
    axes.set_xlim(0, most)
    axes.set_ylim(len(words), 0)
    for place, (cause, amount, end) in enumerate(zip(pareto.causes, amounts, ends, strict=True)):
        y, look = place + _MIDDLE, PLAIN if cause.kind is None else CLASSES[cause.kind]
        axes.barh(y, amount or 0.0, height=_BAR, color=look.colour, hatch=look.hatch, edgecolor=PAPER,
                  linewidth=0, zorder=2)  # fmt: skip
        if has_intervals and cause.low is not None and cause.high is not None:
            _draw_interval(axes, y, cause.low, cause.high)
        x = left + end / most * (width - room) + 14
        canvas.write(x, top - row * y - STRONG.size * 0.36, words[place], STRONG)


def _draw_interval(axes: "Axes", y: float, low: float, high: float) -> None:
    axes.plot((low, high), (y, y), color=INK, linewidth=4, zorder=3, solid_capstyle="butt", clip_on=False)
    axes.plot((low, high), (y, y), color=INK, linestyle="", marker="|", markersize=18, markeredgewidth=4,
              zorder=3, clip_on=False)  # fmt: skip


def _write_labels(
    canvas: Canvas, pareto: ParetoChart, top: float, row: float, content: Sequence[str]
) -> None:
    """Above the bars; the first one below the vital few shares its line with the words of the rule."""
    few = _vital_few(pareto) if pareto.vital else 0
    room = WIDTH - text_layout.width(text_layout.legible(pareto.vital), SMALL) - 30
    for place, cause in enumerate(pareto.causes):
        most = room if few and place == few else WIDTH
        canvas.write(MARGIN, top - row * (place + _LABEL), cause.label, TEXT, most=most)
    end, is_last = top - row * len(pareto.causes), few == len(pareto.causes)
    if pareto.rest is not None:
        most = room if few and is_last else WIDTH
        canvas.write(MARGIN, end - _REST_LABEL + 8, pareto.rest.label, TEXT, most=most)
        for number, line in enumerate(content, start=1):
            canvas.write(MARGIN, end - _REST_LABEL - _REST_NUMBER - number * _REST_LINE + 8, line, SMALL)
    if few:
        y = end - _REST_LABEL + 8 if is_last else top - row * (few + _LABEL)
        canvas.rule(top - row * few)
        canvas.write(SIDE - MARGIN, y, pareto.vital, SMALL, align="right")


def _vital_few(pareto: ParetoChart) -> int:
    """How many of the causes make most of the loss; 0 where only all that there is does, or the rest too."""
    whole = sum(cause.people for cause in pareto.causes) + (pareto.rest.people if pareto.rest else 0)
    reached = 0
    for number, cause in enumerate(pareto.causes, start=1):
        reached += cause.people
        if reached >= VITAL * whole:
            return number if reached < whole else 0
    return 0


def _draw_legend(canvas: Canvas, pareto: ParetoChart) -> float:
    """The words of the classes that are shown, two a line, above the notes: its height."""
    shown = [kind for kind in ReasonClass if any(cause.kind is kind for cause in pareto.causes)]
    words = pareto.classes or {}
    lines = [shown[start : start + 2] for start in range(0, len(shown), 2)]
    for number, line in enumerate(reversed(lines)):
        y = canvas.bottom + number * _LEGEND
        for place, kind in enumerate(line):
            left = MARGIN + place * WIDTH / 2
            look = CLASSES[kind]
            patch = canvas.axes(left, y - 4, left + 44, y + 24)
            patch.barh(0, 1, height=1, color=look.colour, hatch=look.hatch, edgecolor=PAPER, linewidth=0)
            patch.set_xlim(0, 1)
            patch.set_ylim(-0.5, 0.5)
            canvas.write(left + 58, y, words.get(kind, kind.value), SMALL, most=WIDTH / 2 - 66)
    return len(lines) * _LEGEND + (18 if lines else 0)
