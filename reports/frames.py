"""The views as typed tables of pandas, for an analyst's notebook: `from reports import frames`.

Each function opens the database read-only and closes it. `since` and `until` are days of UTC or moments;
`until` no longer counts. Unknown is a missing value, never 0.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from storage.engines.factory import open_database
from storage.reports import exports

if TYPE_CHECKING:
    from pandas import DataFrame

_DTYPES: Final[Mapping[type, str]] = {
    datetime: "datetime64[us, UTC]",
    date: "datetime64[us]",
    bool: "boolean",
    float: "Float64",
    int: "Int64",
}
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


def cohorts(url: str, zone: str, *, since: str | None = None, until: str | None = None) -> "DataFrame":
    """How many customers ordered in the months after their first order in the time zone named `zone`.

    A row is a month of first orders, a column the months since; what is to come is missing. With `since` only
    customers who are new from then on count.
    """
    frame = orders(url, until=until)
    kept = frame[~frame["is_cancelled"]]
    months = kept["ordered_at"].dt.tz_convert(zone).dt.tz_localize(None).dt.to_period("M")
    numbers = months.dt.year * 12 + months.dt.month
    first = numbers.groupby(kept["customer_id"]).transform("min")
    made = kept.assign(cohort=months - (numbers - first), later=numbers - first)
    if since is not None:
        from pandas import Timestamp

        start = Timestamp(since).tz_localize(None).to_period("M")
        made = made[made["cohort"] >= start]
    table = made.groupby(["cohort", "later"])["customer_id"].nunique().unstack()
    table = table.reindex(columns=range(len(table.columns) and int(table.columns.max()) + 1))
    return table.astype("Int64")


def _frame(url: str, export: str, since: str | None, until: str | None) -> "DataFrame":
    from pandas import DataFrame

    kinds = exports.column_kinds(export)
    rows = _in_own_loop(url, export, _moment(since), _moment(until))
    frame = DataFrame(rows, columns=list(kinds))
    return frame.astype({name: _DTYPES.get(kind, "string") for name, kind in kinds.items()})


def _moment(words: str | None) -> datetime | None:
    if words is None:
        return None
    moment = datetime.fromisoformat(words)
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _in_own_loop(
    url: str, export: str, since: datetime | None, until: datetime | None
) -> list[tuple[Any, ...]]:
    """Notebooks have a loop that runs already: this is another, in a thread of its own."""
    from concurrent.futures import ThreadPoolExecutor

    async def read() -> list[tuple[Any, ...]]:
        async with open_database(url, read_only=True) as database:
            return await database.read(exports.view_rows, export, since, until)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(read())).result()
