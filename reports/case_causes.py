"""The tab of `/complaints` with their causes and what was done, of those that were closed in the period."""

from collections.abc import Iterator, Sequence
from typing import Final

from reports.context import ReportContext
from reports.document import Block
from reports.formatter import Formatter
from reports.report import Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import closed_cases
from surveys.statistics.causes_report import CausesReport, ClosedShare

_CAUSES: Final = 5
_REMEDIES: Final = 4
_WITHOUT: Final = {"cause": "causes-without-cause", "remedy": "causes-without-remedy"}
"""What is said of cases of which nobody said it."""


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> CausesReport:
    """The causes and remedies of the complaints that were closed in the period."""
    return closed_cases.report(connection, request.asked)


def render(report: CausesReport, formatter: Formatter) -> list[Block]:
    """How many were closed, then causes and remedies with their shares, most first: at most a dozen lines."""
    period, whole = formatter.label_of(report.period), report.whole
    if not whole.cases:
        return [formatter.text("causes-none", period=period), "", formatter.foot(report.period)]
    closed = formatter.many("causes-closed", whole.cases)
    lines: list[Block] = [
        formatter.text("causes-head", period=period, closed=closed, people=formatter.number(whole.people))
    ]
    if report.is_hidden:
        return [*lines, formatter.text("causes-hidden"), "", formatter.foot(report.period)]
    lines += ["", *_lines("cause", report.causes, formatter, _CAUSES)]
    if any(one.name for one in report.remedies):
        remedies = _lines("remedy", report.remedies, formatter, _REMEDIES)
        lines += ["", formatter.text("causes-remedies"), *remedies]
    return [*lines, "", formatter.foot(report.period)]


def _lines(kind: str, shares: Sequence[ClosedShare], formatter: Formatter, room: int) -> Iterator[str]:
    """Those that may be told by name, and in the last line the rest."""
    own = [one for one in shares if not one.is_hidden]
    if len(own) > room or len(own) < len(shares):
        own = own[: room - 1]
    for one in own:
        name = formatter.label(kind, one.name) if one.name else formatter.text(_WITHOUT[kind])
        share, n, interval = formatter.share(one.share), formatter.number(one.counted.cases), one.interval
        if interval is not None:
            low, high = formatter.bare_share(interval.low), formatter.bare_share(interval.high)
            yield formatter.text("causes-line", cause=name, share=share, low=low, high=high, n=n)
    if rest := [one for one in shares if one not in own]:
        yield formatter.text("causes-rest", n=formatter.number(sum(one.counted.cases for one in rest)))


TAB: Final = Tab(read, render, "button-causes", has_picture=False)
