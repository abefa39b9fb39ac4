"""What a win-back wave brought: the share that returned, of those written to and of those left alone.

Two dots with their intervals: where these lie apart, the wave did something.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.charts import numbers
from reports.charts.canvas import MARGIN, SIDE, WIDTH, Canvas, Heading
from reports.charts.palette import ACCENT, PAPER, RULE
from reports.charts.text_layout import SMALL, STRONG, TEXT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WAVES: Final = 3
"""As many as a phone can show; the first ones are drawn."""

_TALLEST: Final = 520.0
_NAME, _MARKS, _VERDICT = 40.0, 36.0, 56.0
"""Pixels of a wave's name above its arms, of the marks and of the verdict below them."""
_SHARE: Final = 170.0
"""Pixels for the share at the end of an arm's line."""
_HEADROOM: Final = 2.0
_MOST_MARKS: Final = 5
_WHOLE: Final = 1 + 1e-9
_LABEL, _TRACK = 0.44, 0.78
"""Where in an arm's row its label and its line stand, from above."""


@dataclass(frozen=True, slots=True)
class ChartArm:
    """Those written to, or the holdout."""

    label: str
    returned: float | None
    """Share 0…1, as are its limits; None without people."""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ChartWave:
    name: str
    treated: ChartArm
    holdout: ChartArm | None
    """None where nobody was left alone: the effect is unknown then."""
    verdict: str
    """The effect in words."""


@dataclass(frozen=True, slots=True)
class WinbackChart:
    heading: Heading
    waves: tuple[ChartWave, ...]
    language: str

    def draw(self) -> Canvas:
        """The canvas with all that there is to see; matplotlib is loaded with the first one."""
        canvas = Canvas(self.heading)
        waves = self.waves[:WAVES]
        tall = min((canvas.top - canvas.bottom) / max(1, len(waves)), _TALLEST)
        marks = _marks(waves)
        for number, wave in enumerate(waves):
            top = canvas.top - number * tall
            _draw_wave(canvas, wave, (top - tall, top), marks, self.language)
        return canvas


def _arms(wave: ChartWave) -> list[ChartArm]:
    return [wave.treated] if wave.holdout is None else [wave.treated, wave.holdout]


def _marks(waves: Sequence[ChartWave]) -> Sequence[float]:
    """Round shares from zero; a whisker that reaches far beyond every dot is cut."""
    arms = [arm for wave in waves for arm in _arms(wave) if arm.returned is not None]
    highest = max((arm.returned or 0.0 for arm in arms), default=0.0)
    reach = max((arm.high or arm.returned or 0.0 for arm in arms), default=0.0)
    top = min(reach, _HEADROOM * highest) if highest else reach
    return [mark for mark in numbers.ticks(top, _MOST_MARKS) if mark <= _WHOLE]


def _draw_wave(
    canvas: Canvas, wave: ChartWave, span: tuple[float, float], marks: Sequence[float], language: str
) -> None:
    bottom, top = span
    field_top, field_bottom = top - _NAME, bottom + _VERDICT + _MARKS
    row = (field_top - field_bottom) / 2
    axes = canvas.axes(MARGIN, field_bottom, SIDE - MARGIN, field_top)
    axes.set_xlim(marks[0], marks[-1])
    axes.set_ylim(2, 0)
    canvas.write(MARGIN, top - STRONG.size, wave.name, STRONG)
    for place, arm in enumerate(_arms(wave)):
        y = field_top - row * (place + _LABEL)
        canvas.write(MARGIN, y, arm.label, SMALL, most=WIDTH - _SHARE)
        _draw_track(axes, place + _TRACK, marks)
        if arm.returned is not None:
            share = numbers.percent(arm.returned, language, 1)
            canvas.write(SIDE - MARGIN, y, share, STRONG, align="right")
            _draw_arm(axes, place + _TRACK, arm, arm.returned, is_holdout=arm is wave.holdout)
    last = field_bottom + row * (2 - len(_arms(wave)))
    _write_marks(canvas, last - 26, marks, language)
    canvas.write(MARGIN, last - _MARKS - _VERDICT + 22, wave.verdict, TEXT)


def _draw_track(axes: "Axes", y: float, marks: Sequence[float]) -> None:
    axes.plot((marks[0], marks[-1]), (y, y), color=RULE, linewidth=2, zorder=1, clip_on=False)
    axes.plot(marks, [y] * len(marks), color=RULE, linestyle="", marker="|", markersize=16, markeredgewidth=2,
              zorder=1, clip_on=False)  # fmt: skip


def _draw_arm(axes: "Axes", y: float, arm: ChartArm, returned: float, *, is_holdout: bool) -> None:
    rightmost = axes.get_xlim()[1]
    low, high = (returned if arm.low is None else arm.low), (returned if arm.high is None else arm.high)
    axes.plot((low, min(high, rightmost)), (y, y), color=ACCENT, linewidth=5, zorder=3,
              solid_capstyle="butt", clip_on=False)  # fmt: skip
    for end in (low, high):
        if end <= rightmost:
            axes.plot(end, y, marker="|", color=ACCENT, markersize=26, markeredgewidth=5, clip_on=False)
    axes.plot(returned, y, marker="o", markersize=18, markerfacecolor=PAPER if is_holdout else ACCENT,
              markeredgecolor=ACCENT, markeredgewidth=5, zorder=4, clip_on=False)  # fmt: skip


def _write_marks(canvas: Canvas, y: float, marks: Sequence[float], language: str) -> None:
    digits = numbers.digits_of([100 * mark for mark in marks])
    for mark in marks:
        words = numbers.percent(mark, language, digits)
        x = MARGIN + WIDTH * mark / marks[-1]
        is_first, is_last = mark == marks[0], mark == marks[-1]
        align = "left" if is_first else "right" if is_last else "center"
        canvas.write(x, y, words, SMALL, align=align)
