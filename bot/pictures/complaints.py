"""Complaints by month: per 100 orders where orders are known, else how many.

Where there are too few months for that: by category.
"""

from dataclasses import replace

from bot.pictures.asked import LEAST_MONTHS, Request, from_first_known
from reports.drawing import Drawing
from reports.pareto import Cause, Pareto
from reports.trend import Month, Scale, Trend
from storage.engines.database import Connection
from storage.reports import complaints
from surveys.statistics.periods import Period
from surveys.statistics.rates import Count, per_100
from surveys.statistics.scores import HIDDEN_BELOW

_CATEGORY = "category"


def draw(connection: Connection, request: Request) -> Drawing | None:
    counts = complaints.monthly(connection, request.months(), request.asked.filters)
    shown = [_month(*one, request) for one in zip(request.months(), counts, strict=True)]
    months = from_first_known(shown)
    has_orders = any(month.counts[1] for month in months)
    trend = _per_100(months, request) if has_orders else _how_many(months, request)
    return trend or _categories(connection, request)


def _month(month: Period, count: Count, request: Request) -> Month:
    rate, is_running = per_100(count), request.is_running(month)
    if rate is None:
        return Month(month.start, None, counts=(count.events, None), is_running=is_running)
    counts = count.events, count.exposure
    return Month(month.start, rate.value, rate.low, rate.high, counts, is_running=is_running)


def _per_100(months: tuple[Month, ...], request: Request) -> Trend | None:
    known = [month for month in months if (month.counts[1] or 0) >= HIDDEN_BELOW]
    if len(known) < LEAST_MONTHS or not any(month.counts[0] for month in months):
        return None
    say, number, last = request.wording.text, request.wording.number, known[-1]
    headline = say(
        "picture-complaints-last",
        month=request.name(last),
        rate=number(last.value or 0.0, 1),
        low=number(last.low or 0.0, 1),
        high=number(last.high or 0.0, 1),
    )
    title, note = say("picture-complaints-rate"), say("picture-complaints-note")
    heading = request.heading(title, request.span(months), headline, note)
    rows = (say("picture-cases"), say("picture-orders"))
    return Trend(heading, months, Scale.RATE, rows, request.wording.language)


def _how_many(months: tuple[Month, ...], request: Request) -> Trend | None:
    counted = tuple(replace(month, value=float(month.counts[0] or 0), counts=()) for month in months)
    if sum((month.value or 0) >= HIDDEN_BELOW for month in counted) < LEAST_MONTHS:
        return None
    say = request.wording.text
    title, note = say("picture-complaints-count"), say("picture-complaints-unknown")
    return Trend(
        request.heading(title, request.span(months), "", note),
        counted,
        Scale.COUNT,
        (),
        request.wording.language,
    )


def _categories(connection: Connection, request: Request) -> Pareto | None:
    counted = complaints.counted(connection, request.asked.period, _CATEGORY, request.asked.filters)
    if sum(counted.values()) < HIDDEN_BELOW:
        return None
    say, label = request.wording.text, request.wording.label
    heading = request.heading(
        say("picture-categories"),
        request.wording.label_of(request.asked.period),
        "",
        say("picture-categories-note"),
    )
    ordered = sorted(counted.items(), key=lambda item: (item[0] == "", -item[1], item[0]))
    causes = tuple(
        Cause(label(_CATEGORY, code) if code else say("picture-no-category"), n) for code, n in ordered
    )
    return Pareto(heading, causes, say("picture-cases"), say("picture-rest"), request.wording.language)
