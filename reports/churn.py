"""`/churn`: how many left and why, by people or by money, and in their own words."""

from collections.abc import Sequence
from typing import Final

from reports import churn_quotes, churn_trend, target_lines
from reports.charts.drawing import Chart
from reports.charts.pareto import ChartCause, ChartSummary, ParetoChart
from reports.context import ReportContext
from reports.document import Block, Table
from reports.formatter import Formatter
from reports.month_history import MonthHistory
from reports.report import Report, Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import churn, touchpoints
from surveys.questions.reasons import ReasonClass
from surveys.statistics import churn_report
from surveys.statistics.churn_report import MINOR, Base, ChurnGroup, ChurnReport
from surveys.statistics.pareto import Bar, Measure, ParetoCause
from surveys.statistics.periods import Period
from surveys.statistics.scores import Level, level, wilson

_REASONS: Final = 5
_MONTH_DAYS: Final = (28, 31)
_SIGNS: Final = {ReasonClass.NATURAL: "🌿", ReasonClass.INVOLUNTARY: "💳"}
"""What marks the reasons that nobody could have helped, and those that nobody wanted."""
_LEGENDS: Final = {
    ReasonClass.NATURAL: "churn-natural",
    ReasonClass.INVOLUNTARY: "churn-involuntary",
}


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
    whole, period = report.whole, formatter.label_of(report.period)
    if not formatter.has_begun(report.period):
        head = formatter.text("churn-head", period=period, verdict=formatter.text("period-not-begun"))
        return [head, "", formatter.foot(report.period)]
    verdict = formatter.text("number-unknown") if report.is_unknown else _verdict(report, formatter)
    return [
        formatter.text("churn-head", period=period, verdict=verdict),
        *_rate(report, formatter),
        *_before(whole, report.previous, formatter),
        *_reasons_told(whole, formatter),
        *_reasons(report, formatter, measure),
        *_by_group(report, formatter),
        "",
        formatter.foot(report.period),
    ]


def _verdict(report: ChurnReport, formatter: Formatter) -> str:
    """Nothing is said of a change that may be chance, nor of a month that is half over beside a whole one."""
    whole = report.whole
    if whole.base is None or not whole.base.started:
        is_yet = not whole.answered and formatter.is_running(report.period)
        return formatter.text("churn-told-yet") if is_yet else formatter.many("churn-told", whole.answered)
    left = (
        formatter.many("churn-left", whole.base.gone) if whole.base.gone else formatter.text("churn-nobody")
    )
    if formatter.is_running(report.period):
        return left
    change, before = whole.change, whole.before
    if change is None or before is None:
        return left
    if change.is_proven:
        return formatter.text("churn-more" if change.value > 0 else "churn-less")
    if level(min(whole.base.started, before.started)) is not Level.FULL:
        return formatter.text("churn-few") if whole.base.gone else left
    return formatter.text("change-noise")


def _rate(report: ChurnReport, formatter: Formatter) -> list[str]:
    whole = report.whole
    base, share, interval = whole.base, whole.churn, whole.interval
    known_since = formatter.known_since("churn-known-since", report.period, report.since)
    if report.is_unknown:
        return known_since
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
    moves = (("churn-early", base.early), ("churn-returned", base.returned))
    apart = [formatter.text(name, count=formatter.number(n)) for name, n in moves if n]
    target = target_lines.churn(share, formatter) if _is_about_month(report.period) else []
    return [" · ".join([rate, *apart]), *target, *known_since]


def _is_about_month(period: Period) -> bool:
    """Whether a target of a month can be held against the period."""
    return _MONTH_DAYS[0] <= (period.end - period.start).days <= _MONTH_DAYS[1]


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


