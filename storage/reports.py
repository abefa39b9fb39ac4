"""What reports are made of, read from the running totals."""

from collections.abc import Mapping

from sqlalchemy import Connection

from storage import totals
from surveys.nps_report import NpsReport, build
from surveys.periods import Asked


def nps(
    connection: Connection, survey_id: str, question_id: str, asked: Asked, *, by: str = "touchpoint"
) -> NpsReport:
    """The NPS of a period and of the one before it, by touchpoint or segment, from thousands of rows."""
    only: Mapping[str, str] = {**asked.filters, "question_id": question_id}
    now = totals.distribution(connection, survey_id, asked.period.start, asked.period.end, by=by, **only)
    then = totals.distribution(connection, survey_id, asked.previous.start, asked.previous.end, by=by, **only)
    return build(asked.period, asked.previous, now, then)
