"""The page's documents are those that `otklik report NAME --json` prints, for all that can be chosen."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reports import numbers
from reports.base import BASE
from reports.catalogue import REPORTS
from reports.page import choices, page_data
from reports.page.page_data import PageData, PageDocument, collect
from reports.page.sections import PageSection, PageSource, known_sections
from reports.request import ReportRequest
from storage.engines.database import Connection, Database
from surveys.statistics.periods import Asked
from tests.harness import app_context
from tests.reports.page.company import HOSTILE, NORTH, NOW, furnish_company, page_job
from tests.storage.samples import MOSCOW

CONTEXT = app_context().report_context


@pytest.fixture
async def furnished(database: Database) -> Database:
    await furnish_company(database)
    return database


def _printed(connection: Connection, one: PageDocument) -> dict[str, Any]:
    """What the command line prints of the same report for the same days."""
    asked = choices.periods(NOW, MOSCOW).get(one.period)
    days = one.document["period"]
    start, end = (asked.period.start, asked.period.end) if asked else map(date.fromisoformat, days_of(days))
    request = numbers.request_of(REPORTS[one.report], CONTEXT, NOW, start, end, one.by)
    if asked is not None:
        previous = choices.comparisons(asked)[one.comparison].previous
        request = ReportRequest(Asked(request.period, previous, {}), NOW, one.by)
    found: dict[str, Any] = json.loads(
        numbers.read_json(connection, CONTEXT, one.report, request.of_touchpoint(one.touchpoint))
    )
    return found


def days_of(period: Mapping[str, str]) -> tuple[str, str]:
    return period["from"], period["to"]


async def test_every_document_is_the_one_that_the_command_line_prints(furnished: Database) -> None:
    def look(connection: Connection) -> tuple[PageData, list[Mapping[str, Any]]]:
        data = collect(connection, CONTEXT, page_job())
        return data, [_printed(connection, one) for one in data.documents]

    data, printed = await furnished.read(look)
    for one, document in zip(data.documents, printed, strict=True):
        whole, is_of_period = document["rows"][0], one.period in choices.periods(NOW, MOSCOW)
        if one.report == "nps" and not (is_of_period and one.comparison == "before"):
            # Who recovered is told once a period: the page would look for it some seventy times.
            assert whole.pop("recovery") is not None
            whole["recovery"] = None
        if one.report == "complaints":
            assert whole.pop("closed") is not None, "causes of closed cases are told to programs only"
        assert one.document == document, (one.report, one.by, one.period, one.comparison)
    assert {one.report for one in data.documents} == {"nps", "complaints", "churn", "winback", "base"} | (
        {"retention", "comments", "words", "themes"} & REPORTS.keys()
    )
    assert {one.period for one in data.documents} >= {
        "30d",
        "90d",
        "365d",
        "month",
        "last-month",
        "2025-12-01",
    }
    assert {one.comparison for one in data.documents} == {"before", "year"}
    assert {one.touchpoint for one in data.documents} == {None, NORTH, HOSTILE}
    months = [one.period for one in data.documents if (one.report, one.by) == ("churn", None)]
    assert (len(months), months[0], months[-1]) == (12, "2025-12-01", "2026-11-01")


def test_a_leap_day_has_a_day_a_year_earlier() -> None:
    asked = choices.periods(NOW.replace(year=2028, month=2, day=28), MOSCOW)["month"]
    leap = Asked(replace(asked.period, start=date(2028, 2, 29), end=date(2028, 3, 30)), asked.previous, {})
    assert choices.comparisons(leap)["year"].previous.start == date(2027, 2, 28)


def test_a_section_is_there_once_one_of_its_reports_is() -> None:
    sections = (
        PageSection("today", "page-today"),
        PageSection("retention", "page-retention", (PageSource("retention"), PageSource("base"))),
        PageSection("words", "page-words", (PageSource("comments"),)),
    )
    without = {section.name: section.sources for section in known_sections({"base": BASE}, sections)}
    assert without == {"today": (), "retention": (PageSource("base"),)}
    comments = replace(BASE, name="comments")
    assert [one.name for one in known_sections({"comments": comments}, sections)] == ["today", "words"]


async def test_a_report_that_is_new_fills_its_section(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "REPORTS", {"base": BASE, "comments": replace(BASE, name="comments")})
    data = await database.read(collect, CONTEXT, page_job())
    assert [section["name"] for section in data.facts["sections"]] == ["today", "retention", "words"]
    assert {(one.report, one.period) for one in data.documents if one.report == "comments"} == {
        ("comments", period["key"]) for period in data.facts["periods"]
    }


async def test_an_empty_company_has_a_page_without_touchpoints(database: Database) -> None:
    found = (await database.read(collect, CONTEXT, page_job())).to_json(listed=8)
    assert (found["touchpoints"], found["unlisted"]) == ([], 0)
    scores = next(one for one in found["documents"] if one["report"] == "nps")["document"]["rows"]
    assert [(row["n"], row["nps"]) for row in scores] == [(0, None)]
    month = next(one for one in found["periods"] if one["key"] == "last-month")
    assert (month["days"], month["against"]["year"]) == ("1–31 Oct 2026", "1–31 Oct 2025")
