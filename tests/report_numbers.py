"""All numbers of all reports of a period, to be compared before and after something that must change none."""

import json
from datetime import date, datetime

from reports import numbers
from reports.base import BASE
from reports.catalogue import REPORTS
from reports.context import ReportContext
from reports.document import as_plain
from reports.formatter import Formatter
from storage.engines.database import Connection
from surveys.language.languages import Language

_BRIDGE = (
    "records", "start", "new", "returned", "end",
    "lost_natural", "lost_avoidable", "lost_involuntary", "lost_unknown",
)  # fmt: skip


def every_number(
    connection: Connection, context: ReportContext, now: datetime, start: date, end: date
) -> str:
    """Each report as JSON, whole and by each of its groups, and as a manager reads it.

    What is true of this moment only is no number of the period: what is unread, whom we reach, who recovered.
    """
    lines = []
    for name, kind in REPORTS.items():
        if kind is BASE:
            request = numbers.request_of(kind, context, now, start, end, None)
            [row, *_] = json.loads(numbers.read_json(connection, context, name, request))["rows"]
            lines.append(json.dumps({key: row[key] for key in row if key in _BRIDGE}))
            continue
        for by in (None, *kind.groups):
            request = numbers.request_of(kind, context, now, start, end, by)
            found = json.loads(numbers.read_json(connection, context, name, request))
            found["rows"][0].pop("recovery", None)
            lines.append(json.dumps(found, ensure_ascii=False))
        request = numbers.request_of(kind, context, now, start, end, None)
        shown = kind.main.read(connection, context, request)
        lines.append(as_plain(kind.main.render(shown, Formatter.of(context, Language.RU, request))))
    return "\n".join(line for line in "\n".join(lines).splitlines() if not line.startswith("📥"))
