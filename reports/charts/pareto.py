"""The heaviest causes first: bars by people and, where money is known, a second panel by money.

Two panels with the same rows, never two scales on one: what leads by people seldom leads by money.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.charts import numbers, text_layout
from reports.charts.canvas import MARGIN, SIDE, WIDTH, Canvas, Heading
from reports.charts.palette import CLASSES, MIXED, PAPER, PLAIN, Look
from reports.charts.text_layout import SMALL, STRONG, TEXT
from surveys.questions.reasons import ReasonClass

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROWS: Final = 8
"""More causes than a phone can show are put together in the last row."""

_TALLEST_ROW: Final = 150.0
_GAP: Final = 40
_LEGEND: Final = 46
_BAR: Final = 0.40
_LABEL: Final = 0.36
"""Parts of a row: the bar's height, and how far above its middle the label stands."""


@dataclass(frozen=True, slots=True)
class ChartCause:
    label: str
    people: int
    kind: ReasonClass | None = None
    money: float | None = None
    is_vital: bool = False
    """One of the few heaviest causes that together make most of the loss."""


@dataclass(frozen=True, slots=True)
class ParetoChart:
    heading: Heading
    causes: tuple[ChartCause, ...]
    """Heaviest first, in the order in which they are to be shown."""
    people: str
    """What is counted: the name of the first panel."""
    rest: str
    """What the causes that are put together are called."""
    language: str
    money: str = ""
    """The name of the second panel; without one there is none."""
    classes: Mapping[ReasonClass, str] | None = None
    vital: str = ""
    """What the line below the vital few says."""

    def draw(self) -> bytes:
        """A PNG of 1080×1080 pixels; matplotlib is loaded with the first one."""
        canvas = Canvas(self.heading)
        causes = _folded(self)
        bottom = canvas.bottom + _draw_legend(canvas, self, causes)
        top = canvas.top - SMALL.size - 14
        height = min(top - bottom, len(causes) * _TALLEST_ROW)
        panels: list[tuple[str, list[float | None]]] = [(self.people, [cause.people for cause in causes])]
        if self.money and any(cause.money for cause in causes):
            panels.append((self.money, [cause.money for cause in causes]))
        panel_width = (WIDTH - _GAP * (len(panels) - 1)) / len(panels)
        for place, (name, amounts) in enumerate(panels):
            left = MARGIN + place * (panel_width + _GAP)
            canvas.write(left, top + 14, name, SMALL, most=panel_width)
            axes = canvas.axes(left, top - height, left + panel_width, top)
            _draw_panel(axes, panel_width, [_look(cause, self) for cause in causes], amounts, self.language)
        _write_labels(canvas, self.vital, causes, top, height / max(1, len(causes)))
        return canvas.png()


def _folded(pareto: ParetoChart) -> Sequence[ChartCause]:
    causes = pareto.causes
    if len(causes) <= ROWS:
        return causes
    rest = causes[ROWS - 1 :]
    known = [cause.money for cause in rest if cause.money is not None]
    kinds = {cause.kind for cause in rest}
    kind = kinds.pop() if len(kinds) == 1 else None
    people, money = sum(cause.people for cause in rest), sum(known) if known else None
    is_vital = any(cause.is_vital for cause in rest)
    return (*causes[: ROWS - 1], ChartCause(pareto.rest, people, kind, money, is_vital))


def _draw_panel(
    axes: "Axes", width: float, looks: Sequence[Look], amounts: Sequence[float | None], language: str
) -> None:
    """The longest bar leaves room for the widest number behind it; what is unknown has no bar."""
    words = ["–" if amount is None else numbers.decimal(amount, language) for amount in amounts]
    room = max((text_layout.width(word, STRONG) for word in words), default=0.0) + 16
    largest = max((amount or 0.0 for amount in amounts), default=0.0) or 1.0
    axes.set_xlim(0, largest * width / (width - room))
    axes.set_ylim(len(amounts) - 0.5, -0.5)
    for place, (look, amount, word) in enumerate(zip(looks, amounts, words, strict=True)):
        end = (amount or 0.0, place + 0.2)
        axes.barh(end[1], end[0], height=_BAR, color=look.colour, hatch=look.hatch, edgecolor=PAPER,
                  linewidth=0, zorder=2)  # fmt: skip
        axes.annotate(word, end, (10, 0), textcoords="offset points", va="center_baseline",
                      **STRONG.style())  # fmt: skip


def _write_labels(canvas: Canvas, vital: str, causes: Sequence[ChartCause], top: float, row: float) -> None:
    """Above the bars; the first cause below the vital few shares its line with the words of the rule."""
    few = sum(cause.is_vital for cause in causes)
    has_rule = vital != "" and 0 < few < len(causes)
    room = WIDTH - text_layout.width(text_layout.legible(vital), SMALL) - 30
    for place, cause in enumerate(causes):
        most = room if has_rule and place == few else WIDTH
        canvas.write(MARGIN, top - row * (place + _LABEL), cause.label, TEXT, most=most)
    if has_rule:
        canvas.rule(top - row * few)
        canvas.write(SIDE - MARGIN, top - row * (few + _LABEL), vital, SMALL, align="right")


def _draw_legend(canvas: Canvas, pareto: ParetoChart, causes: Sequence[ChartCause]) -> float:
    """The words of the classes that are shown, two a line, above the notes: its height."""
    shown = [kind for kind in ReasonClass if any(cause.kind is kind for cause in causes)]
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


def _look(cause: ChartCause, pareto: ParetoChart) -> Look:
    if cause.kind is not None:
        return CLASSES[cause.kind]
    return PLAIN if pareto.classes is None else MIXED
