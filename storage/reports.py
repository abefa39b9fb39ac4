"""Every report of a period and of the one before it, as managers ask for them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from storage import churn as leaving
from storage import complaints as desk
from storage import totals
from storage import winback as returns
from surveys.statistics import churn_report, complaints_report, nps_report, winback_report
from surveys.statistics.churn_report import Base, ChurnReport
from surveys.statistics.complaints_report import ComplaintsReport
from surveys.statistics.nps_report import NpsReport
from surveys.statistics.periods import Asked, Period
from surveys.statistics.winback_report import WinbackReport


def nps(
    connection: Connection, survey_id: str, question_id: str, asked: Asked, *, by: str = "touchpoint"
) -> NpsReport:
    """By touchpoint or segment, from thousands of running totals."""
    only: Mapping[str, str] = {**asked.filters, "question_id": question_id}
    now = totals.distribution(connection, survey_id, asked.period.start, asked.period.end, by=by, **only)
    then = totals.distribution(connection, survey_id, asked.previous.start, asked.previous.end, by=by, **only)
    return nps_report.build(asked.period, asked.previous, now, then)


def complaints(
    connection: Connection, asked: Asked, now: datetime, *, by: str = "category"
) -> ComplaintsReport:
    """By category, touchpoint or segment."""
    period, previous, only = asked.period, asked.previous, asked.filters
    facts = complaints_report.ComplaintsFacts(
        complaints=desk.opened(connection, period, by, only),
        waiting=desk.waiting(connection, period.until, by, only),
        exposures=desk.exposures(connection, period, by, only),
        cases_before=desk.counted(connection, previous, by, only),
        exposures_before=desk.exposures(connection, previous, by, only),
    )
    return complaints_report.build(period, previous, now, facts, by)


def churn(connection: Connection, asked: Asked, now: datetime, *, by: str | None = None) -> ChurnReport:
    """As a whole, and if asked for by segment or touchpoint."""
    whole = _leaving(connection, asked, now, None)
    groups = _leaving(connection, asked, now, by) if by else None
    return churn_report.build(asked.period, asked.previous, whole, groups)


def winback(connection: Connection, asked: Asked, now: datetime) -> WinbackReport:
    """Of those who were to be invited in the period, by the reason for which they left."""
    return winback_report.build(asked.period, now, returns.invited(connection, asked.period))


def _leaving(connection: Connection, asked: Asked, now: datetime, by: str | None) -> churn_report.ChurnFacts:
    return churn_report.ChurnFacts(
        bases=_bases(connection, asked.period, now, by, asked.filters),
        bases_before=_bases(connection, asked.previous, now, by, asked.filters),
        sessions=leaving.sessions(connection, asked.period, by, asked.filters),
        farewells=leaving.farewells(connection, asked.period, by, asked.filters),
    )


def _bases(
    connection: Connection, period: Period, now: datetime, by: str | None, only: Mapping[str, str]
) -> dict[str, Base]:
    """None of days to come: that nobody has left in them yet is no churn of 0."""
    return leaving.bases(connection, period, by, only) if period.since <= now else {}
