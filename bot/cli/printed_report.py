"""`otklik report`: the numbers that managers get in Telegram, for a terminal or a program."""

import json
from datetime import UTC, date, datetime

from bot.cli.offline import in_database
from bot.config.context_store import context_of
from bot.config.schema import Config
from reports.catalogue import REPORTS
from reports.document import as_plain
from reports.formatter import Formatter
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.people import settings
from surveys.errors import UserError
from surveys.statistics.periods import DAY, YEARS, Asked, Period, parse

FIRST, LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)


class EmptyPeriod(UserError):
    text_id = "report-empty-period"


class PeriodRange(UserError):
    text_id = "report-out-of-range"


class UnknownGroup(UserError):
    text_id = "report-other-groups"


class UngroupedReport(UserError):
    text_id = "report-no-groups"


def report(
    config: Config, name: str, start: date | None, end: date | None, by: str | None, *, json_wanted: bool
) -> str:
    """A report as JSON or as text.

    Raises UnknownGroup, UngroupedReport, EmptyPeriod or PeriodRange for what it cannot have.
    """
    kind, now = REPORTS[name], datetime.now(UTC)
    if by is not None and by not in kind.groups:
        raise (
            UnknownGroup(report=name, possible=", ".join(kind.groups))
            if kind.groups
            else UngroupedReport(report=name)
        )

    def look(connection: Connection) -> str:
        app = context_of(config).with_overrides(settings.all_settings(connection))
        asked = _asked(start, end, parse("", now, app.zone, kind.usual))
        request, context = ReportRequest(asked, now, by), app.report_context
        numbers = kind.main.read(connection, context, request)
        if json_wanted:
            return json.dumps(kind.as_json(numbers), ensure_ascii=False)
        return as_plain(kind.main.render(numbers, Formatter.of(context, app.language, request)))

    return in_database(config, look)


def _asked(start: date | None, end: date | None, usual: Asked) -> Asked:
    if start is None and end is None:
        return usual
    period = Period(start or usual.period.start, end or usual.period.end, usual.period.zone)
    if period.end <= period.start:
        raise EmptyPeriod
    if period.start < FIRST or period.end > LAST + DAY:
        raise PeriodRange(first=str(FIRST), last=str(LAST))
    return Asked(period, period.before, {})