def _reasons(report: ChurnReport, formatter: Formatter, measure: Measure) -> list[Block]:
    whole = report.whole
    if not whole.answered:
        # Where the share is unknown the heading has said so.
        none = "churn-reasons-none-yet" if formatter.is_running(report.period) else "churn-reasons-none"
        return [formatter.text(none)] if whole.base is not None and whole.base.started else []
    if whole.level is Level.HIDDEN:
        return [formatter.text("churn-reasons-hidden", count=str(whole.answered))]
    if measure is Measure.MONEY and whole.money is None:
        return [formatter.text("churn-no-money")]
    lead = _lead(whole, formatter)
    table = _table(whole.reasons(measure), whole, formatter, _room(lead))
    shown = {row[-1] for row in table.rows}
    legend = [formatter.text(_LEGENDS[kind]) for kind, sign in _SIGNS.items() if sign in shown]
    return ["", *lead, table, " · ".join([*_kept(whole, formatter), *legend])]


def _lead(whole: ChurnGroup, formatter: Formatter) -> list[str]:
    """The reason that most named: its share with the interval, and how many chose it where it was shown."""
    cause = whole.lead
    interval = wilson(cause.customers, whole.answered) if cause else None
    if cause is None or interval is None or level(cause.customers) is Level.HIDDEN:
        return []
    words = formatter.text(
        "churn-lead",
        reason=_name(cause, formatter),
        share=formatter.share(cause.customers / whole.answered),
        low=formatter.bare_share(interval.low),
        high=formatter.bare_share(interval.high),
    )
    if cause.rate is None or cause.rate_interval is None:
        return [words]
    shown, rate = formatter.number(cause.shown or 0), formatter.share(cause.rate)
    return [f"{words} · {formatter.text('churn-lead-shown', share=rate, shown=shown)}"]


def _by_group(report: ChurnReport, formatter: Formatter) -> Sequence[Block]:
    """The groups that were asked for: the share that left and how many, else how many told why."""
    named = [group for group in report.groups if group.name]
    shown = [group for group in named if not _is_hidden(group)]
    secret = [group.name for group in named if _is_hidden(group) and _people_of(group)]
    if not shown:
        return formatter.no_groups()
    table = Table(tuple(_group_row(group, formatter) for group in shown))
    return ["", table, *formatter.hidden_groups("touchpoint", secret)]


def _is_hidden(group: ChurnGroup) -> bool:
    """Of a segment its customers must not be told, of a touchpoint those who told why."""
    return (group.base_level if group.base else group.level) is Level.HIDDEN


def _people_of(group: ChurnGroup) -> int:
    """How many its level is about."""
    return group.base.started if group.base else group.customers


def _group_row(group: ChurnGroup, formatter: Formatter) -> tuple[str, str, str]:
    people = group.base.lost if group.base else group.customers
    share = formatter.share(group.churn) if group.churn is not None else "–"
    return formatter.label("touchpoint", group.name), share, f"({formatter.number(people)})"


def _table(bars: Sequence[Bar], whole: ChurnGroup, formatter: Formatter, room: int) -> Table:
    """The heaviest causes; what does not fit, or may not be told by name, is added up in the last row."""
    own, rest = _cut(bars, room)
    rows = [_row(_name(bar.cause, formatter), [bar], formatter) for bar in own]
    if rest:
        rows.append(_row(formatter.text("report-rest"), rest, formatter))
    people = formatter.text("churn-column-people")
    money = formatter.text("churn-column-money", currency=formatter.currency_sign)
    head = (formatter.text("churn-column-reason"), people, money, "")
    columns = [0, 1, 2, 3] if whole.money is not None else [0, 1, 3]
    return Table(tuple(tuple(row[column] for column in columns) for row in (head, *rows)))


def _room(lead: Sequence[str]) -> int:
    """How many rows the words have below the line about the reason that leads."""
    return _REASONS - len(lead)


def _cut(bars: Sequence[Bar], room: int) -> tuple[list[Bar], list[Bar]]:
    """Those with a row of their own, and those that are put together: the same in words and picture."""
    named = [bar for bar in bars if bar.cause.reason]
    own = named if len(bars) <= room else named[: room - 1]
    return own, [bar for bar in bars if bar not in own]


def _name(cause: ParetoCause, formatter: Formatter) -> str:
    """The name of a reason without the picture of its button: there is little room."""
    sign, _, words = formatter.label("reason", cause.reason).partition(" ")
    return words if words and not any(map(str.isalnum, sign)) else f"{sign} {words}".rstrip()


