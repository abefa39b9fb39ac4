"""`/complaints`: how often people complain, about what, how fast they are answered, and who still waits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from reports import action_marks, case_causes, open_cases, staff_board, target_lines
from reports.charts.drawing import Chart
from reports.charts.pareto import ChartCause, ChartSummary, ParetoChart
from reports.charts.trend import Month, Scale, TrendChart
from reports.context import ReportContext
from reports.document import Block, Table, bar
from reports.formatter import Formatter
from reports.month_history import LEAST_MONTHS, MonthHistory, from_first_known
from reports.report import Report, Tab
from reports.request import ReportRequest
from storage.cases import feedback
from storage.engines.database import Connection
from storage.reports import complaints, touchpoints
from surveys.cases.source import CaseSource
from surveys.statistics import complaints_report
from surveys.statistics.complaints_report import ComplaintsGroup, ComplaintsReport, ElapsedTimes, OtherCases
from surveys.statistics.periods import Period
from surveys.statistics.rates import Count, per_100, poisson_interval
from surveys.statistics.scores import HIDDEN_BELOW, Level, level

_CATEGORY: Final = "category"
_BAR: Final = 8
_GROUPS: Final = 4
_WITHOUT: Final = {
    "category": "complaints-without-category",
    "touchpoint": "complaints-without-touchpoint",
    "segment": "complaints-without-segment",
}
"""What is said of cases that are in no group, by what they are grouped by."""
_OTHERS: Final = {
    CaseSource.SCORE: "complaints-from-score",
    CaseSource.LEAVING: "complaints-from-leaving",
    CaseSource.INBOX: "complaints-from-inbox",
    CaseSource.JOINED: "complaints-joined",
}
"""What is said of cases that are no complaints, in the order in which it is said."""
_DIGITS: Final = 1


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> ComplaintsReport:
    """The cases of the period and of the one before it, by category unless other groups were asked for."""
    report = complaints.report(connection, request.asked, request.now, by=request.by or _CATEGORY)
    return _completed(connection, context, request, report)


def read_touchpoints(
    connection: Connection, context: ReportContext, request: ReportRequest, names: Sequence[str]
) -> list[ComplaintsReport]:
    """The same of each of these touchpoints, by category."""
    found = complaints.of_touchpoints(connection, request.asked, request.now, names)
    return [_completed(connection, context, request, report) for report in found]


def _completed(
    connection: Connection, context: ReportContext, request: ReportRequest, report: ComplaintsReport
) -> ComplaintsReport:
    """The report with what is known of the company: its hours, and what nobody has read yet."""
    report = replace(report, in_working_hours=context.has_hours)
    unread = feedback.unread(connection)
    if unread.since is None:
        return report
    return replace(report, unread=unread.n, oldest_unread_s=(request.now - unread.since).total_seconds())


def read_for_programs(
    connection: Connection, context: ReportContext, request: ReportRequest
) -> ComplaintsReport:
    """The same, with the causes of those that were closed in the period."""
    closed = case_causes.read(connection, context, request)
    return replace(read(connection, context, request), closed=closed)


def render(report: ComplaintsReport, formatter: Formatter) -> list[Block]:
    """Who waits for an answer first, then how often people complain and about what: at most a dozen lines."""
    whole, unread, others = report.whole, _unread(report, formatter), _others(report, formatter)
    now = [*_red_line(whole, formatter), *unread, _head(report, formatter)]
    if not formatter.has_begun(report.period):
        return [*now, "", formatter.foot(report.period)]
    known_since = formatter.known_since("complaints-known-since", report.period, report.since)
    if report.is_unknown:
        return [*now, *known_since, *others, "", formatter.foot(report.period)]
    return [
        *now,
        *_exposure(whole, formatter),
        *_customers(whole, formatter),
        *_before(whole, report.previous, formatter),
        *known_since,
        *others,
        *_by_group(report, formatter, _room(report, formatter)),
        *_handling(whole, formatter),
        "",
        formatter.foot(report.period),
    ]


def _red_line(whole: ComplaintsGroup, formatter: Formatter) -> list[str]:
    if not whole.unanswered or whole.oldest_unanswered_s is None:
        return []
    age = formatter.duration(whole.oldest_unanswered_s)
    return [formatter.text("complaints-unanswered", cases=formatter.number(whole.unanswered), age=age)]


def _unread(report: ComplaintsReport, formatter: Formatter) -> list[str]:
    """What customers said outside cases has no touchpoint of its own."""
    if report.oldest_unread_s is None or formatter.touchpoint is not None:
        return []
    age = formatter.duration(report.oldest_unread_s)
    return [formatter.text("inbox-unread", n=formatter.number(report.unread), age=age)]


def _others(report: ComplaintsReport, formatter: Formatter) -> list[str]:
    """Cases that are no complaints, by what they came from: no rate holds them, but somebody waits there."""
    shown = [
        _other(source, report.others[source], formatter) for source in _OTHERS if source in report.others
    ]
    return [formatter.text("complaints-others", sources=" · ".join(shown))] if shown else []


def _other(source: CaseSource, found: OtherCases, formatter: Formatter) -> str:
    words = formatter.text(_OTHERS[source], n=formatter.number(found.cases))
    if not found.unanswered:
        return words
    return f"{words} {formatter.text('complaints-others-waiting', n=formatter.number(found.unanswered))}"


def _head(report: ComplaintsReport, formatter: Formatter) -> str:
    period = formatter.label_of(report.period)
    if not formatter.has_begun(report.period):
        verdict = formatter.text("period-not-begun")
    elif report.is_unknown:
        verdict = formatter.text("number-unknown")
    elif not report.whole.cases:
        is_running = formatter.is_running(report.period)
        verdict = formatter.text("complaints-none-yet" if is_running else "complaints-none")
    else:
        verdict = _verdict(report.whole, formatter)
    return formatter.text("complaints-head", period=period, verdict=verdict)


def _verdict(whole: ComplaintsGroup, formatter: Formatter) -> str:
    """Nothing is said of a change that may be chance; without orders only how many there are."""
    change = whole.change
    if change is None:
        return formatter.many("complaints-counted", whole.cases)
    if change.is_significant:
        rose = change.ratio is None or change.ratio > 1
        return formatter.text("complaints-more" if rose else "complaints-less")
    if level(max(whole.cases, whole.cases_before or 0)) is not Level.FULL:
        return formatter.text("complaints-few")
    return formatter.text("change-noise")


def _exposure(whole: ComplaintsGroup, formatter: Formatter) -> list[str]:
    orders, rate = whole.exposure.orders, whole.per_100_orders
    if orders is None:
        return [
            formatter.text(
                "complaints-no-orders" if formatter.touchpoint is None else "complaints-no-orders-here"
            )
        ]
    if rate is None:
        return [formatter.text("complaints-no-orders-yet")]
    if not whole.cases:
        return []
    shown = {
        "rate": formatter.number(rate.value, _DIGITS),
        "low": formatter.number(rate.low, _DIGITS),
        "high": formatter.number(rate.high, _DIGITS),
    }
    counts, target = _counted(whole.cases, orders, formatter), target_lines.complaints(rate.value, formatter)
    return [formatter.text("complaints-rate", **shown, **counts), *target]


def _customers(whole: ComplaintsGroup, formatter: Formatter) -> list[str]:
    """Complaints held against the customers who ordered or complained, and how many of these complained."""
    rate, share, interval = whole.per_100_customers, whole.share_complained, whole.share_interval
    if not whole.cases or rate is None or share is None or interval is None:
        return []
    return [
        formatter.text(
            "complaints-customers",
            rate=formatter.number(rate.value, _DIGITS),
            people=formatter.number(whole.handling.complainants),
            active=formatter.number(whole.exposure.active_customers or 0),
            share=formatter.share(share),
            low=formatter.bare_share(interval.low),
            high=formatter.bare_share(interval.high),
        )
    ]


def _counted(cases: int, orders: int, formatter: Formatter) -> dict[str, str]:
    return {
        "complaints": formatter.many("complaints-counted", cases),
        "orders": formatter.many("complaints-orders", orders),
    }


def _before(whole: ComplaintsGroup, previous: Period, formatter: Formatter) -> list[str]:
    period, cases = formatter.label_of(previous), whole.cases_before
    if cases is None:
        return []
    orders, rate = whole.exposure_before.orders, whole.per_100_orders_before
    if orders is None or rate is None:
        complaints = formatter.many("complaints-counted", cases)
        return [formatter.text("complaints-previous-cases", period=period, complaints=complaints)]
    shown, counts = formatter.number(rate.value, _DIGITS), _counted(cases, orders, formatter)
    return [formatter.text("complaints-previous", period=period, rate=shown, **counts)]


def _by_group(report: ComplaintsReport, formatter: Formatter, room: int) -> Sequence[Block]:
    counted = [group for group in report.groups if group.cases]
    if not counted:
        return formatter.no_groups()
    own, rest = _cut(counted, room)
    largest = max((group.cases for group in own), default=0)
    rows = [(_name(group, report.by, formatter), group.cases, group.cases) for group in own]
    if rest:
        rows.append((_name_of_rest(rest, report.by, formatter), sum(group.cases for group in rest), 0))
    table = Table(
        tuple((name, formatter.number(n), bar(part, largest, _BAR)) for name, n, part in rows), has_bars=True
    )
    return ["", table]


def _cut(
    counted: Sequence[ComplaintsGroup], room: int
) -> tuple[list[ComplaintsGroup], list[ComplaintsGroup]]:
    """Those with a bar of their own, and those put together below: the same in words and picture."""
    named = [group for group in counted if group.name]
    own = named if len(counted) <= room else named[: room - 1]
    return own, [group for group in counted if group not in own]


def _room(report: ComplaintsReport, formatter: Formatter) -> int:
    """How many rows of groups the words have."""
    return _GROUPS - len(_unread(report, formatter)) - len(_others(report, formatter))


def _name_of_rest(rest: Sequence[ComplaintsGroup], kind: str, formatter: Formatter) -> str:
    return _name(rest[0], kind, formatter) if len(rest) == 1 else formatter.text("report-rest")


def _name(group: ComplaintsGroup, kind: str, formatter: Formatter) -> str:
    return formatter.label(kind, group.name) if group.name else formatter.text(_WITHOUT[kind])


def _handling(whole: ComplaintsGroup, formatter: Formatter) -> Iterator[str]:
    handled = whole.handling
    if handled.first_reply.median_s is not None:
        working = "yes" if formatter.context.has_hours else "no"
        times = _times(handled.first_reply, formatter)
        yield formatter.text("complaints-reply", times=times, working=working)
    yield from target_lines.first_reply(handled.first_reply.median_s, formatter)
    parts = []
    if handled.solution.median_s is not None:
        parts.append(formatter.text("complaints-solved", times=_times(handled.solution, formatter)))
    if handled.first_contact is not None:
        share, n = formatter.whole_share(handled.first_contact), formatter.number(handled.settled)
        parts.append(formatter.text("complaints-first-contact", share=share, count=n))
    if parts or whole.reopened:
        parts.append(formatter.text("complaints-reopened", reopened=formatter.number(whole.reopened)))
        yield " · ".join(parts)


def _times(found: ElapsedTimes, formatter: Formatter) -> str:
    """The middle, the time of nine in ten where there are enough to say it, and how many there are."""
    median, count = formatter.duration(found.median_s or 0.0), formatter.number(found.n)
    if found.p90_s is None:
        return formatter.text("complaints-times", median=median, count=count)
    most = formatter.duration(found.p90_s)
    return formatter.text("complaints-times-most", median=median, most=most, count=count)


# The picture ----------------------------------------------------------------------------------------


def picture(
    connection: Connection, context: ReportContext, request: ReportRequest, formatter: Formatter
) -> Chart | None:
    """Complaints by month: per 100 orders where orders are known, else how many.

    Where there are too few months for that: by category. None where even these are a handful.
    """
    history = MonthHistory(request, formatter)
    counts = complaints.monthly(connection, history.months(), request.filters)
    shown = [_month(*one, history) for one in zip(history.months(), counts, strict=True)]
    months = from_first_known(shown)
    has_orders = any(month.counts[1] for month in months)
    trend = _per_100(months, history) if has_orders else _how_many(months, history)
    if trend is not None:
        return _marked(trend, connection, history)
    return _categories(read(connection, context, replace(request, by=None)), formatter)


def _marked(trend: TrendChart, connection: Connection, history: MonthHistory) -> TrendChart:
    """The trend with its target and what managers did."""
    formatter = history.formatter
    marks, lines = action_marks.of_months(connection, trend.months, formatter)
    target = formatter.context.targets.complaints_per_100 if trend.scale is Scale.RATE else None
    if target is not None:
        lines = [formatter.text("picture-target", target=formatter.number(target, 1)), *lines]
    heading = replace(trend.heading, notes=(*trend.heading.notes, *history.notes(trend.months), *lines))
    return replace(trend, heading=heading, target=None if target is None else (0.0, target), actions=marks)


def _month(month: Period, count: Count, history: MonthHistory) -> Month:
    rate, is_running = per_100(count), history.is_running(month)
    if rate is None:
        return Month(month.start, None, counts=(count.events, None), is_running=is_running)
    counts = count.events, count.exposure
    return Month(month.start, rate.value, rate.low, rate.high, counts, is_running=is_running)


def _per_100(months: tuple[Month, ...], history: MonthHistory) -> TrendChart | None:
    """Cases per 100 orders by month; None where nobody complained or too few months have enough orders."""
    known = [month for month in months if (month.counts[1] or 0) >= HIDDEN_BELOW]
    if len(known) < LEAST_MONTHS or not any(month.counts[0] for month in months):
        return None
    formatter, last = history.formatter, known[-1]
    number = formatter.number
    headline = formatter.text(
        "picture-complaints-last",
        month=history.name(last),
        rate=number(last.value or 0.0, 1),
        low=number(last.low or 0.0, 1),
        high=number(last.high or 0.0, 1),
    )
    title, note = formatter.text("picture-complaints-rate"), formatter.text("picture-complaints-note")
    heading = formatter.heading(title, history.span(months), headline, note)
    rows = (formatter.text("picture-cases"), formatter.text("picture-orders"))
    return TrendChart(heading, months, Scale.RATE, rows, formatter.language)


def _how_many(months: tuple[Month, ...], history: MonthHistory) -> TrendChart | None:
    """Cases by month; None where fewer than two months have enough of them."""
    counted = tuple(replace(month, value=float(month.counts[0] or 0), counts=()) for month in months)
    if sum((month.value or 0) >= HIDDEN_BELOW for month in counted) < LEAST_MONTHS:
        return None
    formatter = history.formatter
    title, note = formatter.text("picture-complaints-count"), formatter.text("picture-complaints-unknown")
    return TrendChart(
        formatter.heading(title, history.span(months), "", note),
        counted,
        Scale.COUNT,
        (),
        formatter.language,
    )


def _categories(report: ComplaintsReport, formatter: Formatter) -> ParetoChart | None:
    """The cases of the period by the groups of the words; None for a handful."""
    counted = [group for group in report.groups if group.cases]
    if sum(group.cases for group in counted) < HIDDEN_BELOW:
        return None
    own, rest = _cut(counted, _room(report, formatter))
    heading = formatter.heading(
        formatter.text("picture-categories"),
        formatter.label_of(report.period),
        "",
        formatter.text("picture-categories-note"),
        formatter.text("picture-interval"),
    )
    return ParetoChart(
        heading,
        tuple(_cause(group, report.by, formatter) for group in own),
        formatter.text("picture-cases"),
        formatter.language,
        _rest(rest, report.by, formatter),
    )


def _cause(group: ComplaintsGroup, kind: str, formatter: Formatter) -> ChartCause:
    interval = poisson_interval(group.cases)
    return ChartCause(_name(group, kind, formatter), group.cases, low=interval.low, high=interval.high)


def _rest(groups: Sequence[ComplaintsGroup], kind: str, formatter: Formatter) -> ChartSummary | None:
    if not groups:
        return None
    parts = [f"{_name(group, kind, formatter)} {formatter.number(group.cases)}" for group in groups]
    people = sum(group.cases for group in groups)
    content = tuple(parts) if len(parts) > 1 else ()
    return ChartSummary(_name_of_rest(groups, kind, formatter), people, content=content)


COMPLAINTS: Final = Report(
    name="complaints",
    main=Tab(read, render, "button-report"),
    as_json=complaints_report.as_json,
    read_for_programs=read_for_programs,
    read_touchpoints=read_touchpoints,
    picture=picture,
    others={"open": open_cases.TAB, "causes": case_causes.TAB, "team": staff_board.TAB},
    groups=("category", "touchpoint", "segment"),
    touchpoints=touchpoints.cases,
)
