"""The picture of `/churn` where too few told why they leave: the share that left, month by month."""

from reports import action_marks
from reports.charts.trend import Month, Scale, TrendChart
from reports.month_history import LEAST_MONTHS, MonthHistory, from_first_known
from storage.engines.database import Connection
from storage.reports import churn, known_since
from surveys.statistics.churn_report import Base
from surveys.statistics.periods import Period
from surveys.statistics.scores import Level, level


def trend(connection: Connection, history: MonthHistory) -> TrendChart | None:
    """The churn month by month; None where fewer than two months had enough customers."""
    request, formatter = history.request, history.formatter
    since = known_since.leaving(connection, formatter.context.zone)
    bases = [
        Base(0, 0)
        if month.begins_before(since)
        else (churn.bases(connection, month, None, request.filters) or {}).get("", Base(0, 0))
        for month in history.months()
    ]
    found = [_month(*one, history) for one in zip(history.months(), bases, strict=True)]
    months = from_first_known(found)
    known = [month for month in months if month.value is not None]
    if len(known) < LEAST_MONTHS:
        return None
    notes, target = [formatter.text("picture-churn-month-note")], formatter.context.targets.churn
    if any(month.is_few for month in known):
        notes.append(formatter.text("picture-note-few"))
    notes += history.notes(months)
    if target is not None:
        notes.append(formatter.text("picture-target", target=formatter.share(target)))
    marks, lines = action_marks.of_months(connection, months, formatter)
    title, headline = formatter.text("picture-churn-months"), _headline(known[-1], history)
    return TrendChart(
        formatter.heading(title, history.span(months), headline, *notes, *lines),
        months,
        Scale.RATE,
        (formatter.text("picture-churn-lost"), formatter.text("picture-churn-started")),
        formatter.language,
        target=None if target is None else (0.0, 100 * target),
        actions=marks,
    )


def _month(month: Period, base: Base, history: MonthHistory) -> Month:
    """The share of those there at the start that left, in percent; of a handful it is not told."""
    is_running, interval, shown = history.is_running(month), base.interval, level(base.started)
    if base.churn is None or interval is None or shown is Level.HIDDEN:
        return Month(month.start, None, counts=(None, base.started), is_running=is_running)
    rate, low, high = (100 * share for share in (base.churn, interval.low, interval.high))
    counts = base.lost, base.started
    return Month(month.start, rate, low, high, counts, shown is Level.FEW, is_running)


def _headline(last: Month, history: MonthHistory) -> str:
    number = history.formatter.number
    low, high = number(last.low or 0.0, 1), number(last.high or 0.0, 1)
    rate = number(last.value or 0.0, 1)
    return history.formatter.text(
        "picture-churn-last", month=history.name(last), rate=rate, low=low, high=high
    )
