"""`/risk`: customers who may be about to leave, each with the reason in words."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from reports.context import ReportContext
from reports.document import Block
from reports.formatter import Formatter
from reports.report import Report, Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import risk
from surveys.statistics import risk_report
from surveys.statistics.risk_report import (
    LISTED,
    CustomerAtRisk,
    RiskOrder,
    RiskReport,
    RiskSign,
)
from texts.quoting import inline

_NAME: Final = 40


def read(
    connection: Connection, context: ReportContext, request: ReportRequest, *, order: RiskOrder
) -> RiskReport:
    """Everybody who shows a sign now, in that order."""
    return risk.report(connection, request.period, request.now, context.currency, order, request.page)


def render(report: RiskReport, formatter: Formatter) -> list[Block]:
    """How many there are and why, then a page of them, two lines each."""
    if not report.people:
        return [formatter.text("risk-none"), *_without_rhythms(report, formatter)]
    blocks: list[Block] = [
        formatter.many("risk-head", report.people),
        _counts(report, formatter),
        *_without_rhythms(report, formatter),
    ]
    for number, one in enumerate(report.shown, start=report.first_number):
        blocks += ["", _who(number, one, formatter), "; ".join(_signs(one, report, formatter))]
    return [*blocks, "", *_place(report, formatter), formatter.text("risk-how", command="/why")]


def _counts(report: RiskReport, formatter: Formatter) -> str:
    found = [(sign, n) for sign in RiskSign if (n := report.by_sign.get(sign, 0))]
    return " · ".join(
        formatter.text("risk-count", sign=sign.value, n=formatter.number(n)) for sign, n in found
    )


def _without_rhythms(report: RiskReport, formatter: Formatter) -> list[str]:
    return [] if report.with_rhythm else [formatter.text("risk-no-rhythms", command="/import")]


def _who(number: int, one: CustomerAtRisk, formatter: Formatter) -> str:
    known = [inline(word, _NAME) for word in (one.name, one.external_id) if word]
    who = " · ".join(known) or formatter.text("risk-unnamed")
    if one.spent_minor is None:
        return f"{number}. {who}"
    return f"{number}. {who} · {formatter.text('risk-spent', money=formatter.money(one.spent_minor))}"


def _signs(one: CustomerAtRisk, report: RiskReport, formatter: Formatter) -> Iterator[str]:
    now, zone = report.now, report.period.zone
    if one.rhythm is not None:
        silent = formatter.duration((now - one.rhythm.last_at).total_seconds())
        usual = formatter.duration(one.rhythm.gap.total_seconds())
        yield formatter.text("risk-silent", silent=silent, usual=usual)
    if one.score is not None:
        day = formatter.day(one.score.given_at.astimezone(zone).date())
        yield formatter.text("risk-low-score", score=str(one.score.score), day=day)
    if one.case_number is not None:
        yield formatter.text("risk-open-case", number=str(one.case_number))
    if one.blocked_at is not None:
        yield formatter.text("risk-blocked", day=formatter.day(one.blocked_at.astimezone(zone).date()))


def _place(report: RiskReport, formatter: Formatter) -> list[str]:
    """Which of them the page shows, once there is more than a page."""
    if report.pages == 1:
        return []
    first, last = report.first_number, report.first_number + len(report.shown) - 1
    shown = {"first": formatter.number(first), "last": formatter.number(last)}
    lines = [formatter.text("risk-page", **shown, people=formatter.number(report.people))]
    if report.people > LISTED:
        lines.append(formatter.text("risk-listed", listed=formatter.number(LISTED)))
    return lines


def _tab(order: RiskOrder, button: str) -> Tab[RiskReport]:
    return Tab(
        partial(read, order=order),
        render,
        button,
        is_current=True,
        has_picture=False,
        pages=lambda report: report.pages,
    )


RISK: Final = Report(
    name="risk",
    main=_tab(RiskOrder.MONEY, "button-risk-money"),
    others={RiskOrder.RECENT.value: _tab(RiskOrder.RECENT, "button-risk-recent")},
    as_json=risk_report.as_json,
)
