"""The tab of `/nps` with what became of questions by when they were sent, and of people who scored low."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.context import ReportContext
from reports.document import Block, Table
from reports.formatter import Formatter
from reports.report import Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import recovery, responses
from surveys.statistics.periods import Period
from surveys.statistics.recovery import CASE_WITHIN, LOWEST_RECOVERED, RecoveryReport, ScoreRecovery
from surveys.statistics.response import ResponseCohort, ResponseCounts, cohort_periods, cohorts
from surveys.statistics.scores import Level, wilson

_COLUMNS: Final = (
    "responses-since",
    "responses-rate",
    "responses-of",
    "responses-blocked",
    "responses-failed",
)
_SHOWN: Final = 12
"""The newest cohorts."""


@dataclass(frozen=True, slots=True)
class ResponseReport:
    """The questions of a period that we sent by ourselves, and the people who scored low in it."""

    period: Period
    cohorts: Sequence[ResponseCohort]
    """Oldest first."""
    recovery: RecoveryReport | None
    """None where there are too many to look at."""
    window_days: int
    """How many days a question can be answered."""


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> ResponseReport:
    """The cohorts of the period by week, or by month of a long one."""
    survey_id, question_id = context.nps_question
    periods = cohort_periods(request.period)
    counts = responses.by_send_date(connection, survey_id, periods, request.filters)
    return ResponseReport(
        request.period,
        cohorts(periods, counts, request.now, context.answer_window),
        recovery.report(connection, survey_id, question_id, request.asked),
        context.answer_window.days,
    )


def render(found: ResponseReport, formatter: Formatter) -> list[Block]:
    """The rate of those whose time is over, then each cohort, then who recovered."""
    period = formatter.label_of(found.period)
    sent = [cohort for cohort in found.cohorts if cohort.counts.sent]
    blocks: list[Block] = [formatter.text("responses-head", period=period)]
    if sent:
        header = tuple(formatter.text(name) for name in _COLUMNS)
        rows = [_row(cohort, formatter) for cohort in sent[-_SHOWN:]]
        blocks += [*_whole(found, formatter), "", Table((header, *rows)), _key(found, formatter)]
    else:
        blocks.append(formatter.text("responses-none"))
    return [*blocks, "", *_recovery(found.recovery, formatter), "", formatter.foot(found.period)]


def _whole(found: ResponseReport, formatter: Formatter) -> list[str]:
    over = sum((cohort.counts for cohort in found.cohorts if cohort.is_over), ResponseCounts())
    interval = wilson(over.answered, over.delivered)
    if interval is None:
        return [formatter.text("responses-too-early", days=str(found.window_days))]
    return [
        formatter.text(
            "responses-whole",
            share=formatter.share(over.answered / over.delivered),
            low=formatter.bare_share(interval.low),
            high=formatter.bare_share(interval.high),
            answered=formatter.number(over.answered),
            delivered=formatter.number(over.delivered),
        )
    ]


def _row(cohort: ResponseCohort, formatter: Formatter) -> tuple[str, ...]:
    counts = cohort.counts
    if not cohort.is_over:
        rate = formatter.text("responses-running")
    else:
        rate = "–" if cohort.rate is None else formatter.whole_share(cohort.rate)
    return (
        formatter.day(cohort.period.start, "d MMM"),
        rate,
        formatter.number(counts.delivered),
        formatter.number(counts.blocked),
        formatter.number(counts.failed),
    )


def _key(found: ResponseReport, formatter: Formatter) -> str:
    is_running = any(not cohort.is_over and cohort.counts.sent for cohort in found.cohorts)
    text = "responses-key-running" if is_running else "responses-key"
    return formatter.text(text, days=str(found.window_days))


def _recovery(report: RecoveryReport | None, formatter: Formatter) -> list[str]:
    if report is None:
        return [formatter.text("recovery-too-many")]
    if not report.with_case.counts.people and not report.without_case.counts.people:
        return [formatter.text("recovery-none")]
    days, lines = str(CASE_WITHIN.days), [formatter.text("recovery-head", score=str(LOWEST_RECOVERED))]
    groups = (("recovery-with-case", report.with_case), ("recovery-without-case", report.without_case))
    for text, group in groups:
        if group.counts.people:
            lines.append(formatter.text(text, told=_share(group, formatter), days=days))
    return lines


def _share(group: ScoreRecovery, formatter: Formatter) -> str:
    """How many recovered of those asked again; of fewer than five only how many there are."""
    counts, interval, share = group.counts, group.interval, group.share
    waiting = formatter.number(counts.people - counts.asked_again)
    if share is None or interval is None:
        n = formatter.number(counts.asked_again)
        return formatter.text("recovery-hidden", n=counts.asked_again, again=n, waiting=waiting)
    told = formatter.text(
        "recovery-share",
        share=formatter.whole_share(share),
        low=formatter.bare_share(interval.low),
        high=formatter.bare_share(interval.high),
        again=formatter.number(counts.asked_again),
        waiting=waiting,
    )
    if group.median_days is not None:
        told = formatter.text("recovery-after", told=told, days=formatter.number(group.median_days))
    return f"{told} ⚠" if group.level is Level.FEW else told


TAB: Final = Tab(read, render, "button-responses", has_picture=False)
