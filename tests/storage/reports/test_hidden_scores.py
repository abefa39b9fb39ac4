"""What few people scored is told by no table, filter, document or picture, nor by the difference of two."""

import json
from datetime import UTC, date, datetime
from functools import partial

import pytest

from reports import alert_check, numbers, weekly_digest
from reports.digest_job import WeeklyDigestJob
from reports.request import ReportRequest
from storage.effects import Effects, Total, flush
from storage.engines.database import Database
from storage.reports import nps
from surveys.statistics.nps_report import NpsReport, as_json
from surveys.statistics.periods import Asked, Period
from surveys.statistics.scores import Level
from tests.harness import app_context
from tests.storage.samples import MOSCOW, answer, conversation, customer

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1), MOSCOW)
SIZES = {"hall": 30, "delivery": 6, "web": 4, None: 9}


@pytest.fixture
async def shop(database: Database) -> Database:
    await _score(database, 10, SIZES)
    await _score(database, 9, {"hall": 30, "delivery": 9, "web": 9})
    return database


async def _score(database: Database, month: int, sizes: dict[str | None, int]) -> None:
    """At each touchpoint everybody is content but for one."""
    day = date(2026, month, 7)
    for place, n in sizes.items():
        people = [customer() for _ in range(n)]
        talks = [conversation(who) for who in people]
        at = datetime(2026, month, 7, 9, tzinfo=UTC)
        given = [
            answer(talk, 0 if talk is talks[0] else 10, day=day, answered_at=at, touchpoint=place)
            for talk in talks
        ]
        effects = Effects()
        for row in (*people, *talks, *given):
            effects.add(row)
        for one in given:
            effects.count(Total(day, one.survey_id, one.question_id, place or "", "", one.score or 0))
        await database.write(flush, [effects])


async def _report(database: Database, by: str = "touchpoint", **filters: str) -> NpsReport:
    asked = Asked(OCTOBER, OCTOBER.before, filters)
    return await database.read(lambda found: nps.report(found, "nps", "score", asked, by=by))


async def test_the_table_hides_what_the_whole_minus_the_others_would_tell(shop: Database) -> None:
    report = await _report(shop)
    hidden = {group.name for group in report.groups if group.level is Level.HIDDEN}
    assert hidden == {"web", "delivery"}


async def test_a_filter_hides_what_the_table_hides(shop: Database) -> None:
    for group in (await _report(shop)).groups:
        if group.name:
            assert (await _report(shop, touchpoint=group.name)).whole.level is group.level


async def test_programs_are_told_no_more(shop: Database) -> None:
    rows = {row["group"]: row for row in as_json(await _report(shop))["rows"]}
    assert (rows["hall"]["nps"], rows["hall"]["hidden"]) == (pytest.approx(100 * 28 / 30), False)
    alone = as_json(await _report(shop, touchpoint="delivery"))["rows"]
    assert len(alone) == 2
    for row in (rows["web"], rows["delivery"], *alone):
        told = (
            "promoters", "passives", "detractors", "nps", "low", "high", "change", "significant",
            "rest_nps", "differs",
        )  # fmt: skip
        assert {row[name] for name in told} == {None}
        assert (row["hidden"], row["n"]) in {(True, 4), (True, 6)}
        assert row["previous"]["nps"] is not None
    assert as_json(await _report(shop))["rows"][0]["n"] == 49


async def test_all_scores_tell_no_more_than_the_latest_of_each_person(database: Database) -> None:
    """One person was unhappy in the hall and is content on the web by now: nobody counts in the hall."""
    await _score(database, 10, {"web": 6})
    turned = customer()
    talks = [conversation(turned), conversation(turned)]
    effects = Effects()
    for row in (turned, *talks):
        effects.add(row)
    for talk, day, score, place in zip(talks, (8, 9), (1, 9), ("hall", "web"), strict=True):
        on, at = date(2026, 10, day), datetime(2026, 10, day, 9, tzinfo=UTC)
        given = answer(talk, score, day=on, answered_at=at, touchpoint=place)
        effects.add(given)
        effects.count(Total(on, given.survey_id, given.question_id, place, "", score))
    await database.write(flush, [effects])

    async def levels(**filters: str) -> list[Level]:
        asked = Asked(OCTOBER, OCTOBER.before, filters)
        read = partial(nps.report, all_answers=True)
        report = await database.read(lambda found: read(found, "nps", "score", asked))
        return [one.level for one in (report.whole, *report.groups)]

    assert await levels() == [Level.FEW, Level.HIDDEN]
    assert set(await levels(touchpoint="web") + await levels(touchpoint="hall")) == {Level.HIDDEN}
    assert (await _report(database)).whole.level is Level.FEW


async def test_alerts_and_digests_tell_no_branch_that_the_table_hides(database: Database) -> None:
    """The hall of forty fell for sure, but with the whole it would tell how the four of the web scored."""
    people = 40 * ["hall"] + 4 * ["web"]
    effects = Effects()
    for month, score in ((9, 10), (10, 0)):
        for place in people:
            day, at = date(2026, month, 7), datetime(2026, month, 7, 9, tzinfo=UTC)
            who = customer()
            talk = conversation(who)
            given = answer(talk, score, day=day, answered_at=at, touchpoint=place)
            for row in (who, talk, given):
                effects.add(row)
            effects.count(Total(day, given.survey_id, given.question_id, place, "", score))
    await database.write(flush, [effects])
    now = datetime(2026, 10, 10, 9, tzinfo=UTC)
    found = await database.read(alert_check.read, app_context().report_context, now)
    assert [group.name for group in found.drops] == [""]
    job = WeeklyDigestJob(date(2026, 10, 12), "ru", 1, 1)
    week = await database.read(weekly_digest.read, app_context().report_context, job, now)
    assert [group.name for group in week.dragging] == []


async def test_recovery_tells_no_number_of_low_scores_that_are_hidden(shop: Database) -> None:
    context = app_context().report_context
    for place, is_hidden in (("hall", False), ("web", True), ("delivery", True)):
        asked = Asked(OCTOBER, OCTOBER.before, {"touchpoint": place})
        request = ReportRequest(asked, datetime(2026, 11, 5, tzinfo=UTC))
        found = json.loads(await shop.read(numbers.read_json, context, "nps", request))["rows"][0]
        told = {
            value for row in found["recovery"].values() for name, value in row.items() if name != "hidden"
        }
        assert (found["hidden"], told == {None}) == (is_hidden, is_hidden)


async def test_a_month_s_point_is_hidden_where_its_table_hides_it(shop: Database) -> None:
    months = date(2026, 9, 1), date(2026, 11, 1)

    async def hidden(place: str) -> set[date]:
        return await shop.read(nps.hidden_months, "nps", "score", *months, {"touchpoint": place})

    assert await hidden("delivery") == await hidden("web") == {date(2026, 10, 1)}
    assert await hidden("hall") == set()
