"""`otklik report`: the numbers that managers get in Telegram, for a terminal or a program."""

from datetime import UTC, date, datetime

from bot.cli.offline import in_database
from bot.config.context_store import stored_context
from bot.config.schema import Config
from reports import numbers
from reports.catalogue import REPORTS
from reports.document import as_plain
from reports.formatter import Formatter
from storage.engines.database import Connection


def report(
    config: Config, name: str, start: date | None, end: date | None, by: str | None, *, json_wanted: bool
) -> str:
    """A report as JSON or as text.

    Raises UnknownGroup, UngroupedReport, EmptyPeriod or PeriodRange for what it cannot have.
    """
    kind, now = REPORTS[name], datetime.now(UTC)
    numbers.check_groups(kind, by)

    def look(connection: Connection) -> str:
        app = stored_context(connection, config)
        context = app.report_context
        request = numbers.request_of(kind, context, now, start, end, by)
        if json_wanted:
            return numbers.read_json(connection, context, name, request)
        found = kind.main.read(connection, context, request)
        return as_plain(kind.main.render(found, Formatter.of(context, app.language, request)))

    return in_database(config, look)
