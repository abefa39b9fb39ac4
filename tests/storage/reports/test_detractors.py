"""Whom to call back: people as the report counts them, each with the case that says most of the score."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from storage.engines.database import Database
from storage.people import erasure
from storage.reports import detractors, totals
from storage.reports import nps as scores
from storage.reports.detractors import PAGE, DetractorList
from storage.rows import Answer, Case, Conversation, Customer
from storage.tables import answers
from surveys.cases.source import CaseSource
from surveys.statistics import periods
from tests.harness import NOON
from tests.storage.history import case, keep
from tests.storage.reports.test_comments import LATE, QUESTION, rated
from tests.storage.samples import MOSCOW, customer

DAY = timedelta(days=1)


async def listed(database: Database, words: str = "30d", page: int = 0) -> DetractorList:
    asked = periods.parse(words, NOON, MOSCOW)
    await database.write(totals.rebuild)
    found = await database.read(detractors.page_of, QUESTION, asked, page)
    report = await database.read(lambda connection: scores.report(connection, *QUESTION, asked))
    assert found.n == report.whole.counts.detractors
    return found


@pytest.fixture
async def people(database: Database) -> Sequence[Customer]:
    everybody = [customer(9_000 + number, name=f"Имя {number}") for number in range(9)]
    await keep(database, *everybody)
    return everybody


async def test_each_is_listed_once_with_the_latest_score_and_the_words(
    database: Database, people: Sequence[Customer]
) -> None:
    anna, boris, vera, *others = people
    await keep(
        database,
        *rated(anna, 2, "Было плохо", days_ago=9),
        *rated(anna, 5, LATE, days_ago=2, touchpoint="hall"),
        *rated(boris, 1, "Ужас", days_ago=9),
        *rated(boris, 9, "Теперь хорошо", days_ago=3),
        *rated(vera, 6, None, days_ago=4),
        *rated(others[0], 0, None, days_ago=40),
    )
    found = await listed(database)
    assert [(one.name, one.score, one.touchpoint, one.words) for one in found.people] == [
        ("Имя 0", 5, "hall", LATE),
        ("Имя 2", 6, None, None),
    ]
    assert (found.n, found.pages, found.first) == (2, 1, 1)
    assert [one.name for one in (await listed(database, "30d touchpoint:hall")).people] == ["Имя 0"]
    # Of the days before the good score the bad one is the latest.
    assert [one.name for one in (await listed(database, "1-10 октября")).people] == ["Имя 1", "Имя 0"]


async def test_the_list_has_pages(database: Database, people: Sequence[Customer]) -> None:
    await keep(database, *[row for n, who in enumerate(people) for row in rated(who, 3, None, days_ago=n)])
    first, second = await listed(database), await listed(database, page=1)
    assert (first.n, first.pages, second.first) == (9, 2, PAGE + 1)
    names = [one.name for page in (first, second) for one in page.people]
    assert names == [f"Имя {n}" for n in range(9)]


async def _with_cases(database: Database, who: Customer, *known: Case) -> tuple[Conversation, Answer]:
    talk, score = rated(who, 3, None)
    assert isinstance(talk, Conversation)
    assert isinstance(score, Answer)
    mine = [replace(one, conversation_id=talk.id) if one.words == "of it" else one for one in known]
    await keep(database, talk, score, *mine)
    return talk, score


async def test_the_case_that_says_most_stands_beside_and_decides_who_may_be_called(
    database: Database, people: Sequence[Customer]
) -> None:
    ended = {"closed_at": NOON - DAY}
    score, complaint = CaseSource.SCORE, CaseSource.COMPLAINT
    told: list[tuple[list[Case], int | None, bool]] = []
    for who, known, place, may in (
        (people[0], [], None, True),
        (people[1], [(complaint, {}), (score, {})], 1, False),
        (people[2], [(score, {"words": "of it", **ended}), (complaint, {})], 0, False),
        (people[3], [(complaint, {}), (score, ended)], 0, True),
        (people[4], [(score, ended), (complaint, ended)], None, True),
    ):
        cases = [case(who, NOON - DAY, source, **given) for source, given in known]
        await _with_cases(database, who, *cases)
        told.append((cases, place, may))
    found = {one.customer_id: one for one in (await listed(database)).people}
    for who, (cases, place, may) in zip(people, told, strict=False):
        one = found[who.id]
        assert (one.case.number if one.case else None) == (None if place is None else cases[place].number)
        assert one.may_be_called is may


async def test_who_was_forgotten_or_changed_the_score_is_counted_and_not_called(
    database: Database, people: Sequence[Customer]
) -> None:
    _, score = await _with_cases(database, people[0])
    _, changed = await _with_cases(database, people[1])
    await database.write(erasure.begin, people[0].id, NOON)
    later = update(answers).where(answers.c.id == changed.id).values(superseded_at=NOON)
    await database.write(Connection.execute, later)
    found = {one.customer_id: one for one in (await listed(database)).people}
    assert [one.may_be_called for one in found.values()] == [False, False]
    assert (found[people[0].id].name, found[people[0].id].is_known) == (None, False)
    assert not found[people[1].id].stands
    assert await database.read(detractors.find_low_score, QUESTION, score.id) is not None
    assert await database.read(detractors.find_low_score, QUESTION, changed.id) is None
    assert await database.read(detractors.find_low_score, ("nps", "other"), score.id) is None
