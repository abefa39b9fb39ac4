"""Whatever the days of a report are, its heading says exactly which."""

from datetime import timedelta

import pytest

from reports.catalogue import REPORTS
from reports.document import as_html
from reports.formatter import Formatter
from reports.request import ReportRequest
from storage.engines.database import Connection, Database
from surveys.statistics.periods import parse
from tests.harness import NOON, app_context
from tests.storage.history import keep, order
from tests.storage.samples import customer

CONTEXT = app_context().report_context
OF_NOW = {"risk"}
"""How things stand now: there are no days to choose."""
OF_WHOLE_MONTHS = {"retention"}
"""Cohorts are months: the days begin with the first of one, and the heading says so."""


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("", None),
        ("7d", "9–15 октября 2026"),
        ("365d", "16 окт. 2025 – 15 окт. 2026"),
        ("2026-09", "сентябрь 2026"),
        ("2026-09-03..2026-09-16", "3–16 сентября 2026"),
        ("2026-09-30", "30 сентября 2026"),
    ],
)
async def test_the_heading_of_every_report_says_its_days(
    database: Database, asked: str, days: str | None
) -> None:
    def headings(connection: Connection) -> dict[str, tuple[str, str]]:
        found = {}
        for name in REPORTS.keys() - OF_NOW:
            kind = REPORTS[name]
            request = ReportRequest(parse(asked, NOON, CONTEXT.zone, kind.usual), NOON)
            formatter = Formatter.of(CONTEXT, "ru", request)
            read = kind.main.read(connection, CONTEXT, request)
            told = as_html(kind.main.render(read, formatter))
            found[name] = " ".join(told.splitlines()[:2]), formatter.label_of(read.period)
        return found

    anna = customer(joined_at=NOON - timedelta(days=500))
    # Without any order retention is unknown.
    await keep(database, anna, order(anna, NOON - timedelta(days=400)))
    found = await database.read(headings)
    assert [name for name, (told, counted) in found.items() if counted not in told] == []
    usual = {"30d": "16 сент. – 15 окт. 2026", "365d": "16 окт. 2025 – 15 окт. 2026"}
    meant = {name: days or usual[REPORTS[name].usual] for name in found.keys() - OF_WHOLE_MONTHS}
    assert {name: found[name][1] for name in meant} == meant
    assert {name for name in found if REPORTS[name].usual == "365d"} == {"winback", "retention"}
