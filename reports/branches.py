"""The tab of `/nps` with its branches, the worst first; of a chosen one also what people dislike there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.context import ReportContext
from reports.document import COLUMNS, Block, Quotation, Table, width
from reports.dot_scale import DotScale
from reports.formatter import Formatter
from reports.report import Tab
from reports.request import TOUCHPOINT, ReportRequest
from storage.engines.database import Connection
from storage.reports import nps, themes
from surveys.statistics.branch_comparison import BranchComparison
from surveys.statistics.nps_report import NpsGroup, NpsReport
from surveys.statistics.scores import Interval, Level, signed
from surveys.statistics.words_report import ThemeGroup, ThemeQuote, different_first
from texts.quoting import quoted, shortened

_SEGMENT: Final = "segment"
_SHOWN: Final = 6
"""As many as have buttons."""
_CELLS: Final = 16
_CAUSES: Final = 3
_QUOTES: Final = 3
_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class Branches:
    """The scores of a period by branch."""

    report: NpsReport
    by: str
    """What the branches are: touchpoints, or segments where no touchpoint is known."""
    chosen: str | None
    """The branch that is looked at; None for all."""
    causes: Sequence[ThemeGroup] = ()
    """Of what people of the chosen one speak ill."""

    @property
    def ranked(self) -> list[NpsGroup]:
        """Those that have a name and may be told: what is lower than the rest for sure, then the lowest.

        A handful of people may score lower by chance than any large branch.
        """
        return sorted(self.report.shown, key=_worst_first)

    @property
    def looked_at(self) -> NpsGroup | None:
        """The chosen one; None where none is, nobody scored there, or it may not be told."""
        return next((group for group in self.ranked if group.name == self.chosen), None)


def _worst_first(group: NpsGroup) -> tuple[bool, float, int, str]:
    is_lower = group.comparison is not None and group.comparison.is_lower
    return not is_lower, group.nps or 0.0, -group.people, group.name


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> Branches:
    """All branches, whichever is chosen: each is held against the others."""
    asked, chosen = request.of_touchpoint(None).asked, request.touchpoint
    by = request.by or TOUCHPOINT
    report = nps.report(connection, *context.nps_question, asked, by=by)
    if request.by is None and chosen is None and not any(group.name for group in report.groups):
        by, report = _SEGMENT, nps.report(connection, *context.nps_question, asked, by=_SEGMENT)
    found = Branches(report, by, chosen)
    if found.looked_at is None:
        return found
    known = [theme.id for theme in context.themes.themes]
    return Branches(report, by, chosen, themes.causes(connection, request.asked, known))


def render(found: Branches, formatter: Formatter) -> list[Block]:
    """Which branches differ from the rest for sure, then all on one scale; or what is known of the chosen."""
    if found.chosen is not None:
        return [*_one(found, formatter), "", formatter.foot(found.report.period)]
    rows = found.ranked
    head = formatter.text("nps-branches-head", period=formatter.label_of(found.report.period))
    hidden = formatter.hidden_groups(found.by, found.report.secret)
    if len(rows) < 2:
        return [head, formatter.text("nps-branches-none"), *hidden, "", formatter.foot(found.report.period)]
    blocks: list[Block] = [head, *_verdict(rows, found.by, formatter), ""]
    blocks += [_drawing(rows[:_SHOWN], found, formatter), formatter.text("nps-branches-key")]
    if len(rows) > _SHOWN:
        blocks.append(formatter.many("nps-branches-more", len(rows) - _SHOWN))
    return [*blocks, *hidden, "", formatter.foot(found.report.period)]


def _verdict(rows: Sequence[NpsGroup], by: str, formatter: Formatter) -> list[str]:
    """Nothing is said of a difference that may be chance."""
    lines = []
    for text, members in (
        ("nps-branches-lower", [one for one in rows if one.comparison and one.comparison.is_lower]),
        ("nps-branches-higher", [one for one in rows if one.comparison and one.comparison.is_higher]),
    ):
        if members:
            names = ", ".join(formatter.label(by, one.name) for one in members[:_SHOWN])
            lines.append(formatter.text(text, names=names))
    return lines or [formatter.text("nps-branches-same")]


def _drawing(rows: Sequence[NpsGroup], found: Branches, formatter: Formatter) -> Table:
    """Two lines a branch: its name and score, below it the drawing and how many people scored."""
    intervals = [_interval(one) for one in rows]
    scale = DotScale.over(intervals, _CELLS)
    whole = found.report.whole.nps or 0.0
    lines = []
    for group, interval in zip(rows, intervals, strict=True):
        score = group.nps or 0.0
        limits = f"{signed(score)} ({signed(interval.low)}…{signed(interval.high)})"
        name = formatter.label(found.by, group.name)
        lines.append(_line(name, limits))
        lines.append(_line(scale.draw(score, interval, whole), _people(group, formatter)))
    return Table(tuple((line,) for line in lines))


def _interval(group: NpsGroup) -> Interval:
    score = group.nps or 0.0
    return group.interval or Interval(score, score)


def _people(group: NpsGroup, formatter: Formatter) -> str:
    count = f"n={formatter.number(group.people)}"
    if group.level is Level.FEW:
        return f"{count} ⚠"
    mark = _mark(group.comparison)
    return f"{formatter.text(mark)} {count}" if mark else count


def _mark(comparison: BranchComparison | None) -> str:
    """The id of the word for a difference that stands; empty where none does."""
    if comparison is None or not comparison.differs:
        return ""
    return "nps-branch-lower" if comparison.is_lower else "nps-branch-higher"


def _line(left: str, right: str) -> str:
    """Both ends of a line of a phone; the left one is cut where it must be."""
    room = COLUMNS - width(right) - 1
    while width(left) > room:
        left = shortened(left, len(left) - 1)
    return f"{left}{' ' * (COLUMNS - width(left) - width(right))}{right}"


# The chosen branch ----------------------------------------------------------------------------------


def _one(found: Branches, formatter: Formatter) -> list[Block]:
    group, period = found.looked_at, formatter.label_of(found.report.period)
    name = formatter.touchpoint or ""
    if group is None or group.interval is None:
        return [formatter.text("nps-branch-unknown", branch=name, period=period)]
    head = formatter.text("nps-branch-head", branch=name, period=period, nps=signed(group.nps or 0.0))
    low, high = signed(group.interval.low), signed(group.interval.high)
    interval = formatter.many("nps-interval", group.people, low=low, high=high)
    warning = [formatter.text("nps-branch-few")] if group.level is Level.FEW else []
    return [head, interval, *warning, *_rest(group.comparison, formatter), *_causes(found, formatter)]


def _rest(comparison: BranchComparison | None, formatter: Formatter) -> list[str]:
    if comparison is None:
        return []
    difference = comparison.difference
    words = {
        "nps": signed(_points(comparison)),
        "count": formatter.number(comparison.rest.n),
        "change": signed(difference.points),
        "low": signed(difference.low),
        "high": signed(difference.high),
    }
    verdict = {True: "nps-branch-differs", False: "nps-branch-same", None: "nps-branch-unjudged"}
    return [formatter.text("nps-branch-rest", **words), formatter.text(verdict[comparison.differs])]


def _points(comparison: BranchComparison) -> float:
    rest = comparison.rest
    return 100 * (rest.promoters - rest.detractors) / rest.n


def _causes(found: Branches, formatter: Formatter) -> list[Block]:
    if not found.causes:
        return ["", formatter.text("nps-branch-no-causes")]
    named = [
        f"{formatter.label('theme', cause.theme)} ({formatter.number(cause.counts.people)})"
        for cause in found.causes[:_CAUSES]
    ]
    quotes = [_quotation(quote, formatter) for quote in _quotes(found.causes)]
    return ["", formatter.text("nps-branch-causes", causes=" · ".join(named)), *quotes]


def _quotes(causes: Sequence[ThemeGroup]) -> list[ThemeQuote]:
    """Words about the first of the causes before those about the others; what says the same comes last."""
    said = dict.fromkeys(quote for cause in causes for quote in cause.quotes)
    return different_first(said)[:_QUOTES]


def _quotation(quote: ThemeQuote, formatter: Formatter) -> Quotation:
    words = " ".join(quoted(quote.words).split())
    return Quotation(f"{formatter.day(quote.day)} · {shortened(words, _LENGTH) or '…'}")


def _buttons(found: Branches) -> list[str]:
    """Those that are drawn, and so lead on; segments have no buttons."""
    return [group.name for group in found.ranked[:_SHOWN]] if found.by == TOUCHPOINT else []


TAB: Final = Tab(read, render, "button-branches", touchpoints=_buttons)
