"""What customers write about: people by theme, the few hidden, and examples of different people."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from storage.engines.database import Database
from storage.reports import themes
from storage.rows import Answer, Conversation, Customer
from storage.surveys import comment_themes
from storage.surveys.answers import supersede
from storage.tables import answers
from surveys.catalogue.files import load_themes
from surveys.statistics import periods, words_report
from surveys.statistics.periods import Asked
from surveys.statistics.scores import Level
from surveys.statistics.words_report import WordsReport
from tests.harness import NOON
from tests.storage.history import keep
from tests.storage.samples import MOSCOW, answer, conversation, customer

THEMES = load_themes()
IDS = [theme.id for theme in THEMES.themes]
LATE, RUDE, PLAIN = "Курьер опоздал", "Кассир нагрубил", "Ну такое"
TODAY: Asked = periods.parse("30d", NOON, MOSCOW)


def said(
    who: Customer, words: str, days_ago: int = 1, touchpoint: str | None = None
) -> tuple[Conversation, Answer]:
    talk = conversation(who)
    at = NOON - timedelta(days=days_ago)
    told = replace(answer(talk, None), kind="text", question_id="why", words=words, sentiment=-0.5)
    return talk, replace(told, day=at.date(), answered_at=at, touchpoint=touchpoint)


async def stored(database: Database, talks: Iterable[tuple[Conversation, Answer]]) -> None:
    """Comments with the themes that their words have."""
    pairs = list(talks)
    await keep(database, *[row for pair in pairs for row in pair])

    def put(connection: Connection) -> None:
        found = dict(connection.execute(select(answers.c.id, answers.c.words)).all())
        comment_themes.store(
            connection, found, {key: THEMES.of_comment(words) for key, words in found.items()}
        )

    await database.write(put)


async def told(database: Database, asked: Asked = TODAY, ids: Sequence[str] = IDS) -> WordsReport:
    return await database.read(themes.report, asked, ids)


@pytest.fixture
async def people(database: Database) -> list[Customer]:
    everybody = [customer(9_000 + number) for number in range(14)]
    await keep(database, *everybody)
    return everybody


async def test_people_are_counted_and_not_their_comments(database: Database, people: list[Customer]) -> None:
    talks = [said(who, LATE) for who in people[:7]]
    talks += [said(people[0], LATE, days_ago) for days_ago in (2, 3, 4)]
    talks += [said(who, RUDE) for who in people[5:12]]
    talks += [said(who, PLAIN) for who in people[7:13]]
    await stored(database, talks)
    report = await told(database)
    assert (report.whole.people, report.whole.comments) == (13, 23)
    counted = {group.theme: (group.counts.people, group.counts.comments) for group in report.groups}
    assert counted == {"delivery": (7, 10), "waiting": (7, 10), "staff": (7, 7), "": (6, 6)}


async def test_a_theme_of_four_people_is_hidden_and_so_is_what_would_tell_of_it(
    database: Database, people: list[Customer]
) -> None:
    await stored(
        database, [said(who, LATE) for who in people[:8]] + [said(who, RUDE) for who in people[8:12]]
    )
    report = await told(database)
    assert [group.theme for group in report.shown] == ["waiting"]
    rows = {row["theme"]: row for row in words_report.as_json(report)["rows"]}
    for theme in ("staff", "delivery"):
        assert rows[theme]["n"] is None
        assert rows[theme]["quotes"] == []
    waiting = rows["waiting"]
    assert (waiting["n"], round(waiting["share"], 3), len(waiting["quotes"])) == (8, 0.667, 3)


async def test_fewer_than_five_people_in_all_are_hidden(database: Database, people: list[Customer]) -> None:
    await stored(database, [said(who, LATE) for who in people[:4]])
    report = await told(database)
    assert (report.level, report.shown) == (Level.HIDDEN, [])
    assert words_report.as_json(report)["rows"][0]["n"] is None


async def test_examples_are_of_different_people_the_newest_first(
    database: Database, people: list[Customer]
) -> None:
    talks = [said(who, f"{LATE} {number}") for number, who in enumerate(people[:6])]
    talks += [said(people[5], f"{LATE} снова {number}") for number in range(4)]
    await stored(database, talks)
    report = await told(database)
    [delivery, *_] = report.shown
    assert [quote.words for quote in delivery.quotes] == [f"{LATE} снова 3", f"{LATE} 4", f"{LATE} 3"]


async def test_words_that_were_erased_are_no_example_and_still_counted(
    database: Database, people: list[Customer]
) -> None:
    await stored(database, [said(who, LATE) for who in people[:6]])
    forgotten = update(answers).where(answers.c.customer_id == people[5].id).values(words=None)
    await database.write(Connection.execute, forgotten)
    [delivery, *_] = (await told(database)).shown
    assert delivery.counts.people == 6
    assert len(delivery.quotes) == 3


async def test_a_touchpoint_and_the_days_before(database: Database, people: list[Customer]) -> None:
    talks = [said(who, LATE, touchpoint="delivery") for who in people[:6]]
    talks += [said(who, LATE, touchpoint="shop") for who in people[6:]]
    talks += [said(who, LATE, 40) for who in people[:9]]
    await stored(database, talks)
    whole = (await told(database)).shown[0]
    assert (whole.counts.people, whole.previous.x, whole.previous.n) == (14, 9, 9)
    asked = periods.parse("30d touchpoint:delivery", NOON, MOSCOW)
    assert (await told(database, asked)).whole.people == 6


async def test_a_theme_that_the_lists_have_no_more_is_left_out(
    database: Database, people: list[Customer]
) -> None:
    await stored(database, [said(who, LATE) for who in people[:6]])
    assert [group.theme for group in (await told(database, ids=["waiting"])).groups] == ["waiting"]


async def test_a_comment_that_a_later_one_took_the_place_of_stays_counted_and_is_no_example(
    database: Database, people: list[Customer]
) -> None:
    """What was counted on its day stays counted there, as scores are."""
    talks = [said(who, f"{LATE} {number}") for number, who in enumerate(people[:6])]
    await stored(database, talks)
    await database.write(supersede, talks[5][1].id, NOON)
    [delivery, *_] = (await told(database)).shown
    assert delivery.counts.people == 6
    assert [quote.words for quote in delivery.quotes] == [f"{LATE} {number}" for number in (4, 3, 2)]


async def test_a_comment_that_is_corrected_at_once_loses_its_themes(
    database: Database, people: list[Customer]
) -> None:
    talks = [said(who, LATE) for who in people[:7]]
    await stored(database, talks)
    await database.write(comment_themes.forget, talks[0][1].id)
    assert (await told(database)).whole.people == 6
