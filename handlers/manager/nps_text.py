"""The NPS report in words, for a phone: the answer first, then n, interval and the period before."""

from typing import Final

from handlers.manager.page import Block, Table, bar
from handlers.manager.wording import Wording
from surveys import suppression
from surveys.statistics.nps_report import NpsGroup, NpsReport
from surveys.statistics.periods import Period
from surveys.statistics.scores import Counts, Level, level, nps, signed

_BAR: Final = 12
_GROUPS: Final = 4


def written(report: NpsReport, wording: Wording) -> list[Block]:
    """At most a dozen lines with words on them."""
    blocks: list[Block] = [*_headline(report, wording)]
    if report.whole.level is not Level.HIDDEN:
        blocks += ["", _distribution(report.whole.counts, wording), *_by_group(report, wording)]
    return [*blocks, "", wording.foot(report.period)]


def _headline(report: NpsReport, wording: Wording) -> list[str]:
    whole, period = report.whole, wording.label_of(report.period)
    if whole.counts.n == 0:
        return [wording.text("nps-none", period=period)]
    if whole.nps is None or whole.interval is None or whole.level is Level.HIDDEN:
        return [wording.text("nps-hidden", period=period, n=whole.counts.n)]
    head = wording.text("nps-head", period=period, nps=signed(whole.nps))
    low, high = signed(whole.interval.low), signed(whole.interval.high)
    if whole.level is Level.FEW:
        return [head, wording.text("nps-few", n=whole.counts.n, low=low, high=high)]
    n = wording.number(whole.counts.n)
    interval = wording.text("nps-interval", low=low, high=high, count=n)
    return [_judged(head, whole, wording), interval, *_before(whole, report.previous, wording)]


def _judged(head: str, whole: NpsGroup, wording: Wording) -> str:
    """Nothing is said of a change that may be chance."""
    change = whole.change
    if change is None or not change.is_significant or level(whole.previous.n) is not Level.FULL:
        return head
    return f"{head} {wording.text('nps-rose' if change.points > 0 else 'nps-fell')}"


def _before(whole: NpsGroup, previous: Period, wording: Wording) -> list[str]:
    period, n = wording.label_of(previous), whole.previous.n
    score = nps(whole.previous)
    if score is None or level(n) is Level.HIDDEN:
        return [wording.text("nps-previous-hidden", period=period, n=n)]
    lines = [wording.text("nps-previous", period=period, nps=signed(score), count=wording.number(n))]
    change = whole.change
    if change is None or level(n) is not Level.FULL:
        return lines
    if not change.is_significant:
        return [*lines, wording.text("change-noise")]
    words = {"change": signed(change.points), "low": signed(change.low), "high": signed(change.high)}
    return [*lines, wording.text("nps-change-significant", **words)]


def _distribution(counts: Counts, wording: Wording) -> Table:
    rows = (("9–10", counts.promoters), ("7–8", counts.passives), ("0–6", counts.detractors))
    return Table(
        tuple(
            (name, wording.whole_share(n / counts.n), wording.number(n), bar(n, counts.n, _BAR))
            for name, n in rows
        ),
        has_bars=True,
    )


def _by_group(report: NpsReport, wording: Wording) -> list[Block]:
    """One group that is hidden alone could be worked out from the others. Without a name it is none."""
    named = [group for group in report.groups if group.name]
    levels = suppression.levels([group.counts.n for group in named])
    shown = [group for group, one in zip(named, levels, strict=True) if one is not Level.HIDDEN]
    return ["", Table(tuple(_group(group, wording) for group in shown[:_GROUPS]))] if shown else []


def _group(group: NpsGroup, wording: Wording) -> tuple[str, str, str]:
    score = signed(group.nps) if group.nps is not None else "–"
    return wording.label("touchpoint", group.name), score, f"({wording.number(group.counts.n)})"
