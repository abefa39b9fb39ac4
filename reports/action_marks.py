"""What managers did, as numbered marks on a trend, with a line for each below it."""

from collections.abc import Sequence
from datetime import date

from reports.charts.trend import ActionMark, Month
from reports.formatter import Formatter
from storage import manager_actions
from storage.engines.database import Connection
from texts.quoting import quoted, shortened

MOST = 4
"""The latest: more lines would leave the trend no room."""
_LENGTH = 44


def of_months(
    connection: Connection, months: Sequence[Month], formatter: Formatter
) -> tuple[tuple[ActionMark, ...], list[str]]:
    """The marks of the actions of these months, and their lines."""
    if not months:
        return (), []
    last = months[-1].start
    end = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    found = manager_actions.between(connection, months[0].start, end)[-MOST:]
    marks = tuple(ActionMark(number, one.day) for number, one in enumerate(found, start=1))
    lines = [
        f"{number} – {formatter.day(one.day, 'd MMM')}: {shortened(quoted(one.words), _LENGTH)}"
        for number, one in enumerate(found, start=1)
    ]
    return marks, lines