def _row(name: str, bars: Sequence[Bar], formatter: Formatter) -> tuple[str, str, str, str]:
    known = [bar.cause.money for bar in bars if bar.cause.money is not None]
    sign = _SIGNS.get(bars[0].cause.kind, "") if len(bars) == 1 else ""
    return (
        name,
        formatter.number(sum(bar.cause.customers for bar in bars)),
        formatter.amount(sum(known)) if known else "–",
        sign,
    )


def _kept(whole: ChurnGroup, formatter: Formatter) -> list[str]:
    loss = whole.avoidable
    if loss is None:
        return []
    people, told = formatter.number(loss.customers), formatter.number(whole.answered)
    if whole.money is None:
        text = "churn-kept-least" if loss.is_at_least else "churn-kept"
        return [formatter.text(text, people=people, told=told)]
    text = "churn-kept-money-least" if loss.is_at_least else "churn-kept-money"
    return [formatter.text(text, people=people, told=told, money=formatter.money(loss.money))]


# The picture ----------------------------------------------------------------------------------------


def picture(
    connection: Connection, context: ReportContext, request: ReportRequest, formatter: Formatter
) -> Chart | None:
    """The reasons as they were read for the words; where only a handful told, the churn by month.

    None where fewer than two months had enough customers.
    """
    reasons = chart_of(read(connection, context, request), formatter)
    return reasons or churn_trend.trend(connection, MonthHistory(request, formatter))


def chart_of(report: ChurnReport, formatter: Formatter) -> ParetoChart | None:
    """The reasons by people and, where it is known, by money; None where only a handful told."""
    whole, number = report.whole, formatter.number
    kept = whole.avoidable
    if kept is None:
        return None
    headline = formatter.text(
        "picture-churn-kept-least" if kept.is_at_least else "picture-churn-kept",
        avoidable=number(kept.customers),
        answered=number(whole.answered),
    )
    notes = [formatter.text("picture-interval")]
    if whole.base is not None and whole.base.gone >= whole.answered:
        told, gone = number(whole.answered), number(whole.base.gone)
        notes.append(formatter.text("picture-churn-note", answered=told, gone=gone))
    own, rest = _cut(whole.reasons(), _room(_lead(whole, formatter)))
    return ParetoChart(
        heading=formatter.heading(
            formatter.text("picture-churn"), formatter.label_of(report.period), headline, *notes
        ),
        causes=tuple(_cause(bar, whole, formatter) for bar in own),
        people=formatter.text("picture-people"),
        rest=_rest(rest, formatter),
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


def _cause(bar: Bar, whole: ChurnGroup, formatter: Formatter) -> ChartCause:
    """With the interval of its share among those who told."""
    cause, told = bar.cause, whole.answered
    interval = wilson(cause.customers, told)
    low, high = (None, None) if interval is None else (told * interval.low, told * interval.high)
    return ChartCause(_name(cause, formatter), cause.customers, cause.kind, _money([bar]), low, high)


def _rest(bars: Sequence[Bar], formatter: Formatter) -> ChartSummary | None:
    """What is put together, and which reasons are in it as far as they may be told by name."""
    if not bars:
        return None
    parts = [f"{_part(bar.cause, formatter)} {formatter.number(bar.cause.customers)}" for bar in bars]
    people = sum(bar.cause.customers for bar in bars)
    return ChartSummary(formatter.text("report-rest"), people, _money(bars), tuple(parts))


def _part(cause: ParetoCause, formatter: Formatter) -> str:
    return _name(cause, formatter) if cause.reason else formatter.text("picture-hidden")


def _money(bars: Sequence[Bar]) -> float | None:
    """What was lost for these reasons, in units of the currency."""
    known = [bar.cause.money for bar in bars if bar.cause.money is not None]
    return sum(known) / MINOR if known else None


CHURN: Final = Report(
    name="churn",
    main=Tab(read, render, "button-by-people"),
    as_json=churn_report.as_json,
    picture=picture,
    others={"money": Tab(read, render_by_money, "button-by-money"), "quotes": churn_quotes.TAB},
    groups=("segment", "touchpoint"),
    touchpoints=touchpoints.farewells,
)
