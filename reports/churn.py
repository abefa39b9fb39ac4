"""`/churn`: how many left and why, by people or by money, and in their own words."""

from collections.abc import Sequence
from typing import Final

from reports import churn_quotes
from reports.charts.pareto import ChartCause, ParetoChart
from reports.context import ReportContext
from reports.document import Block, Table
from reports.formatter import Formatter
from reports.report import Report, Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import churn, touchpoints
from surveys.questions.reasons import ReasonClass
from surveys.statistics import churn_report
from surveys.statistics.churn_report import MINOR, Base, ChurnGroup, ChurnReport
from surveys.statistics.pareto import Bar, Measure
from surveys.statistics.periods import Period
from surveys.statistics.scores import HIDDEN_BELOW, Level, level

_REASONS: Final = 5
_NATURAL: Final = "🌿"


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> ChurnReport:
    """Who was there, who left and what they told, in the period and the one before it."""
    return churn.report(connection, request.asked, request.now, by=request.by)


def render_by_money(report: ChurnReport, formatter: Formatter) -> list[Block]:
    """The report in words, with the reasons that cost most first."""
    return render(report, formatter, Measure.MONEY)


def render(report: ChurnReport, formatter: Formatter, measure: Measure = Measure.CUSTOMERS) -> list[Block]:
    """The report in words: the share that left, how much is explained, what could be kept.

    It has at most a dozen lines.
    """
    whole = report.whole
    has_begun = formatter.has_begun(report.period)
    verdict = _verdict(report, formatter) if has_begun else formatter.text("churn-not-begun")
    return [
        formatter.text("churn-head", period=formatter.label_of(report.period), verdict=verdict),
        *(_rate(whole, formatter) if has_begun else []),
        *_before(whole, report.previous, formatter),
        *_reasons_told(whole, formatter),
        *_reasons(whole, formatter, measure),
        *_by_group(report, formatter),
        "",
        formatter.foot(report.period),
    ]


def _verdict(report: ChurnReport, formatter: Formatter) -> str:
    """Nothing is said of a change that may be chance, nor of a month that is half over beside a whole one."""
    whole = report.whole
    if whole.base is None or not whole.base.started:
        return formatter.many("churn-told", whole.answered)
    left = (
        formatter.many("churn-left", whole.base.gone) if whole.base.gone else formatter.text("churn-nobody")
    )
    if formatter.is_running(report.period, report.previous):
        return f"{left}, {formatter.text('churn-running')}"
    change, before = whole.change, whole.before
    if change is None or before is None:
        return left
    if change.is_proven:
        return formatter.text("churn-more" if change.value > 0 else "churn-less")
    if level(min(whole.base.started, before.started)) is not Level.FULL:
        return formatter.text("churn-few")
    return formatter.text("change-noise")


def _rate(whole: ChurnGroup, formatter: Formatter) -> list[str]:
    base, share, interval = whole.base, whole.churn, whole.interval
    if base is None:
        return [formatter.text("churn-no-base-here")]
    if share is None or interval is None:
        return [formatter.text("churn-no-start")]
    rate = formatter.text(
        "churn-rate",
        lost=formatter.number(base.lost),
        started=formatter.number(base.started),
        share=formatter.share(share),
        low=formatter.bare_share(interval.low),
        high=formatter.bare_share(interval.high),
    )
    if not base.early:
        return [rate]
    return [f"{rate} · {formatter.text('churn-early', count=formatter.number(base.early))}"]


def _before(whole: ChurnGroup, previous: Period, formatter: Formatter) -> list[str]:
    before: Base | None = whole.before
    if before is None or before.churn is None:
        return []
    return [
        formatter.text(
            "churn-previous",
            period=formatter.label_of(previous),
            share=formatter.share(before.churn),
            lost=formatter.number(before.lost),
            started=formatter.number(before.started),
        )
    ]


def _reasons_told(whole: ChurnGroup, formatter: Formatter) -> list[str]:
    """How many of the leavers are behind the reasons, how many would not tell, and how many have not left."""
    told, here = formatter.number(whole.answered), formatter.number(whole.still_here)
    parts = []
    if whole.base is not None and whole.base.gone and whole.coverage is not None:
        gone, share = formatter.number(whole.base.gone), formatter.whole_share(whole.coverage)
        parts.append(formatter.text("churn-coverage", told=told, gone=gone, share=share))
    if whole.silent:
        parts.append(formatter.text("churn-silent", count=formatter.number(whole.silent)))
    if whole.still_here:
        parts.append(formatter.text("churn-still-here", count=here))
    return [" · ".join(parts)] if parts else []


def _reasons(whole: ChurnGroup, formatter: Formatter, measure: Measure) -> list[Block]:
    if not whole.answered:
        # Where the share is unknown the heading has said so.
        return [formatter.text("churn-reasons-none")] if whole.base is not None and whole.base.started else []
    if level(whole.answered) is Level.HIDDEN:
        return [formatter.text("churn-reasons-hidden", count=str(whole.answered))]
    if measure is Measure.MONEY and whole.money is None:
        return [formatter.text("churn-no-money")]
    table = _table(whole.reasons(measure), whole, formatter)
    kept = _kept(whole, formatter)
    if any(row[-1] == _NATURAL for row in table.rows):
        kept = f"{kept} · {formatter.text('churn-natural')}"
    return ["", table, kept]


