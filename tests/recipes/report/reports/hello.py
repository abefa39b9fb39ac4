"""`/hello`: who came to us; its picture shows it month by month."""

from collections.abc import Sequence
from typing import Final

from reports.charts.trend import Month, Scale, TrendChart
from reports.context import ReportContext
from reports.document import Block
from reports.formatter import Formatter
from reports.month_history import MonthHistory
from reports.report import Report, Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import hello
from surveys.statistics import hello_report
from surveys.statistics.hello_report import HelloReport


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> HelloReport:
    """The new customers of the period and of the one before it."""
    return hello.report(connection, request.asked)


def render(report: HelloReport, formatter: Formatter) -> Sequence[Block]:
    """How many came, and how many before."""
    joined, before = formatter.number(report.joined), formatter.number(report.previous_joined)
    period = formatter.label_of(report.period)
    return [formatter.text("hello-head", period=period, n=joined, before=before)]


def picture(
    connection: Connection, context: ReportContext, request: ReportRequest, formatter: Formatter
) -> TrendChart:
    """New customers by month."""
    history = MonthHistory(request, formatter)
    counts = {month.start: hello.joined(connection, month) for month in history.months()}
    points = tuple(Month(start, n, counts=(n,)) for start, n in counts.items())
    heading = formatter.heading(formatter.text("picture-hello"), history.span(points), "")
    return TrendChart(heading, points, Scale.COUNT, (formatter.text("picture-n"),), formatter.language)


HELLO: Final = Report(
    name="hello",
    main=Tab(read, render),
    as_json=hello_report.as_json,
    picture=picture,
)
