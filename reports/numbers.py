"""The numbers of a report for other programs: those of `--json` and of the API."""

import json
from datetime import date, datetime
from typing import Any, Final

from reports.catalogue import REPORTS
from reports.context import ReportContext
from reports.report import Report
from reports.request import ReportRequest
from storage.engines.database import Connection
from surveys.errors import UserError
from surveys.statistics.periods import DAY, YEARS, Asked, Period, parse

FIRST: Final = date(YEARS[0], 1, 1)
LAST: Final = date(YEARS[-1], 12, 31)


class EmptyPeriod(UserError):
    text_id = "report-empty-period"


class PeriodRange(UserError):
    text_id = "report-out-of-range"


class UnknownGroup(UserError):
    text_id = "report-other-groups"


class UngroupedReport(UserError):
    text_id = "report-no-groups"


def check_groups(kind: Report[Any], by: str | None) -> None:
    """Raises UnknownGroup or UngroupedReport for groups that a report does not have."""
    if by is not None and by not in kind.groups:
        if not kind.groups:
            raise UngroupedReport(report=kind.name)
        raise UnknownGroup(report=kind.name, possible=", ".join(kind.groups))


def request_of(
    kind: Report[Any],
    context: ReportContext,
    now: datetime,
    start: date | None,
    end: date | None,
    by: str | None,
) -> ReportRequest:
    """What days from `start` up to `end`, which is left out, ask of a report; without either, the usual ones.

    Without a `start` they are as many as usual. Raises EmptyPeriod or PeriodRange.
    """
    usual = parse("", now, context.zone, kind.usual)
    if start is None and end is None:
        return ReportRequest(usual, now, by)
    days = usual.period.end - usual.period.start
    last = end or usual.period.end
    period = Period(start or max(FIRST, last) - days, last, context.zone)
    if period.end <= period.start:
        raise EmptyPeriod
    if period.start < FIRST or period.end > LAST + DAY:
        raise PeriodRange(first=str(FIRST), last=str(LAST))
    return ReportRequest(Asked(period, period.before, {}), now, by)


def read_json(connection: Connection, context: ReportContext, name: str, request: ReportRequest) -> str:
    """The document that docs/reference.md describes under *Reports for programs*."""
    kind = REPORTS[name]
    return json.dumps(kind.as_json(kind.main.read(connection, context, request)), ensure_ascii=False)
