"""Whether those who were written to come back more often than those who were left alone."""

from bot.pictures.asked import Request
from handlers.manager.wording import Wording
from reports.drawing import Drawing
from reports.winback import WAVES, Arm, Wave, Winback
from storage.engines.database import Connection
from storage.reports import winback
from surveys.statistics import winback_report
from surveys.statistics.scores import HIDDEN_BELOW, Level
from surveys.statistics.winback_report import ArmOutcome, WinbackReport


def draw(connection: Connection, request: Request) -> Drawing | None:
    return compose(winback.report(connection, request.asked, request.wording.now), request)


def compose(report: WinbackReport, request: Request) -> Winback | None:
    """The whole, and below it the largest reasons that have enough people in both arms."""
    if report.whole.both.assigned < HIDDEN_BELOW:
        return None
    wording = request.wording
    shown = (
        [wave for wave in report.groups if wave.level is not Level.HIDDEN] if len(report.groups) > 1 else []
    )
    waves = [_wave(wording.text("picture-winback-all"), report.whole, wording)]
    waves += [_wave(wording.label("reason", wave.name), wave, wording) for wave in shown[: WAVES - 1]]
    title, note = wording.text("picture-winback"), wording.text("picture-winback-note")
    heading = request.heading(title, wording.label_of(report.period), "", note)
    return Winback(heading, tuple(waves), wording.language)


def _wave(name: str, wave: winback_report.WinbackWave, wording: Wording) -> Wave:
    treated = _arm("picture-winback-treated", wave.treated, wording)
    holdout = _arm("picture-winback-holdout", wave.holdout, wording) if wave.holdout.assigned else None
    return Wave(name, treated, holdout, _verdict(wave, wording))


def _arm(text: str, outcome: ArmOutcome, wording: Wording) -> Arm:
    returned, assigned = wording.number(outcome.returned), wording.number(outcome.assigned)
    label, interval = wording.text(text, returned=returned, assigned=assigned), outcome.interval
    if interval is None:
        return Arm(label, None)
    return Arm(label, outcome.rate, interval.low, interval.high)


def _verdict(wave: winback_report.WinbackWave, wording: Wording) -> str:
    found = wave.uplift
    if found is None:
        return wording.text("picture-winback-unknown")
    effect = found.difference
    text = "picture-winback-proven" if found.is_proven else "picture-winback-unproven"
    points, low, high = (wording.points(share) for share in (effect.value, effect.low, effect.high))
    return wording.text(text, points=points, low=low, high=high)
