"""`/nps`: the one number, with what it is worth; its picture shows it month by month."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reports import action_marks, branches, comments, detractors, responses, target_lines
from reports.charts.trend import Month, Scale, TrendChart
from reports.context import ReportContext
from reports.document import Block, Table, bar
from reports.formatter import Formatter
from reports.month_history import LEAST_MONTHS, MonthHistory, from_first_known
from reports.report import Report, Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import nps as stored_scores
from storage.reports import recovery, touchpoints
from surveys.statistics import nps_report
from surveys.statistics.nps_report import NpsGroup, NpsReport
from surveys.statistics.periods import Period
from surveys.statistics.sample_sizes import answers_for_margin
from surveys.statistics.scores import Counts, Level, level, nps, nps_interval, percentages, signed

_BAR: Final = 12
_GROUPS: Final = 4
_FEW: Final = "⚠"
_EXACT: Final = 15
"""Points to either side that a company can go by."""


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> NpsReport:
    """People of the period and of the one before it, by touchpoint unless other groups were asked for."""
    return _read(connection, context, request, all_answers=False)


def read_all(connection: Connection, context: ReportContext, request: ReportRequest) -> NpsReport:
    """The same, but each answer counts, also several of one person."""
    return _read(connection, context, request, all_answers=True)


def read_for_programs(connection: Connection, context: ReportContext, request: ReportRequest) -> NpsReport:
    """The same, with who of those who scored low recovered."""
    found = recovery.report(connection, *context.nps_question, request.asked)
    return replace(read(connection, context, request), recovery=found)


def _read(
    connection: Connection, context: ReportContext, request: ReportRequest, *, all_answers: bool
) -> NpsReport:
    by = request.by or "touchpoint"
    return stored_scores.report(
        connection, *context.nps_question, request.asked, by=by, all_answers=all_answers
    )


def render(report: NpsReport, formatter: Formatter) -> list[Block]:
    """The answer first, then n, interval and the period before: at most a dozen lines on a phone."""
    blocks: list[Block] = [*_headline(report, formatter)]
    if report.whole.level is not Level.HIDDEN:
        blocks += ["", _distribution(report.whole.counts, formatter), *_by_group(report, formatter)]
    blocks += _response(report.whole, formatter)
    return [*blocks, "", formatter.foot(report.period)]


def _headline(report: NpsReport, formatter: Formatter) -> list[str]:
    whole, period = report.whole, formatter.label_of(report.period)
    if not formatter.has_begun(report.period):
        return [formatter.text("nps-head", period=period, nps=formatter.text("period-not-begun"))]
    if whole.counts.n == 0:
        none = "nps-none-yet" if formatter.is_running(report.period) else "nps-none"
        return [formatter.text("nps-head", period=period, nps=formatter.text(none))]
    if whole.nps is None or whole.level is Level.HIDDEN:
        return [formatter.text("nps-hidden", period=period, n=whole.people)]
    head = formatter.text("nps-head", period=period, nps=signed(whole.nps))
    if whole.interval is None:
        return [head, _size(whole, formatter), *_before(whole, report.previous, formatter)]
    low, high = signed(whole.interval.low), signed(whole.interval.high)
    if whole.level is Level.FEW:
        few = formatter.text("nps-few", n=whole.counts.n, low=low, high=high)
        needed = formatter.number(answers_for_margin(_EXACT))
        return [head, few, formatter.text("nps-needed", margin=str(_EXACT), count=needed)]
    target = target_lines.nps(whole.nps, formatter)
    interval = formatter.many("nps-interval", whole.people, low=low, high=high)
    repeated = [_size(whole, formatter)] if whole.answers > whole.people else []
    before = _before(whole, report.previous, formatter)
    return [_judged(head, whole, formatter), interval, *target, *repeated, *before]


def _size(whole: NpsGroup, formatter: Formatter) -> str:
    """How many people gave how many scores, and which of them count."""
    text = "nps-latest" if whole.counts.n == whole.people else "nps-all"
    counts = {"people": formatter.number(whole.people), "answers": formatter.number(whole.answers)}
    return formatter.text(text, **counts)


def _judged(head: str, whole: NpsGroup, formatter: Formatter) -> str:
    """Nothing is said of a change that may be chance."""
    change = whole.change
    if change is None or not change.is_significant or whole.level_before is not Level.FULL:
        return head
    return f"{head} {formatter.text('nps-rose' if change.points > 0 else 'nps-fell')}"


def _before(whole: NpsGroup, previous: Period, formatter: Formatter) -> list[str]:
    period, n = formatter.label_of(previous), whole.people_before
    score = nps(whole.previous)
    if score is None or whole.level_before is Level.HIDDEN:
        return [formatter.text("nps-previous-hidden", period=period, n=n)]
    line = formatter.text("nps-previous", period=period, nps=signed(score), count=formatter.number(n))
    lines = [f"{line} {_warning(whole.level_before)}".rstrip()]
    change = whole.change
    if change is None or whole.level_before is not Level.FULL:
        return lines
    if not change.is_significant:
        return [*lines, formatter.text("change-noise")]
    words = {"change": signed(change.points), "low": signed(change.low), "high": signed(change.high)}
    return [*lines, formatter.text("nps-change-significant", **words)]


def _distribution(counts: Counts, formatter: Formatter) -> Table:
    shares = percentages(counts)
    rows = (
        ("9–10", counts.promoters, shares.promoters),
        ("7–8", counts.passives, shares.passives),
        ("0–6", counts.detractors, shares.detractors),
    )
    return Table(
        tuple(
            (name, formatter.whole_share(share / 100), formatter.number(n), bar(n, counts.n, _BAR))
            for name, n, share in rows
        ),
        has_bars=True,
    )


def _response(whole: NpsGroup, formatter: Formatter) -> list[str]:
    """How many answered of those whom we asked; whoever rates by themselves was not asked."""
    asked = whole.response
    if asked is None or asked.response_rate is None:
        return []
    counts = {"asked": formatter.number(asked.delivered), "answered": formatter.number(asked.answered)}
    line = formatter.text("nps-response", share=formatter.whole_share(asked.response_rate), **counts)
    return ["", line, *target_lines.response(asked.response_rate, formatter)]


def _by_group(report: NpsReport, formatter: Formatter) -> Sequence[Block]:
    """Those that may be told; without a name it is none."""
    if not report.shown:
        return formatter.no_groups()
    table = Table(tuple(_group(group, formatter) for group in report.shown[:_GROUPS]))
    return ["", table, *formatter.hidden_groups("touchpoint", report.secret)]


def _group(group: NpsGroup, formatter: Formatter) -> tuple[str, str, str, str]:
    score = signed(group.nps) if group.nps is not None else "–"
    count = f"({formatter.number(group.people)})"
    return formatter.label("touchpoint", group.name), score, count, _warning(group.level)


def _warning(level: Level) -> str:
    """The sign of a number of few people, which says little."""
    return _FEW if level is Level.FEW else ""


# The picture ----------------------------------------------------------------------------------------


def picture(
    connection: Connection, context: ReportContext, request: ReportRequest, formatter: Formatter
) -> TrendChart | None:
    """NPS by month; None where fewer than two months have enough answers."""
    history = MonthHistory(request, formatter)
    months = history.months()
    start, end = months[0].start, months[-1].end
    found = stored_scores.monthly(connection, *context.nps_question, start, end, request.filters)
    hidden = stored_scores.hidden_months(connection, *context.nps_question, start, end, request.filters)
    points = from_first_known(
        [
            _month(month, found.get(month.start, Counts()), history, is_hidden=month.start in hidden)
            for month in months
        ]
    )
    known = [point for point in points if point.value is not None]
    if len(known) < LEAST_MONTHS:
        return None
    notes = [formatter.text("picture-nps-note")]
    if any(point.is_few for point in known):
        notes.append(formatter.text("picture-note-few"))
    notes += history.notes(points)
    target, marks = context.targets.nps, action_marks.of_months(connection, points, formatter)
    if target is not None:
        notes.append(formatter.text("picture-target", target=signed(target)))
    notes += marks[1]
    title, headline = formatter.text("picture-nps"), _picture_headline(known[-1], history)
    heading = formatter.heading(title, history.span(points), headline, *notes)
    return TrendChart(
        heading,
        points,
        Scale.POINTS,
        (formatter.text("picture-n"),),
        formatter.language,
        target=None if target is None else (target, 100.0),
        actions=marks[0],
    )


def _month(month: Period, counts: Counts, history: MonthHistory, *, is_hidden: bool) -> Month:
    score, interval = nps(counts), nps_interval(counts)
    shown = Level.HIDDEN if is_hidden else level(counts.n)
    is_running = history.is_running(month)
    if score is None or interval is None or shown is Level.HIDDEN:
        return Month(month.start, None, counts=(counts.n,), is_running=is_running)
    is_few = shown is Level.FEW
    return Month(month.start, score, interval.low, interval.high, (counts.n,), is_few, is_running)


def _picture_headline(last: Month, history: MonthHistory) -> str:
    return history.formatter.text(
        "picture-nps-last",
        month=history.name(last),
        nps=signed(last.value or 0.0),
        low=signed(last.low or 0.0),
        high=signed(last.high or 0.0),
    )


NPS: Final = Report(
    name="nps",
    main=Tab(read, render, "button-latest-answers"),
    others={
        "all": Tab(read_all, render, "button-all-answers", has_picture=False),
        "branch": branches.TAB,
        "sent": responses.TAB,
        **comments.TABS,
        "call": detractors.TAB,
    },
    as_json=nps_report.as_json,
    read_for_programs=read_for_programs,
    picture=picture,
    groups=("touchpoint", "segment"),
    touchpoints=touchpoints.scores_of("nps"),
)
