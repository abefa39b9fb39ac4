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
    def headings(connection: Connection) -> dict[str, str]:
        found = {}
        for name in REPORTS.keys() - OF_NOW:
            kind = REPORTS[name]
            request = ReportRequest(parse(asked, NOON, CONTEXT.zone, kind.usual), NOON)
            formatter = Formatter.of(CONTEXT, "ru", request)
            blocks = kind.main.render(kind.main.read(connection, CONTEXT, request), formatter)
            found[name] = as_html(blocks)
        return found

    anna = customer(joined_at=NOON - timedelta(days=500))
    await keep(
        database, anna, order(anna, NOON - timedelta(days=400))
    )  # without any order retention is unknown
    usual = {"30d": "16 сент. – 15 окт. 2026", "365d": "16 окт. 2025 – 15 окт. 2026"}
    wrong = {
        name: told
        for name, told in (await database.read(headings)).items()
        if (days or usual[REPORTS[name].usual]) not in " ".join(told.splitlines()[:2])
    }
    assert wrong == {}
    assert {REPORTS[name].usual for name in ("winback", "retention")} == {"365d"}
