"""Other programs ask for the numbers of a report, in days or in a manager's words."""

import json
from datetime import date

import pytest

from reports import numbers
from reports.catalogue import REPORTS
from reports.request import ReportRequest
from surveys.statistics.periods import parse
from tests.bot import report_data
from tests.bot.web.api.conftest import Program
from tests.harness import app_context

CONTEXT = app_context().report_context


@pytest.fixture
async def scored(program: Program) -> Program:
    """Scores at two places on the day before."""
    for place, score in (("Север", 10), ("delivery", 3)):
        day = date.fromordinal(program.harness.fake_clock.now.toordinal() - 1)
        await report_data.scores(program.harness.database, {day: [score] * 6}, place)
    return program


@pytest.mark.parametrize(
    ("query", "words", "place", "by"),
    [
        ("period=90d", "90d", None, None),
        ("period=%D0%B3%D0%BE%D0%B4&by=segment", "год", None, "segment"),
        ("period=7d&touchpoint=%D1%81%D0%B5%D0%B2%D0%B5%D1%80", "7d", "Север", None),
        ("touchpoint=delivery", "", "delivery", None),
    ],
)
async def test_the_rows_are_those_of_the_command_line(
    scored: Program, query: str, words: str, place: str | None, by: str | None
) -> None:
    found = await scored.report(f"nps?{query}")
    now = scored.harness.fake_clock.now
    asked = ReportRequest(parse(words, now, CONTEXT.zone), now, by).of_touchpoint(place)
    printed = await scored.harness.database.read(numbers.read_json, CONTEXT, "nps", asked)
    assert (found.status, found.body) == (200, json.loads(printed))
    assert found.body["rows"][0]["n"] == (6 if place else 12)


@pytest.mark.parametrize("report", REPORTS)
async def test_every_report_is_there(program: Program, report: str) -> None:
    found = await program.report(f"{report}?period=30d")
    assert (found.status, found.body["report"]) == (200, report)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("nps?period=someday", 422, "api-no-period"),
        ("nps?period=90d%20touchpoint:delivery", 422, "api-no-period"),
        ("nps?period=90d&from=2026-10-01", 422, "api-period-and-days"),
        ("nps?touchpoint=Mars", 422, "report-unknown-touchpoint"),
        ("winback?touchpoint=delivery", 422, "report-unknown-touchpoint"),
        ("nps?language=en", 422, "api-no-parameter"),
        ("all", 404, "api-no-report"),
    ],
)
async def test_what_cannot_be_had_is_said_in_a_sentence(
    scored: Program, path: str, status: int, code: str
) -> None:
    found = await scored.report(path)
    assert (found.status, found.body["error"]["code"]) == (status, code)
    assert found.body["error"]["message"].endswith(".")


async def test_without_a_key_nothing_is_told(program: Program) -> None:
    assert (await program.report("nps?period=90d", key="another")).status == 401
