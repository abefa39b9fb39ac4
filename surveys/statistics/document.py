"""What `otklik report … --json` prints: the first row is the whole, unknown is null."""

from collections.abc import Iterable
from typing import Any

from surveys.statistics.periods import Period


def document(report: str, period: Period, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A report for `--json`: its name, days and time zone, and its rows; `to` is the first day after it."""
    return {
        "report": report,
        "period": {
            "from": period.start.isoformat(),
            "to": period.end.isoformat(),
            "timezone": period.zone.key,
        },
        "rows": list(rows),
    }
