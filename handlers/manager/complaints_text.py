"""The complaints in words: who waits for an answer first, then how often people complain and about what."""

from collections.abc import Iterator
from typing import Final

from handlers.manager.page import Block, Table, bar
from handlers.manager.wording import Wording
from surveys.statistics.complaints_report import ComplaintsGroup, ComplaintsReport
from surveys.statistics.periods import Period
from surveys.statistics.scores import Level, level

_BAR: Final = 8
_GROUPS: Final = 4
_DIGITS: Final = 1


def written(report: ComplaintsReport, wording: Wording) -> list[Block]:
    """At most a dozen lines with words on them."""
    whole = report.whole
    return [
        *_red_line(whole, wording),
        _head(report, wording),
        *_exposure(whole, wording),
        *_before(whole, report.previous, wording),
        *_by_group(report, wording),
        *_handling(whole, wording),
        "",
        wording.foot(report.period),
    ]


def _red_line(whole: ComplaintsGroup, wording: Wording) -> list[str]:
    if not whole.unanswered or whole.oldest_unanswered_s is None:
        return []
    age = wording.duration(whole.oldest_unanswered_s)
    return [wording.text("complaints-unanswered", cases=wording.number(whole.unanswered), age=age)]


def _head(report: ComplaintsReport, wording: Wording) -> str:
    period = wording.label_of(report.period)
    if not report.whole.cases:
        return wording.text("complaints-none", period=period)
    return wording.text("complaints-head", period=period, verdict=_verdict(report.whole, wording))


def _verdict(whole: ComplaintsGroup, wording: Wording) -> str:
    """Nothing is said of a change that may be chance; without orders only how many there are."""
    if whole.change is None:
        return wording.many("complaints-unknown", whole.cases)
    if whole.change.is_significant:
        rose = whole.change.ratio is None or whole.change.ratio > 1
        return wording.text("complaints-more" if rose else "complaints-less")
    if level(max(whole.cases, whole.cases_before)) is not Level.FULL:
        return wording.text("complaints-few")
    return wording.text("change-noise")


def _exposure(whole: ComplaintsGroup, wording: Wording) -> list[str]:
    orders, rate = whole.exposure.orders, whole.per_100_orders
    if orders is None:
        return [
            wording.text(
                "complaints-no-orders" if wording.touchpoint is None else "complaints-no-orders-here"
            )
        ]
    if rate is None:
        return [wording.text("complaints-no-orders-yet")]
    if not whole.cases:
        return []
    shown = {
        "rate": wording.number(rate.value, _DIGITS),
        "low": wording.number(rate.low, _DIGITS),
        "high": wording.number(rate.high, _DIGITS),
    }
    counts = {"cases": wording.number(whole.cases), "orders": wording.number(orders)}
    return [wording.text("complaints-rate", **shown), wording.text("complaints-of-orders", **counts)]


def _before(whole: ComplaintsGroup, previous: Period, wording: Wording) -> list[str]:
    period, cases = wording.label_of(previous), wording.number(whole.cases_before)
    orders, rate = whole.exposure_before.orders, whole.per_100_orders_before
    if orders is None or rate is None:
        return [wording.text("complaints-previous-cases", period=period, cases=cases)]
    return [
        wording.text(
            "complaints-previous",
            period=period,
            rate=wording.number(rate.value, _DIGITS),
            cases=cases,
            orders=wording.number(orders),
        )
    ]


def _by_group(report: ComplaintsReport, wording: Wording) -> list[Block]:
    counted = [group for group in report.groups if group.cases]
    if not counted:
        return []
    folded = len(counted) > _GROUPS
    own = counted[: _GROUPS - 1] if folded else counted
    rows = [(_name(group, report.by, wording), group.cases) for group in own]
    if folded:
        rows.append((wording.text("report-rest"), sum(group.cases for group in counted[len(own) :])))
    largest = max(n for _, n in rows)
    table = Table(tuple((name, wording.number(n), bar(n, largest, _BAR)) for name, n in rows), has_bars=True)
    return ["", table]


def _name(group: ComplaintsGroup, kind: str, wording: Wording) -> str:
    return wording.label(kind, group.name) if group.name else wording.text("complaints-no-topic")


def _handling(whole: ComplaintsGroup, wording: Wording) -> Iterator[str]:
    handled, reopened = whole.handling, wording.number(whole.reopened)
    if handled.first_reply is not None and handled.first_reply_p90 is not None:
        median, most = wording.duration(handled.first_reply), wording.duration(handled.first_reply_p90)
        yield wording.text("complaints-reply", median=median, most=most)
    if handled.solved_fully is not None:
        median = wording.duration(handled.solved_fully)
        yield wording.text("complaints-solved", median=median, reopened=reopened)
    elif whole.reopened:
        yield wording.text("complaints-reopened", reopened=reopened)
