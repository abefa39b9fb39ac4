"""The numbers of a report for other programs: those of `--json` and of the API."""

import json
from datetime import date, datetime
from typing import Any, Final

from reports import touchpoint_search
from reports.catalogue import REPORTS
from reports.context import ReportContext
from reports.formatter import Formatter
from reports.report import Report
from reports.request import ReportRequest
from storage import manager_actions
from storage.engines.database import Connection
from storage.reports import touchpoints
from surveys.errors import UserError
from surveys.statistics.periods import DAY, YEARS, Asked, Period, parse
from texts.quoting import inline

FIRST: Final = date(YEARS[0], 1, 1)
LAST: Final = date(YEARS[-1], 12, 31)
_WORD: Final = 50


class EmptyPeriod(UserError):
    text_id = "report-empty-period"


class PeriodRange(UserError):
    text_id = "report-out-of-range"


class UnknownGroup(UserError):
    text_id = "report-other-groups"


class UngroupedReport(UserError):
    text_id = "report-no-groups"


class UnknownTouchpoint(UserError):
    text_id = "report-unknown-touchpoint"


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
    read = kind.read_for_programs or kind.main.read
    found = read(connection, context, request)
    return json.dumps(document_of(connection, kind, found, request), ensure_ascii=False)


def document_of(
    connection: Connection, kind: Report[Any], found: Any, request: ReportRequest
) -> dict[str, Any]:
    """What a report found as its document, with what managers noted that they did in those days."""
    document = kind.as_json(found)
    done = manager_actions.between(connection, request.period.start, request.period.end)
    document["actions"] = [{"day": one.day.isoformat(), "text": one.words} for one in done]
    return document


def read_typed(
    connection: Connection, context: ReportContext, name: str, request: ReportRequest, language: str
) -> str:
    """The same of a touchpoint as it was typed; raises UnknownTouchpoint."""
    return read_json(connection, context, name, with_touchpoint(connection, context, name, request, language))


def with_touchpoint(
    connection: Connection, context: ReportContext, name: str, request: ReportRequest, language: str
) -> ReportRequest:
    """The request of the touchpoint that was typed: as it is stored, or as a reader of that language sees it.

    Raises UnknownTouchpoint for one that no data of the report name.
    """
    typed = request.touchpoint
    if typed is None:
        return request
    source = REPORTS[name].touchpoints
    names = touchpoints.named(connection, source) if source is not None else []
    formatter = Formatter.of(context, language, request.of_touchpoint(None))
    found = touchpoint_search.as_typed(typed, names, formatter)
    if found is None:
        raise UnknownTouchpoint(report=name, touchpoint=inline(typed, _WORD))
    return request.of_touchpoint(found)
