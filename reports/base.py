"""`/base`: the customers that are known, and how their number came about."""

from typing import Final

from reports.context import ReportContext
from reports.document import Block, Table
from reports.formatter import Formatter
from reports.report import Report, Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import base
from surveys.questions.reasons import ReasonClass
from surveys.statistics import base_report
from surveys.statistics.base_report import BaseRecords, BaseReport

_MINUS: Final = "\N{MINUS SIGN}"
_LOST: Final = {
    ReasonClass.AVOIDABLE: "base-lost-avoidable",
    ReasonClass.NATURAL: "base-lost-natural",
    ReasonClass.INVOLUNTARY: "base-lost-involuntary",
    ReasonClass.UNKNOWN: "base-lost-unknown",
}


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> BaseReport:
    """The base as it is now, and the moves of the period."""
    return base.report(connection, request.asked, request.now)


def render(report: BaseReport, formatter: Formatter) -> list[Block]:
    """The report in words: how many there are and how that came, then whom we know and can write to."""
    period = formatter.label_of(report.period)
    return [
        *_moves(report, period, formatter),
        *_known_since(report, formatter),
        "",
        *_records(report.records, formatter),
        *_activity(report, formatter),
        "",
        formatter.foot(report.period),
    ]


def _known_since(report: BaseReport, formatter: Formatter) -> list[str]:
    """From when on it is known who left, where days of the period are before that."""
    if report.bridge is None:
        return []
    return formatter.known_since("churn-known-since", report.period, report.since)


def _moves(report: BaseReport, period: str, formatter: Formatter) -> list[Block]:
    bridge = report.bridge
    if bridge is None:
        return [formatter.text("base-head", period=period, verdict=formatter.text("period-not-begun"))]
    verdict = formatter.many("base-customers", bridge.end)
    rows = [("base-start", "", bridge.start), ("base-new", "+", bridge.new)]
    rows += [("base-returned", "+", bridge.returned)] if bridge.returned else []
    rows += [(name, _MINUS, bridge.lost[kind]) for kind, name in _LOST.items() if bridge.lost.get(kind)]
    rows += [] if bridge.losses or not report.knows_losses else [("base-lost", _MINUS, 0)]
    table = Table(tuple((formatter.text(name), f"{sign}{formatter.number(n)}") for name, sign, n in rows))
    return [formatter.text("base-head", period=period, verdict=verdict), table]


def _records(known: BaseRecords, formatter: Formatter) -> list[str]:
    number = formatter.number
    lines = [
        formatter.text(
            "base-records",
            records=number(known.records),
            reachable=number(known.reachable),
            blocked=number(known.blocked),
        )
    ]
    if known.profile_complete is not None:
        share = formatter.whole_share(known.profile_complete)
        lines.append(formatter.text("base-profile", consented=number(known.consented), share=share))
    return lines


def _activity(report: BaseReport, formatter: Formatter) -> list[str]:
    """How many are active, and how fresh the orders are by which that is known."""
    if report.last_order_at is None:
        return [formatter.text("base-no-orders")]
    ago = formatter.duration((formatter.now - report.last_order_at).total_seconds())
    if report.active is None:
        return [formatter.text("base-last-order-alone", ago=ago)]
    active = formatter.text("base-active", count=formatter.number(report.active))
    return [f"{active} · {formatter.text('base-last-order', ago=ago)}"]


BASE: Final = Report(name="base", main=Tab(read, render), as_json=base_report.as_json)
