"""`/winback`: what inviting people back brought, beside those who were left alone."""

from typing import Final

from reports.charts.arms import WAVES, ChartArm, ChartWave, WinbackChart
from reports.context import ReportContext
from reports.document import Block, Table
from reports.formatter import Formatter
from reports.report import Report, Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import winback
from surveys.statistics import winback_report
from surveys.statistics.scores import Level, level
from surveys.statistics.uplift import Uplift
from surveys.statistics.winback_report import USUAL, ArmOutcome, WinbackReport, WinbackWave

_LINES: Final = 12
"""As many as a phone shows at a glance."""
_REASONS: Final = 3
_AROUND: Final = 3
"""Lines around the rows of reasons: their heading, that there are others, the days of the report."""


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> WinbackReport:
    """Who was invited in the period or left alone, and who came back."""
    return winback.report(connection, request.asked, request.now, context.return_window)


def render(report: WinbackReport, formatter: Formatter) -> list[Block]:
    """The report in words: the effect over those who would have returned anyway, at most a dozen lines."""
    whole, period = report.whole, formatter.label_of(report.period)
    if not formatter.has_begun(report.period):
        head = formatter.text("winback-head", period=period, verdict=formatter.text("period-not-begun"))
        return [head, "", formatter.foot(report.period)]
    lines = [
        formatter.text("winback-head", period=period, verdict=_verdict(report, formatter)),
        *_arms(whole, formatter),
        *_effect(report, formatter),
        *_delivered(whole, formatter),
        *_said_back(whole, formatter),
        *_offers(report, formatter),
        *_waiting(report, formatter),
    ]
    return [*lines, *_by_reason(report, formatter, _LINES - len(lines)), "", formatter.foot(report.period)]


def _verdict(report: WinbackReport, formatter: Formatter) -> str:
    whole, found = report.whole, report.whole.uplift
    if not whole.both.assigned:
        return formatter.text("winback-early" if whole.waiting else "winback-none")
    if not report.knows_orders:
        return formatter.text("winback-unseen")
    if found is None:
        return formatter.text("winback-no-holdout")
    if whole.is_hidden:
        return formatter.text("winback-few")
    if not found.is_proven:
        return formatter.text("winback-unproven" if whole.level is Level.FULL else "winback-unproven-few")
    return formatter.text("winback-proven" if found.difference.value > 0 else "winback-worse")


def _arms(whole: WinbackWave, formatter: Formatter) -> list[str]:
    arms = (
        (whole.treated, "winback-treated", "winback-treated-unseen"),
        (whole.holdout, "winback-holdout", "winback-holdout-unseen"),
    )
    return [_arm(arm, seen, unseen, formatter) for arm, seen, unseen in arms if arm.assigned]


def _arm(arm: ArmOutcome, seen: str, unseen: str, formatter: Formatter) -> str:
    n = formatter.number(arm.assigned)
    if level(arm.assigned) is Level.HIDDEN:
        return f"{formatter.text(unseen, n=n)}: {formatter.text('winback-arm-few')}"
    if arm.returned is None or arm.rate is None:
        return formatter.text(unseen, n=n)
    returned, share = formatter.number(arm.returned), formatter.share(arm.rate)
    return formatter.text(seen, n=n, returned=returned, share=share)


def _effect(report: WinbackReport, formatter: Formatter) -> list[str]:
    whole, found = report.whole, report.whole.uplift
    if whole.both.assigned and not report.knows_orders:
        return [formatter.text("winback-orders-missing", command="/import")]
    if found is None:
        return [formatter.text("winback-holdout-missing")] if whole.treated.assigned else []
    if whole.is_hidden:
        return [formatter.text("winback-few-people")]
    difference = found.difference
    low, high = formatter.points(difference.low), formatter.points(difference.high)
    line = formatter.text("winback-difference", points=formatter.points(difference.value), low=low, high=high)
    return [line, *_worth(report, found, formatter)]


def _worth(report: WinbackReport, found: Uplift, formatter: Formatter) -> list[str]:
    if found.is_proven:
        return _incremental(found, report.cost_per_incremental, formatter) if found.incremental > 0 else []
    return [formatter.many("winback-needed", found.still_needed)] if found.still_needed else []


def _incremental(found: Uplift, cost_each: float | None, formatter: Formatter) -> list[str]:
    count = formatter.number(found.incremental)
    if cost_each is None:
        return [formatter.text("winback-incremental", count=count)]
    return [formatter.text("winback-incremental-cost", count=count, money=formatter.money(cost_each))]


def _offers(report: WinbackReport, formatter: Formatter) -> list[str]:
    known = report.offers
    if not known.shown:
        return []
    counts = {"shown": known.shown, "used": known.used, "expired": known.expired}
    return [formatter.text("winback-offers", **{name: formatter.number(n) for name, n in counts.items()})]


