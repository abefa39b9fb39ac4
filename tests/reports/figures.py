"""Reports with made-up figures, empty, small and full, and what every text of a report must keep to."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from html import unescape

from reports.churn import render as churn_text
from reports.complaints import render as complaints_text
from reports.document import COLUMNS, Block, as_html, width
from reports.formatter import Formatter
from reports.nps import render as nps_text
from reports.request import ReportRequest
from reports.winback import render as winback_text
from surveys.cases.source import CaseSource
from surveys.outreach.holdout import Arm
from surveys.questions.reasons import ReasonClass
from surveys.statistics import churn_report, complaints_report, nps_report, winback_report
from surveys.statistics.churn_report import Base
from surveys.statistics.complaints_report import Exposure, Exposures, OtherCases, WaitingCases
from surveys.statistics.farewells import Farewell
from surveys.statistics.pareto import Measure
from surveys.statistics.periods import Asked, parse
from surveys.statistics.winback_report import NO_OFFERS_SHOWN, OfferOutcome
from tests.complaints import Complaint, handled, handled_by_group
from tests.harness import NOON, app_context
from tests.winback import Invited, assigned

LINES = 12
SHOWN = re.compile(r"</?(pre|blockquote)>")


def asked(words: str = "month") -> Asked:
    return parse(words, NOON, app_context().zone)


def formatter(language: str, touchpoint: str | None = None, words: str = "month") -> Formatter:
    request = ReportRequest(asked(words), NOON).of_touchpoint(touchpoint)
    return Formatter.of(app_context().report_context, language, request)


def told(blocks: Iterable[Block]) -> list[str]:
    """The lines that have words, as a phone shows them, once the rules of every report are seen to hold."""
    html = as_html(blocks)
    for table in re.findall(r"<pre>(.*?)</pre>", html, re.DOTALL):
        assert all(width(unescape(line)) <= COLUMNS for line in table.splitlines()), table
    assert "<" not in SHOWN.sub("", html)
    assert not set("↑↓▲▼📈📉") & set(html)
    text = unescape(SHOWN.sub("", html)).replace("\N{NO-BREAK SPACE}", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) <= LINES, text
    return lines


# Complaints -----------------------------------------------------------------------------------------


def cases(**counts: int) -> list[Complaint]:
    """Answered after an hour and solved after nine, all but each third, which still waits."""
    names = [name for name, n in counts.items() for _ in range(n)]
    return [_case(number, name, is_done=number % 3 != 0) for number, name in enumerate(names)]


def _case(number: int, category: str, *, is_done: bool) -> Complaint:
    opened = NOON - timedelta(hours=30)
    replied, solved = opened + timedelta(hours=1), opened + timedelta(hours=9)
    if not is_done:
        return Complaint(number, category, category, opened)
    return Complaint(number, category, category, opened, replied, solved, solved, int(number % 10 == 1))


def complaints(
    language: str,
    told_of: list[Complaint],
    before: int = 0,
    *,
    orders: tuple[int | None, int | None] = (None, None),
    waiting: WaitingCases | None = None,
    touchpoint: str | None = None,
    others: Mapping[CaseSource, OtherCases] | None = None,
) -> list[str]:
    now, then = (Exposures(Exposure(n, n)) for n in orders)
    facts = complaints_report.ComplaintsFacts(
        whole=handled(told_of, NOON),
        groups=handled_by_group(told_of, NOON),
        waiting={"": waiting} if waiting else {},
        exposures=now,
        cases_before={"": before},
        exposures_before=then,
        others=others or {},
    )
    report = complaints_report.build(asked().period, asked().previous, NOON, facts)
    return told(complaints_text(report, formatter(language, touchpoint)))


# Leaving --------------------------------------------------------------------------------------------

WHY = {
    "PRICE_HIGH": (ReasonClass.AVOIDABLE, 14, 300_00),
    "DELIVERY": (ReasonClass.AVOIDABLE, 9, 450_00),
    "MOVED": (ReasonClass.NATURAL, 6, 380_00),
    "QUALITY": (ReasonClass.AVOIDABLE, 5, 900_00),
    "NEED_GONE": (ReasonClass.NATURAL, 4, 250_00),
    "SERVICE": (ReasonClass.AVOIDABLE, 2, 1500_00),
    "OTHER": (ReasonClass.UNKNOWN, 3, 200_00),
}


def farewells(*, money: bool = True) -> list[Farewell]:
    return [
        Farewell("", reason, kind, (), each if money else None)
        for reason, (kind, n, each) in WHY.items()
        for _ in range(n)
    ]


def churn(
    language: str,
    farewells: list[Farewell],
    base: Base | None = None,
    before: Base | None = None,
    *,
    words: str = "2026-09",
    measure: Measure = Measure.CUSTOMERS,
    touchpoint: str | None = None,
    segments: Mapping[str, Base] | None = None,
) -> list[str]:
    bases = ({"": base} if base else None, {"": before} if before else None)
    facts = churn_report.ChurnFacts(*bases, {"": len(farewells)}, farewells)
    groups = churn_report.ChurnFacts(segments, None, {}, []) if segments else None
    report = churn_report.build(asked(words).period, asked(words).previous, facts, groups)
    return told(churn_text(report, formatter(language, touchpoint, words), measure))


# Win-back -------------------------------------------------------------------------------------------


def invited(
    arm: Arm,
    n: int,
    returned: int,
    reason: str = "PRICE_HIGH",
    *,
    days_ago: int = 60,
    refused: int = 0,
    said_back: int = 0,
) -> list[Invited]:
    planned = NOON - timedelta(days=days_ago)
    soon = [planned + timedelta(days=2)]
    return [
        Invited(
            reason,
            arm,
            planned,
            arm is Arm.TREATED,
            soon if number < returned else (),
            soon if number >= n - refused else (),
            soon if number < said_back else (),
        )
        for number in range(n)
    ]


def winback(
    language: str,
    people: list[Invited],
    *,
    knows_orders: bool = True,
    offers: OfferOutcome = NO_OFFERS_SHOWN,
) -> list[str]:
    report = winback_report.build(
        asked("365d").period, assigned(people, NOON), knows_orders=knows_orders, offers=offers
    )
    return told(winback_text(report, formatter(language, words="365d")))


# Nothing --------------------------------------------------------------------------------------------


def nothing(name: str, language: str, words: str) -> list[str]:
    """What a report says of days of which nothing is known but that there were customers and orders."""
    shown, period, previous = formatter(language, words=words), asked(words).period, asked(words).previous
    match name:
        case "nps":
            return told(nps_text(nps_report.build(period, previous, {}, {}), shown))
        case "complaints":
            orders = Exposures(Exposure(100, 10))
            facts = complaints_report.ComplaintsFacts(handled([], NOON), {}, {}, orders, {}, orders)
            return told(complaints_text(complaints_report.build(period, previous, NOON, facts), shown))
        case "churn":
            here = {"": Base(100, 0)}
            left = churn_report.build(period, previous, churn_report.ChurnFacts(here, here, {}, []))
            return told(churn_text(left, shown))
        case _:
            return told(winback_text(winback_report.build(period, assigned([], NOON)), shown))
