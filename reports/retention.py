"""`/retention`: how many customers come back after their first order, and what that brings."""

from collections.abc import Iterator
from typing import Final

from reports.charts import numbers
from reports.charts.cohorts import ChartCohort, CohortChart
from reports.context import ReportContext
from reports.document import Block, Table
from reports.formatter import Formatter
from reports.report import Report, Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import retention
from surveys.statistics import retention_report
from surveys.statistics.clv import LEAST_CUSTOMERS
from surveys.statistics.cohorts import Cohort
from surveys.statistics.retention_report import RetentionReport, YearlyValue
from surveys.statistics.scores import wilson

_COHORTS: Final = 5
_MONTHS: Final = 4
"""Cohorts and months after the first that a phone shows in words; the picture has more."""
_TO_COME: Final = "–"
_RUNNING: Final = "*"


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> RetentionReport:
    """Who ordered in which months of the period."""
    return retention.report(connection, request.period, request.now, context.currency)


def render(report: RetentionReport, formatter: Formatter) -> list[Block]:
    """The cohorts in words: how many order again a month later, then the months one by one."""
    if not report.is_known:
        return [formatter.text("retention-no-orders", command="/import")]
    if not formatter.has_begun(report.period):
        return [_head(report, formatter), "", formatter.foot(report.period)]
    if report.is_before_orders:
        return [_head(report, formatter), *_begun(report, formatter), "", formatter.foot(report.period)]
    return [
        _head(report, formatter),
        *_table(report, formatter),
        *_repeated(report, formatter),
        *_silent(report, formatter),
        *_begun(report, formatter),
        "",
        formatter.foot(report.period),
    ]


def render_purchases(report: RetentionReport, formatter: Formatter) -> list[Block]:
    """What customers buy: how many again, how often, for how much, and what one is worth."""
    if not report.is_known:
        return [formatter.text("retention-no-orders", command="/import")]
    if not formatter.has_begun(report.period):
        return [_head(report, formatter), "", formatter.foot(report.period)]
    if report.is_before_orders:
        return [_head(report, formatter), *_begun(report, formatter), "", formatter.foot(report.period)]
    return [
        _head(report, formatter),
        *_repeated(report, formatter),
        *_stayed(report, formatter),
        *_value(report, formatter),
        formatter.text("retention-orders-rule"),
        "",
        formatter.foot(report.period),
    ]


def _head(report: RetentionReport, formatter: Formatter) -> str:
    later = report.month_later
    if not formatter.has_begun(report.period):
        verdict = formatter.text("period-not-begun")
    elif report.is_before_orders:
        verdict = formatter.text("number-unknown")
    elif later is None or later.value is None:
        verdict = formatter.many("retention-new", sum(one.customers for one in report.cohorts))
    else:
        verdict = formatter.text(
            "retention-month-later",
            share=_share(later.x, later.n, formatter),
            n=formatter.number(later.n),
        )
    return formatter.text("retention-head", period=formatter.label_of(report.period), verdict=verdict)


def _share(x: int, n: int, formatter: Formatter) -> str:
    """A share with its interval; `n` is not 0."""
    interval = wilson(x, n)
    assert interval is not None
    low, high = formatter.bare_share(interval.low), formatter.bare_share(interval.high)
    return formatter.text("retention-share", share=formatter.share(x / n), low=low, high=high)


def _table(report: RetentionReport, formatter: Formatter) -> list[Block]:
    cohorts = report.shown[-_COHORTS + report.begins_with_orders :]
    if not cohorts:
        too_few = "retention-cohorts-small" if len(report.cohorts) > 1 else "retention-one-month"
        return [formatter.text(too_few, command="/retention 365d")]
    months = min(_MONTHS, max(len(one.active) for one in cohorts) - 1)
    heads = [formatter.text("retention-column-month", number=str(later + 1)) for later in range(months)]
    head = ("", formatter.text("retention-column-customers"), *heads)
    rows = [_row(cohort, months, report, formatter) for cohort in cohorts]
    return [Table((head, *rows)), formatter.text("retention-how")]


def _row(cohort: Cohort, months: int, report: RetentionReport, formatter: Formatter) -> tuple[str, ...]:
    cells = (_cell(cohort, later, report, formatter) for later in range(1, months + 1))
    return formatter.day(cohort.month, "LLL"), formatter.number(cohort.customers), *cells


