"""Whatever the days of a report are, its heading says exactly which."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reports.catalogue import REPORTS
from reports.document import as_html
from reports.formatter import Formatter
from reports.request import ReportRequest
from storage.engines.database import Connection, Database
from surveys.statistics.periods import Asked, Period, parse
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


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_heading_can_be_typed_back(language: str) -> None:
    """A manager copies the days of a report into the next command."""
    now, first = datetime(2026, 12, 31, 12, tzinfo=UTC), date(2025, 1, 1)
    for start in range(0, 700, 13):
        for length in (1, 2, 9, 31, 120, 370):
            begins = first + timedelta(days=start)
            period = Period(begins, min(begins + timedelta(days=length), now.date()), CONTEXT.zone)
            asked = Asked(period, period.before, {})
            formatter = Formatter.of(CONTEXT, language, ReportRequest(asked, now))
            for heading in (formatter.label_of(period), formatter.dates(period)):
                assert parse(heading, now, CONTEXT.zone).period == period, heading


@pytest.mark.parametrize(
    ("words", "heading"), [("", "1–30 ноября 2026"), ("2026-11", "1–30 ноября 2026, идёт")]
)
def test_a_month_is_named_only_once_it_is_over(words: str, heading: str) -> None:
    """On the morning of the 30th the last 30 days are no November yet."""
    now = datetime(2026, 11, 30, 2, tzinfo=UTC)
    asked = parse(words, now, CONTEXT.zone)
    formatter = Formatter.of(CONTEXT, "ru", ReportRequest(asked, now))
    assert formatter.label_of(asked.period) == heading
    assert formatter.label_of(parse("last month", now, CONTEXT.zone).period) == "октябрь 2026"