def _by_group(report: ChurnReport, formatter: Formatter) -> list[Block]:
    """The groups that were asked for: the share that left and how many, else how many told why."""
    named = [group for group in report.groups if group.name]
    return ["", Table(tuple(_group_row(group, formatter) for group in named))] if named else []


def _group_row(group: ChurnGroup, formatter: Formatter) -> tuple[str, str, str]:
    people = group.base.lost if group.base else group.customers
    share = formatter.share(group.churn) if group.churn is not None else "–"
    return formatter.label("touchpoint", group.name), share, f"({formatter.number(people)})"


def _table(bars: Sequence[Bar], whole: ChurnGroup, formatter: Formatter) -> Table:
    """The heaviest causes; what does not fit is added up in the last row."""
    folded = len(bars) > _REASONS
    own, rest = (bars[: _REASONS - 1], bars[_REASONS - 1 :]) if folded else (bars, [])
    rows = [_row(_name(bar, formatter), [bar], formatter) for bar in own]
    if rest:
        rows.append(_row(formatter.text("report-rest"), rest, formatter))
    people = formatter.text("churn-column-people")
    money = formatter.text("churn-column-money", currency=formatter.currency_sign)
    head = (formatter.text("churn-column-reason"), people, money, "")
    columns = [0, 1, 2, 3] if whole.money is not None else [0, 1, 3]
    return Table(tuple(tuple(row[column] for column in columns) for row in (head, *rows)))


def _name(bar: Bar, formatter: Formatter) -> str:
    """The name of a reason without the picture of its button: there is little room."""
    sign, _, words = formatter.label("reason", bar.cause.reason).partition(" ")
    return words if words and not any(map(str.isalnum, sign)) else f"{sign} {words}".rstrip()


def _row(name: str, bars: Sequence[Bar], formatter: Formatter) -> tuple[str, str, str, str]:
    known = [bar.cause.money for bar in bars if bar.cause.money is not None]
    natural = len(bars) == 1 and bars[0].cause.kind is ReasonClass.NATURAL
    return (
        name,
        formatter.number(sum(bar.cause.customers for bar in bars)),
        formatter.amount(sum(known)) if known else "–",
        _NATURAL if natural else "",
    )


def _kept(whole: ChurnGroup, formatter: Formatter) -> str:
    loss = whole.by_class()[ReasonClass.AVOIDABLE]
    people, told = formatter.number(loss.customers), formatter.number(whole.answered)
    if whole.money is None:
        return formatter.text("churn-kept", people=people, told=told)
    return formatter.text("churn-kept-money", people=people, told=told, money=formatter.money(loss.money))


# The picture ----------------------------------------------------------------------------------------


def picture(
    connection: Connection, context: ReportContext, request: ReportRequest, formatter: Formatter
) -> ParetoChart | None:
    """The reasons as they were read for the words; None where only a handful told."""
    return chart_of(read(connection, context, request), formatter)


def chart_of(report: ChurnReport, formatter: Formatter) -> ParetoChart | None:
    """The reasons by people and, where it is known, by money; None where only a handful told."""
    whole, number = report.whole, formatter.number
    if whole.answered < HIDDEN_BELOW:
        return None
    kept = whole.by_class()[ReasonClass.AVOIDABLE].customers
    headline = formatter.text("picture-churn-kept", avoidable=number(kept), answered=number(whole.answered))
    notes = []
    if whole.base is not None and whole.base.gone >= whole.answered:
        told, gone = number(whole.answered), number(whole.base.gone)
        notes.append(formatter.text("picture-churn-note", answered=told, gone=gone))
    return ParetoChart(
        heading=formatter.heading(
            formatter.text("picture-churn"), formatter.label_of(report.period), headline, *notes
        ),
        causes=tuple(_cause(bar, formatter) for bar in whole.reasons()),
        people=formatter.text("picture-people"),
        rest=formatter.text("picture-rest"),
        language=formatter.language,
        money=formatter.text("picture-money", currency=formatter.currency_sign),
        classes={
            ReasonClass.AVOIDABLE: formatter.text("picture-avoidable"),
            ReasonClass.NATURAL: formatter.text("picture-natural"),
            ReasonClass.INVOLUNTARY: formatter.text("picture-involuntary"),
            ReasonClass.UNKNOWN: formatter.text("picture-unknown"),
        },
        vital=formatter.text("picture-churn-vital"),
    )


def _cause(bar: Bar, formatter: Formatter) -> ChartCause:
    cause = bar.cause
    money = None if cause.money is None else cause.money / MINOR
    return ChartCause(formatter.label("reason", cause.reason), cause.customers, cause.kind, money, bar.vital)


CHURN: Final = Report(
    name="churn",
    main=Tab(read, render, "button-by-people"),
    as_json=churn_report.as_json,
    picture=picture,
    others={"money": Tab(read, render_by_money, "button-by-money"), "quotes": churn_quotes.TAB},
    groups=("segment", "touchpoint"),
    touchpoints=touchpoints.farewells,
)
