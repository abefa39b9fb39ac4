"""Who left and why, in words: the share, how much of it is explained, and what could have been kept."""

from collections.abc import Sequence
from typing import Final

from handlers.manager.page import Block, Table
from handlers.manager.wording import Wording
from surveys.questions.reasons import ReasonClass
from surveys.statistics.churn_report import Base, ChurnGroup, ChurnReport
from surveys.statistics.pareto import Bar, Measure
from surveys.statistics.periods import Period
from surveys.statistics.scores import Level, level

_REASONS: Final = 5
_NATURAL: Final = "🌿"


def written(report: ChurnReport, wording: Wording, measure: Measure = Measure.CUSTOMERS) -> list[Block]:
    """At most a dozen lines with words on them."""
    whole = report.whole
    has_begun = wording.has_begun(report.period)
    verdict = _verdict(report, wording) if has_begun else wording.text("churn-not-begun")
    return [
        wording.text("churn-head", period=wording.label_of(report.period), verdict=verdict),
        *(_rate(whole, wording) if has_begun else []),
        *_before(whole, report.previous, wording),
        *_told(whole, wording),
        *_reasons(whole, wording, measure),
        *_by_group(report, wording),
        "",
        wording.foot(report.period),
    ]


def _verdict(report: ChurnReport, wording: Wording) -> str:
    """Nothing is said of a change that may be chance, nor of a month that is half over beside a whole one."""
    whole = report.whole
    if whole.base is None or not whole.base.started:
        return wording.many("churn-told", whole.answered)
    left = wording.many("churn-left", whole.base.gone) if whole.base.gone else wording.text("churn-nobody")
    if wording.is_running(report.period, report.previous):
        return f"{left}, {wording.text('churn-running')}"
    change, before = whole.change, whole.before
    if change is None or before is None:
        return left
    if change.is_proven:
        return wording.text("churn-more" if change.value > 0 else "churn-less")
    if level(min(whole.base.started, before.started)) is not Level.FULL:
        return wording.text("churn-few")
    return wording.text("change-noise")


def _rate(whole: ChurnGroup, wording: Wording) -> list[str]:
    base, share, interval = whole.base, whole.churn, whole.interval
    if base is None:
        return [wording.text("churn-no-base" if wording.touchpoint is None else "churn-no-base-here")]
    if share is None or interval is None:
        return [wording.text("churn-no-start")]
    return [
        wording.text(
            "churn-rate",
            lost=wording.number(base.lost),
            started=wording.number(base.started),
            share=wording.share(share),
            low=wording.bare_share(interval.low),
            high=wording.bare_share(interval.high),
        )
    ]


def _before(whole: ChurnGroup, previous: Period, wording: Wording) -> list[str]:
    before: Base | None = whole.before
    if before is None or before.churn is None:
        return []
    return [
        wording.text(
            "churn-previous",
            period=wording.label_of(previous),
            share=wording.share(before.churn),
            lost=wording.number(before.lost),
            started=wording.number(before.started),
        )
    ]


def _told(whole: ChurnGroup, wording: Wording) -> list[str]:
    """How many of the leavers are behind the reasons, and how many turned out not to have left."""
    told, here = wording.number(whole.answered), wording.number(whole.still_here)
    parts = []
    if whole.base is not None and whole.base.gone and whole.coverage is not None:
        gone, share = wording.number(whole.base.gone), wording.whole_share(whole.coverage)
        parts.append(wording.text("churn-coverage", told=told, gone=gone, share=share))
    if whole.still_here:
        parts.append(wording.text("churn-still-here", count=here))
    return [" · ".join(parts)] if parts else []


def _reasons(whole: ChurnGroup, wording: Wording, measure: Measure) -> list[Block]:
    if not whole.answered:
        return [wording.text("churn-reasons-none")]
    if level(whole.answered) is Level.HIDDEN:
        return [wording.text("churn-reasons-hidden", count=str(whole.answered))]
    if measure is Measure.MONEY and whole.money is None:
        return [wording.text("churn-no-money")]
    table = _table(whole.bars(measure), whole, wording)
    kept = _kept(whole, wording)
    if any(row[-1] == _NATURAL for row in table.rows):
        kept = f"{kept} · {wording.text('churn-natural')}"
    return ["", table, kept]


def _by_group(report: ChurnReport, wording: Wording) -> list[Block]:
    """Only where groups were asked for: the share that left, else how many told why."""
    named = [group for group in report.groups if group.name]
    return ["", Table(tuple(_group_row(group, wording) for group in named))] if named else []


def _group_row(group: ChurnGroup, wording: Wording) -> tuple[str, str, str]:
    people = group.base.lost if group.base else group.customers
    share = wording.share(group.churn) if group.churn is not None else "–"
    return wording.label("touchpoint", group.name), share, f"({wording.number(people)})"


def _table(bars: Sequence[Bar], whole: ChurnGroup, wording: Wording) -> Table:
    """The heaviest causes; what does not fit is added up in the last row."""
    folded = len(bars) > _REASONS
    own, rest = (bars[: _REASONS - 1], bars[_REASONS - 1 :]) if folded else (bars, [])
    rows = [_row(_name(bar, wording), [bar], wording) for bar in own]
    if rest:
        rows.append(_row(wording.text("report-rest"), rest, wording))
    people = wording.text("churn-column-people")
    money = wording.text("churn-column-money", currency=wording.currency_sign)
    head = (wording.text("churn-column-reason"), people, money, "")
    columns = [0, 1, 2, 3] if whole.money is not None else [0, 1, 3]
    return Table(tuple(tuple(row[column] for column in columns) for row in (head, *rows)))


def _name(bar: Bar, wording: Wording) -> str:
    """Without the picture of a button: there is little room."""
    sign, _, words = wording.label("reason", bar.cause.reason).partition(" ")
    return words if words and not any(map(str.isalnum, sign)) else f"{sign} {words}".rstrip()


def _row(name: str, bars: Sequence[Bar], wording: Wording) -> tuple[str, str, str, str]:
    known = [bar.cause.money for bar in bars if bar.cause.money is not None]
    natural = len(bars) == 1 and bars[0].cause.kind is ReasonClass.NATURAL
    return (
        name,
        wording.number(sum(bar.cause.customers for bar in bars)),
        wording.amount(sum(known)) if known else "–",
        _NATURAL if natural else "",
    )


def _kept(whole: ChurnGroup, wording: Wording) -> str:
    loss = whole.by_class()[ReasonClass.AVOIDABLE]
    people, told = wording.number(loss.customers), wording.number(whole.answered)
    if whole.money is None:
        return wording.text("churn-kept", people=people, told=told)
    return wording.text("churn-kept-money", people=people, told=told, money=wording.money(loss.money))
