"""`otklik report`: the numbers that managers get in Telegram, for a terminal or a program."""

from datetime import UTC, date, datetime
from shutil import get_terminal_size
from typing import Any

from bot.cli.offline import in_database
from bot.config.context_store import stored_context
from bot.config.schema import Config
from reports import numbers
from reports.catalogue import REPORTS
from reports.context import ReportContext
from reports.document import as_plain
from reports.formatter import Formatter
from reports.report import Report
from reports.request import ReportRequest
from storage.engines.database import Connection
from surveys.errors import UserError
from surveys.statistics.periods import BadWordError, parse


class UnknownPeriod(UserError):
    text_id = "report-unread-period"


class DuplicatePeriod(UserError):
    text_id = "report-two-periods"


def report(
    config: Config,
    name: str,
    words: str,
    start: date | None,
    end: date | None,
    by: str | None,
    *,
    json_wanted: bool,
) -> str:
    """A report of days in words or from `start` up to `end`, which is left out, as JSON or as text.

    Raises UnknownGroup, UngroupedReport, EmptyPeriod, PeriodRange, UnknownPeriod, DuplicatePeriod or
    UnknownTouchpoint for what it cannot have.
    """
    kind, now = REPORTS[name], datetime.now(UTC)
    numbers.check_groups(kind, by)
    if words and (start or end):
        raise DuplicatePeriod

    def look(connection: Connection) -> str:
        app = stored_context(connection, config)
        context = app.report_context
        if words:
            request = _in_words(words, kind, context, now, by)
            request = numbers.with_touchpoint(connection, context, name, request, app.language)
        else:
            request = numbers.request_of(kind, context, now, start, end, by)
        if json_wanted:
            return numbers.read_json(connection, context, name, request)
        found = kind.main.read(connection, context, request)
        blocks = kind.main.render(found, Formatter.of(context, app.language, request))
        return as_plain(blocks, get_terminal_size().columns)

    return in_database(config, look)


def _in_words(
    words: str, kind: Report[Any], context: ReportContext, now: datetime, by: str | None
) -> ReportRequest:
    """The request that words make, as behind the command in Telegram."""
    try:
        asked = parse(words, now, context.zone, kind.usual)
    except BadWordError as error:
        raise UnknownPeriod(word=error.word, report=kind.name) from None
    if asked.filters and kind.touchpoints is None:
        raise UnknownPeriod(word=words, report=kind.name)
    return ReportRequest(asked, now, by)