def _delivered(whole: WinbackWave, formatter: Formatter) -> list[str]:
    delivered = whole.treated.delivered
    if not whole.treated.assigned:
        return []
    if not delivered:
        return [formatter.text("winback-delivered-none")]
    return [
        formatter.text(
            "winback-delivered",
            count=formatter.number(delivered),
            unsubscribed=formatter.number(whole.unsubscribed),
            share=formatter.share(whole.unsubscribed / delivered),
        )
    ]


def _said_back(whole: WinbackWave, formatter: Formatter) -> list[str]:
    """Words and not orders, so they prove nothing; who was left alone may say so as well."""
    said = 0 if level(whole.treated.assigned) is Level.HIDDEN else whole.treated.said_back
    return [formatter.many("winback-said-back", said)] if said else []


def _waiting(report: WinbackReport, formatter: Formatter) -> list[str]:
    waiting, days = report.whole.waiting, report.window.days
    if not waiting:
        return []
    return [formatter.text("winback-waiting", count=formatter.number(waiting), n=days, days=str(days))]


def _by_reason(report: WinbackReport, formatter: Formatter, room: int) -> list[Block]:
    """The reasons of which both arms are large enough to say anything, in at most `room` lines."""
    shown = max(0, min(_REASONS, room - _AROUND))
    telling = [wave for wave in report.shown if wave.level is Level.FULL][:shown]
    if not telling:
        return []
    head = tuple(
        formatter.text(name)
        for name in ("winback-column-reason", "winback-column-people", "winback-column-effect")
    )
    lines: list[Block] = ["", Table((head, *(_row(wave, formatter) for wave in telling)))]
    if len(telling) < len(report.groups):
        lines.append(formatter.text("winback-few-reasons"))
    return lines


def _row(wave: WinbackWave, formatter: Formatter) -> tuple[str, str, str]:
    found = wave.uplift
    effect = formatter.points(found.difference.value) if found else "–"
    return formatter.label("reason", wave.name), formatter.number(wave.both.assigned), effect


# The picture ----------------------------------------------------------------------------------------


def picture(
    connection: Connection, context: ReportContext, request: ReportRequest, formatter: Formatter
) -> WinbackChart | None:
    """The share that came back of either arm, as it was read for the words; None for a handful of people."""
    return chart_of(read(connection, context, request), formatter)


def chart_of(report: WinbackReport, formatter: Formatter) -> WinbackChart | None:
    """The whole, and below it the largest reasons with enough people in both arms; None for a handful.

    None too where orders are not known, or an arm is a handful itself.
    """
    if report.whole.is_hidden or not report.whole.both.assigned or not report.knows_orders:
        return None
    told = [wave for wave in report.shown if wave.level is not Level.HIDDEN]
    shown = told if len(report.groups) > 1 else []
    waves = [_chart_wave(formatter.text("picture-winback-all"), report.whole, formatter)]
    waves += [
        _chart_wave(formatter.label("reason", wave.name), wave, formatter) for wave in shown[: WAVES - 1]
    ]
    title, note = formatter.text("picture-winback"), _note(report, formatter)
    heading = formatter.heading(title, formatter.label_of(report.period), "", note)
    return WinbackChart(heading, tuple(waves), formatter.language)


def _chart_wave(name: str, wave: WinbackWave, formatter: Formatter) -> ChartWave:
    treated = _chart_arm("picture-winback-treated", wave.treated, formatter)
    holdout = (
        _chart_arm("picture-winback-holdout", wave.holdout, formatter) if wave.holdout.assigned else None
    )
    return ChartWave(name, treated, holdout, _proof(wave, formatter))


def _note(report: WinbackReport, formatter: Formatter) -> str:
    return formatter.many("picture-winback-note", report.window.days)


def _chart_arm(text: str, outcome: ArmOutcome, formatter: Formatter) -> ChartArm:
    assert outcome.returned is not None
    returned, assigned = formatter.number(outcome.returned), formatter.number(outcome.assigned)
    label, interval = formatter.text(text, returned=returned, assigned=assigned), outcome.interval
    if interval is None:
        return ChartArm(label, None)
    return ChartArm(label, outcome.rate, interval.low, interval.high)


def _proof(wave: WinbackWave, formatter: Formatter) -> str:
    found = wave.uplift
    if found is None:
        return formatter.text("picture-winback-unknown")
    effect = found.difference
    text = "picture-winback-proven" if found.is_proven else "picture-winback-unproven"
    points, low, high = (formatter.points(share) for share in (effect.value, effect.low, effect.high))
    return formatter.text(text, points=points, low=low, high=high)


WINBACK: Final = Report(
    name="winback",
    main=Tab(read, render),
    as_json=winback_report.as_json,
    picture=picture,
    usual=USUAL,
)