def _cell(cohort: Cohort, later: int, report: RetentionReport, formatter: Formatter) -> str:
    share = cohort.share(later)
    if share is None:
        return _TO_COME
    return formatter.number(100 * share) + (_RUNNING if report.is_partial(cohort, later) else "")


def _repeated(report: RetentionReport, formatter: Formatter) -> Iterator[str]:
    bought = report.purchases
    if not bought.customers or bought.frequency is None:
        yield formatter.text("retention-nobody")
        return
    share = _share(bought.repeaters, bought.customers, formatter)
    yield formatter.text("retention-repeated", share=share, n=formatter.number(bought.customers))
    often = formatter.text("retention-frequency", orders=formatter.number(bought.frequency, 1))
    average = bought.average_order_minor
    if average is None:
        yield f"{often} · {formatter.text('retention-no-amounts')}"
    else:
        yield f"{often} · {formatter.text('retention-average', money=formatter.money(average))}"


def _silent(report: RetentionReport, formatter: Formatter) -> list[str]:
    if not report.silent:
        return []
    return [formatter.text("retention-silent", count=formatter.number(report.silent), command="/risk")]


def _begun(report: RetentionReport, formatter: Formatter) -> list[str]:
    """That customers of old are among the new ones of the first months, or that nothing is known of these."""
    if report.orders_since is None or not report.begins_with_orders:
        return []
    day = formatter.day(report.orders_since.astimezone(report.period.zone).date())
    text = "retention-known-since" if report.is_before_orders else "retention-begun"
    return [formatter.text(text, day=day)]


def _stayed(report: RetentionReport, formatter: Formatter) -> list[str]:
    moves = report.moves
    if moves is None or not moves.started:
        return []
    before = formatter.dates(report.period.before)
    share = _share(moves.started - moves.lost, moves.started, formatter)
    return [formatter.text("retention-stayed", before=before, share=share, n=formatter.number(moves.started))]


def _value(report: RetentionReport, formatter: Formatter) -> list[str]:
    value: YearlyValue | None = report.value
    if value is None:
        return [formatter.text("retention-no-value", customers=str(LEAST_CUSTOMERS))]
    shown = {
        "value": formatter.money(value.minor),
        "yearly": formatter.money(value.yearly_minor),
        "kept": formatter.whole_share(value.retention),
        "discount": formatter.whole_share(value.discount),
    }
    name = "retention-value-margin" if value.is_margin else "retention-value-revenue"
    return [formatter.text(name, **shown)]


# The picture ----------------------------------------------------------------------------------------


def picture(
    connection: Connection, context: ReportContext, request: ReportRequest, formatter: Formatter
) -> CohortChart | None:
    """The cohorts as they were read for the words; None where shares can be told of none."""
    return chart_of(read(connection, context, request), formatter)


def chart_of(report: RetentionReport, formatter: Formatter) -> CohortChart | None:
    """The cohorts of which a month after the first has begun; None where there is none."""
    if not report.shown:
        return None
    later = report.month_later
    headline = "" if later is None else formatter.text(
        "picture-retention-later", share=_share(later.x, later.n, formatter)
    )  # fmt: skip
    notes = [formatter.text("picture-retention-how")]
    notes += _begun(report, formatter)
    if report.is_running:
        notes.append(formatter.text("picture-running"))
    period = formatter.label_of(report.period)
    return CohortChart(
        heading=formatter.heading(formatter.text("picture-retention"), period, headline, *notes),
        cohorts=tuple(_chart_cohort(one, report, formatter) for one in report.shown),
        customers=formatter.text("picture-retention-customers"),
        later=formatter.text("picture-retention-later-month"),
        language=formatter.language,
    )


def _chart_cohort(cohort: Cohort, report: RetentionReport, formatter: Formatter) -> ChartCohort:
    shares = [cohort.share(later) or 0.0 for later in range(1, len(cohort.active))]
    name = numbers.month(cohort.month, formatter.language)
    return ChartCohort(name, cohort.customers, tuple(shares), report.is_running)


RETENTION: Final = Report(
    name="retention",
    main=Tab(read, render, "button-retention-months"),
    as_json=retention_report.as_json,
    picture=picture,
    others={"buy": Tab(read, render_purchases, "button-retention-purchases", has_picture=False)},
    usual="365d",
)
