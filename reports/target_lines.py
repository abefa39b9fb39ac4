"""Targets beside the numbers: one line each, with how far the fact is from it and whether that is enough."""

from reports.formatter import Formatter
from surveys.statistics.scores import signed
from surveys.statistics.targets import TargetDeviation, beside


def nps(fact: float | None, formatter: Formatter) -> list[str]:
    """In points, never as a percentage of the target: a score may be below zero."""
    found = beside(formatter.context.targets.nps, fact)
    return [] if found is None else [_line(found, signed(found.target), signed(found.deviation), formatter)]


def complaints(fact: float | None, formatter: Formatter) -> list[str]:
    """Complaints per 100 orders."""
    found = beside(formatter.context.targets.complaints_per_100, fact, lower_is_better=True)
    if found is None:
        return []
    target = formatter.text("target-per-100", rate=formatter.number(found.target, 1))
    return [_line(found, target, formatter.signed(found.deviation), formatter)]


def churn(fact: float | None, formatter: Formatter) -> list[str]:
    """Share lost, 0…1."""
    found = beside(formatter.context.targets.churn, fact, lower_is_better=True)
    return (
        [] if found is None else [_line(found, _most(found, formatter), _points(found, formatter), formatter)]
    )


def response(fact: float | None, formatter: Formatter) -> list[str]:
    """Share of those asked who answered, 0…1."""
    found = beside(formatter.context.targets.response_rate, fact)
    if found is None:
        return []
    return [_line(found, formatter.whole_share(found.target), _points(found, formatter), formatter)]


def first_reply(fact_s: float | None, formatter: Formatter) -> list[str]:
    """Median time to the first reply in seconds."""
    target = formatter.context.targets.first_reply
    seconds = None if target is None else target.total_seconds()
    found = beside(seconds, fact_s, lower_is_better=True)
    if found is None:
        return []
    most = formatter.text("target-at-most", limit=formatter.duration(found.target))
    late = formatter.duration(abs(found.deviation))
    sign = "+" if found.deviation > 0 else "\N{MINUS SIGN}"
    return [_line(found, most, sign + late if round(found.deviation) else "0", formatter)]


def _most(found: TargetDeviation, formatter: Formatter) -> str:
    return formatter.text("target-at-most", limit=formatter.share(found.target))


def _points(found: TargetDeviation, formatter: Formatter) -> str:
    return formatter.text("target-points", points=formatter.points(found.deviation))


def _line(found: TargetDeviation, target: str, deviation: str, formatter: Formatter) -> str:
    met = "yes" if found.is_met else "no"
    return formatter.text("target-line", target=target, deviation=deviation, met=met)
