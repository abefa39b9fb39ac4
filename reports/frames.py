"""The views as typed tables of pandas, for an analyst's notebook: `from reports import frames`.

Each function opens the database read-only and closes it. `since` and `until` are days of UTC or moments;
`until` no longer counts. Unknown is a missing value, never 0.
"""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Boolean, Date, Float, Integer, select

from storage.engines.database import Connection
from storage.engines.factory import open_database
from storage.engines.types import MajorUnits, UtcSecond
from storage.reports.exports import EXPORTS
from storage.views import VIEWS

if TYPE_CHECKING:
    from pandas import DataFrame

_DTYPES: Final = (
    (UtcSecond, "datetime64[us, UTC]"),
    (Date, "datetime64[us]"),
    (Boolean, "boolean"),
    (MajorUnits, "Float64"),
    (Float, "Float64"),
    (Integer, "Int64"),
)
"""What pandas makes of a column; anything else is text."""


def answers(url: str, *, since: str | None = None, until: str | None = None) -> "DataFrame":
    """Answers that stand, by the day on which they were given."""
    return _frame(url, "answers", since, until)


def complaints(url: str, *, since: str | None = None, until: str | None = None) -> "DataFrame":
    """Complaints, by the day on which they were told."""
    return _frame(url, "complaints", since, until)


def churn(url: str, *, since: str | None = None, until: str | None = None) -> "DataFrame":
    """Why customers leave, by the day on which they said it."""
    return _frame(url, "churn", since, until)


def contacts(url: str, *, since: str | None = None, until: str | None = None) -> "DataFrame":
    """Decisions whether customers may be written to."""
    return _frame(url, "contacts", since, until)


def customers(url: str, *, since: str | None = None, until: str | None = None) -> "DataFrame":
    """Customers, by when they became one; the only frame with names."""
    return _frame(url, "customers", since, until)


def orders(url: str, *, since: str | None = None, until: str | None = None) -> "DataFrame":
    """Orders, cancelled ones too."""
    return _frame(url, "orders", since, until)


def consents(url: str, *, since: str | None = None, until: str | None = None) -> "DataFrame":
    """Decisions of customers on what they may be sent."""
    return _frame(url, "consents", since, until)


def _frame(url: str, export: str, since: str | None, until: str | None) -> "DataFrame":
    from pandas import DataFrame

    view = VIEWS[EXPORTS[export].view]
    rows = _in_own_loop(url, export, since, until)
    frame = DataFrame(rows, columns=[column.name for column in view.columns])
    return frame.astype({column.name: _dtype(column.type) for column in view.columns})


def _dtype(kind: Any) -> str:
    return next((dtype for known, dtype in _DTYPES if isinstance(kind, known)), "string")


def _in_own_loop(url: str, export: str, since: str | None, until: str | None) -> list[tuple[Any, ...]]:
    """Notebooks have a loop that runs already: this is another, in a thread of its own."""
    from concurrent.futures import ThreadPoolExecutor

    async def read() -> list[tuple[Any, ...]]:
        async with open_database(url, read_only=True) as database:
            return await database.read(_rows, export, since, until)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(read())).result()


def _rows(connection: Connection, export: str, since: str | None, until: str | None) -> list[tuple[Any, ...]]:
    view = VIEWS[EXPORTS[export].view]
    dated = view.c[EXPORTS[export].dated_by]
    query = select(view)
    if since is not None:
        query = query.where(dated >= _bound(since, dated.type))
    if until is not None:
        query = query.where(dated < _bound(until, dated.type))
    return [tuple(row) for row in connection.execute(query)]


def _bound(words: str, kind: Any) -> Any:
    moment = datetime.fromisoformat(words)
    return moment.date() if isinstance(kind, Date) else moment.replace(tzinfo=moment.tzinfo or UTC)
