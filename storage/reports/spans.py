"""What running totals say of a span of time, read from few rows: whole months, the days around them, and of
instants the parts of days at either end.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Label, Select, Subquery, Table, literal_column, or_, select, union_all

from storage.reports.totals import RunningTotal, Source

_DAY = timedelta(days=1)
BEGINNING: Final = datetime.min.replace(tzinfo=UTC)
"""Before everything that is counted."""


def of_days(total: RunningTotal, start: date, end: date) -> Subquery:
    """Rows of a running total for days [start, end): its key and `n`, to be added up by key."""
    return union_all(*_of_days(total, start, end)).subquery()


def of_instants(total: RunningTotal, since: datetime, until: datetime) -> Subquery:
    """Rows of a running total by UTC days for moments [since, until), to be added up by key, too."""
    first, last = _midnight_from(since), _midnight_before(until)
    parts = [(since, until)] if first > last else [(since, first), (last, until)]
    found = _of_days(total, first.date(), last.date())
    return union_all(*found, *(_rows(source, *part) for source in total.sources for part in parts)).subquery()


def _of_days(total: RunningTotal, start: date, end: date) -> Iterator[Select[tuple[object, ...]]]:
    first, last = month_from(start), end.replace(day=1)
    if first < last and total.months is not None:
        yield _within(total.months, (first, last))
        yield _within(total.days, (start, first), (last, end))
    else:
        yield _within(total.days, (start, end))


def _within(table: Table, *spans: tuple[date, date]) -> Select[tuple[object, ...]]:
    inside = [(table.c.day >= start) & (table.c.day < end) for start, end in spans]
    return select(*table.columns).where(or_(*inside))


def _rows(source: Source, since: datetime, until: datetime) -> Select[tuple[object, ...]]:
    assert source.moment is not None
    one: Label[int] = literal_column("1").label("n")
    return source.select(one).where(source.moment >= since, source.moment < until)


def month_from(day: date) -> date:
    """The first day of a month that is not before that day."""
    return day if day.day == 1 else (day.replace(day=1) + 31 * _DAY).replace(day=1)


def _midnight_before(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC)


def _midnight_from(moment: datetime) -> datetime:
    before = _midnight_before(moment)
    return before if before == moment else before + _DAY
