"""What inviting people back brought, in words: the effect over those who would have returned anyway."""

from typing import Final

from handlers.manager.page import Block, Table
from handlers.manager.wording import Wording
from surveys.outreach.winback_invitations import RETURN_WINDOW
from surveys.statistics.scores import Level
from surveys.statistics.uplift import Uplift
from surveys.statistics.winback_report import ArmOutcome, WinbackReport, WinbackWave

_REASONS: Final = 3


def written(report: WinbackReport, wording: Wording) -> list[Block]:
    """At most a dozen lines with words on them."""
    whole = report.whole
    return [
        wording.text("winback-head", verdict=_verdict(whole, wording)),
        *_arms(whole, wording),
        *_effect(whole, wording),
        *_delivered(whole, wording),
        *_waiting(whole, wording),
        *_by_reason(report, wording),
        "",
        wording.foot(report.period),
    ]


def _verdict(whole: WinbackWave, wording: Wording) -> str:
    found = whole.uplift
    if not whole.both.assigned:
        return wording.text("winback-early" if whole.waiting else "winback-none")
    if found is None:
        return wording.text("winback-no-holdout")
    if not found.is_proven:
        return wording.text("winback-unproven")
    return wording.text("winback-proven" if found.difference.value > 0 else "winback-worse")


def _arms(whole: WinbackWave, wording: Wording) -> list[str]:
    lines = []
    if whole.treated.rate is not None:
        lines.append(wording.text("winback-treated", **_arm(whole.treated, wording)))
    if whole.holdout.rate is not None:
        lines.append(wording.text("winback-holdout", **_arm(whole.holdout, wording)))
    return lines


def _arm(arm: ArmOutcome, wording: Wording) -> dict[str, str]:
    return {
        "n": wording.number(arm.assigned),
        "returned": wording.number(arm.returned),
        "share": wording.share(arm.rate or 0.0),
    }


def _effect(whole: WinbackWave, wording: Wording) -> list[str]:
    found = whole.uplift
    if found is None:
        return [wording.text("winback-holdout-missing")] if whole.treated.assigned else []
    difference = found.difference
    low, high = wording.points(difference.low), wording.points(difference.high)
    line = wording.text("winback-difference", points=wording.points(difference.value), low=low, high=high)
    return [line, *_worth(found, wording)]


def _worth(found: Uplift, wording: Wording) -> list[str]:
    if found.is_proven:
        return (
            [wording.text("winback-incremental", count=wording.number(found.incremental))]
            if found.incremental > 0
            else []
        )
    needed = found.needed_holdout
    if needed is None or needed <= found.holdout.n:
        return []
    return [wording.text("winback-needed", count=wording.number(needed))]


def _delivered(whole: WinbackWave, wording: Wording) -> list[str]:
    delivered = whole.treated.delivered
    if not whole.treated.assigned:
        return []
    if not delivered:
        return [wording.text("winback-delivered-none")]
    return [
        wording.text(
            "winback-delivered",
            count=wording.number(delivered),
            unsubscribed=wording.number(whole.unsubscribed),
            share=wording.share(whole.unsubscribed / delivered),
        )
    ]


def _waiting(whole: WinbackWave, wording: Wording) -> list[str]:
    if not whole.waiting:
        return []
    days = str(RETURN_WINDOW.days)
    return [wording.text("winback-waiting", count=wording.number(whole.waiting), days=days)]


def _by_reason(report: WinbackReport, wording: Wording) -> list[Block]:
    """Only where both arms are large enough to say anything."""
    telling = [wave for wave in report.groups if wave.level is Level.FULL][:_REASONS]
    if not telling:
        return []
    head = tuple(
        wording.text(name)
        for name in ("winback-column-reason", "winback-column-people", "winback-column-effect")
    )
    lines: list[Block] = ["", Table((head, *(_row(wave, wording) for wave in telling)))]
    if len(telling) < len(report.groups):
        lines.append(wording.text("winback-few-reasons"))
    return lines


def _row(wave: WinbackWave, wording: Wording) -> tuple[str, str, str]:
    found = wave.uplift
    effect = wording.points(found.difference.value) if found else "–"
    return wording.label("reason", wave.name), wording.number(wave.both.assigned), effect
