"""What leaves as a file: the rows of a view, beside a customer's id the company's own, names if allowed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Date, Row, Select, TableClause, func, select

from storage.reports.views import VIEWS
from surveys.statistics.periods import Period

_BLOCK: Final = 1000
_PERSONAL: Final = frozenset({"name", "phone", "telegram_id", "attributes"})
_CUSTOMERS: Final = "report_customers"


@dataclass(frozen=True, slots=True)
class Export:
    """Rows of one view as a file, those of a period by one column."""

    name: str
    view: str
    dated_by: str


EXPORTS: Final[Mapping[str, Export]] = {
    one.name: one
    for one in (
        Export("answers", "report_answers", "day"),
        Export("complaints", "report_cases", "day"),
        Export("churn", "report_churn", "day"),
        Export("contacts", "report_contacts", "decided_at"),
        Export("customers", _CUSTOMERS, "joined_at"),
        Export("orders", "report_orders", "ordered_at"),
        Export("consents", "report_consents", "decided_at"),
    )
}
"""All exports by name."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be written; `period` None is everything."""

    export: str
    period: Period | None = None
    has_names: bool = False
    """Whether names, phones and what else tells who somebody is stand beside the ids."""

    def as_details(self, rows: int) -> dict[str, Any]:
        """What the audit log tells of a file of so many rows."""
        days = [self.period.start.isoformat(), self.period.end.isoformat()] if self.period else None
        return {"rows": rows, "days": days, "names": self.has_names}


def columns(request: ExportRequest) -> list[ColumnElement[Any]]:
    """The columns of the file in their order, each with its name and type."""
    export = EXPORTS[request.export]
    view, people = VIEWS[export.view], VIEWS[_CUSTOMERS]
    shown = [one for one in view.columns if request.has_names or one.name not in _PERSONAL]
    if export.view == _CUSTOMERS:
        return [*shown]
    who = [people.c.external_id, *((people.c.name,) if request.has_names else ())]
    return [*shown, *(one.label(f"customer_{one.name}") for one in who)]


def count(connection: Connection, request: ExportRequest) -> int:
    """How many rows the file has."""
    view = VIEWS[EXPORTS[request.export].view]
    return connection.execute(select(func.count()).select_from(view).where(*_within(request))).scalar_one()


def rows(connection: Connection, request: ExportRequest) -> Iterator[Row[Any]]:
    """The rows in the order of their ids, a block at a time."""
    found = connection.execution_options(stream_results=True, yield_per=_BLOCK).execute(_query(request))
    yield from found


def column_kinds(export: str) -> dict[str, type]:
    """The columns of an export's view in their order, each with the type of its values."""
    return {column.name: column.type.python_type for column in VIEWS[EXPORTS[export].view].columns}


def view_rows(
    connection: Connection, export: str, since: datetime | None, until: datetime | None
) -> list[tuple[Any, ...]]:
    """All rows of an export's view from one moment to before another; None is no bound."""
    view = VIEWS[EXPORTS[export].view]
    dated = view.c[EXPORTS[export].dated_by]
    is_day = isinstance(dated.type, Date)
    query = select(view)
    if since is not None:
        query = query.where(dated >= (since.date() if is_day else since))
    if until is not None:
        query = query.where(dated < (until.date() if is_day else until))
    return [tuple(row) for row in connection.execute(query)]


def _query(request: ExportRequest) -> Select[Any]:
    view, people = VIEWS[EXPORTS[request.export].view], VIEWS[_CUSTOMERS]
    where = view
    if view is not people:
        where = view.outerjoin(people, people.c.customer_id == view.c.customer_id)  # type: ignore[assignment]  # a join
    first = next(iter(view.columns))
    return select(*columns(request)).select_from(where).where(*_within(request)).order_by(first)


def _within(request: ExportRequest) -> list[ColumnElement[bool]]:
    """The period by days where the view has the business's, else by moments."""
    period = request.period
    if period is None:
        return []
    export = EXPORTS[request.export]
    view: TableClause = VIEWS[export.view]
    dated = view.c[export.dated_by]
    is_day = isinstance(dated.type, Date)
    start, end = (period.start, period.end) if is_day else (period.since, period.until)
    return [dated >= start, dated < end]
