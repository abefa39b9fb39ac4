"""What `otklik report … --json` prints: the first row is the whole, unknown is null."""

from collections.abc import Iterable
from typing import Any, Final

from surveys.statistics.periods import Period

NAMELESS: Final = "(none)"
"""The group of those of whom no touchpoint, category or segment is known."""


def document(report: str, period: Period, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A report for `--json`: its name, days and time zone, and its rows; `to` is the first day after it.

    Only the first row, the whole, may have no group: others without a name are `NAMELESS`.
    """
    whole, *others = rows
    return {
        "report": report,
        "period": {
            "from": period.start.isoformat(),
            "to": period.end.isoformat(),
            "timezone": period.zone.key,
        },
        "rows": [whole, *map(_named, others)],
    }


def _named(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "group": row["group"] or NAMELESS} if "group" in row else row
