"""SQL functions that each engine spells in its own way."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from storage.engines.types import MICROSECONDS, Instant, MajorUnits, UtcSecond


class utc_day(FunctionElement[date]):  # reads as the SQL function that it is
    """The UTC day of an instant."""

    type = Date()
    inherit_cache = True


class first_of_month(FunctionElement[date]):
    """The first day of the month of a day."""

    type = Date()
    inherit_cache = True


class seconds_between(FunctionElement[float]):
    """Seconds from the first instant to the second."""

    type = Float()
    inherit_cache = True


class utc_second(FunctionElement[datetime]):
    """An instant to the second as a person or another program reads it."""

    type = UtcSecond()
    inherit_cache = True


class major_units(FunctionElement[Decimal]):
    """An amount of minor units in the currency's own, such as roubles instead of kopecks."""

    type = MajorUnits()
    inherit_cache = True


class unindexed(FunctionElement[datetime]):
    """An instant as it is, which SQLite does not look up by the index that begins with it.

    It takes any range of instants for a narrow one, and sorts what another index has in order.
    """

    type = Instant()
    inherit_cache = True


_SPELLED: Final[dict[type[FunctionElement[Any]], dict[str, str]]] = {
    utc_day: {
        "sqlite": f"date({{0}} / {MICROSECONDS}, 'unixepoch')",
        "postgresql": "CAST({0} AT TIME ZONE 'UTC' AS date)",
    },
    first_of_month: {
        "sqlite": "date({0}, 'start of month')",
        "postgresql": "CAST(date_trunc('month', {0}) AS date)",
    },
    seconds_between: {
        "sqlite": f"(({{1}} - {{0}}) / {MICROSECONDS}.0)",
        "postgresql": "CAST(EXTRACT(EPOCH FROM ({1} - {0})) AS double precision)",
    },
    utc_second: {
        "sqlite": f"strftime('%Y-%m-%d %H:%M:%S', {{0}} / {MICROSECONDS}, 'unixepoch')",
        "postgresql": "date_trunc('second', {0})",
    },
    major_units: {
        "sqlite": "({0} / 100.0)",
        "postgresql": "CAST({0} / 100.0 AS numeric(20, 2))",
    },
    unindexed: {"sqlite": "(+{0})", "postgresql": "{0}"},
}


@compiles(utc_day)
@compiles(first_of_month)
@compiles(seconds_between)
@compiles(utc_second)
@compiles(major_units)
@compiles(unindexed)
def _spell(element: FunctionElement[Any], compiler: Any, **options: Any) -> str:
    arguments: list[ColumnElement[Any]] = list(element.clauses)
    shown = [compiler.process(argument, **options) for argument in arguments]
    return _SPELLED[type(element)][compiler.dialect.name].format(*shown)
