"""All numbers of all reports of a period, to be compared before and after something that must change none."""

from datetime import date, datetime

from reports import numbers
from reports.catalogue import REPORTS
from reports.context import ReportContext
from reports.document import as_plain
from reports.formatter import Formatter
from storage.engines.database import Connection
from surveys.language.languages import Language


def every_number(
    connection: Connection, context: ReportContext, now: datetime, start: date, end: date
) -> str:
    """Each report as JSON, whole and by each of its groups, and as a manager reads it.

    What is unread at this moment is no number of the period.
    """
    lines = []
    for name, kind in REPORTS.items():
        for by in (None, *kind.groups):
            request = numbers.request_of(kind, context, now, start, end, by)
            lines.append(numbers.read_json(connection, context, name, request))
        request = numbers.request_of(kind, context, now, start, end, None)
        found = kind.main.read(connection, context, request)
        lines.append(as_plain(kind.main.render(found, Formatter.of(context, Language.RU, request))))
    return "\n".join(line for line in "\n".join(lines).splitlines() if not line.startswith("📥"))
