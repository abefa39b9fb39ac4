"""Comments beside scores: the newest first, of five people and more, with nothing that tells who they are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, text, update

from storage.engines.database import Database
from storage.reports import comments, detractors
from storage.rows import Answer, Customer, Row
from storage.surveys import comment_themes
from storage.tables import answers
from surveys.catalogue.files import load_themes
from surveys.sentiment.polarity import Sentiment
from surveys.statistics import comments_report, periods
from surveys.statistics.comments_report import PAGE, CommentsReport, ScoreBand
from surveys.statistics.periods import Asked
from surveys.statistics.scores import Level
from tests.harness import NOON
from tests.storage.history import keep
from tests.storage.samples import MOSCOW, answer, conversation, customer

THEMES = load_themes()
IDS = [theme.id for theme in THEMES.themes]
QUESTION = ("nps", "score")
LATE, RUDE, PLAIN = "Курьер опоздал", "Кассир нагрубил", "Ну такое"
TODAY: Asked = periods.parse("30d", NOON, MOSCOW)
LOW, MIDDLE, HIGH = ScoreBand.DETRACTORS, ScoreBand.PASSIVES, ScoreBand.PROMOTERS


def rated(
    who: Customer,
    score: int | None,
    words: str | None,
    *,
    days_ago: int = 1,
    touchpoint: str | None = None,
    sentiment: float | None = -0.5,
) -> list[Row]:
    """A conversation with its score and its words, as far as they were given."""
    talk, at = conversation(who), NOON - timedelta(days=days_ago)
    told: list[Answer] = [] if score is None else [answer(talk, score)]
    if words is not None:
        said = answer(talk, None, kind="text", question_id="why", words=words, sentiment=sentiment)
        told.append(said)
    given = [replace(one, day=at.date(), answered_at=at, touchpoint=touchpoint) for one in told]
    return [talk, *given]


async def stored(database: Database, talks: Iterable[list[Row]]) -> None:
    """Scores and comments, these with the themes that their words have."""
    await keep(database, *[row for talk in talks for row in talk])

    def put(connection: Connection) -> None:
        wanted = select(answers.c.id, answers.c.words).where(answers.c.words.is_not(None))
        found = dict(connection.execute(wanted).all())
        themes = {key: THEMES.of_comment(words) for key, words in found.items()}
        comment_themes.store(connection, found, themes)

    await database.write(put)


async def told(
    database: Database, words: str = "30d", page: int = 0, band: ScoreBand | None = None
) -> CommentsReport:
    asked = periods.parse(words, NOON, MOSCOW)
    return await database.read(comments.report, QUESTION, asked, IDS, page, band)


def quoted(report: CommentsReport) -> list[tuple[int | None, str, tuple[str, ...], str]]:
    return [(one.score, one.touchpoint, one.themes, report.words[one.answer_id]) for one in report.page]


@pytest.fixture
async def people(database: Database) -> Sequence[Customer]:
    everybody = [customer(9_000 + number) for number in range(24)]
    await keep(database, *everybody)
    return everybody


async def test_people_are_counted_by_score_sentiment_and_theme_and_pages_hold_the_newest_first(
    database: Database, people: Sequence[Customer]
) -> None:
    talks = [rated(who, 3, f"{LATE} {n}", days_ago=20 - n) for n, who in enumerate(people[:8])]
    talks += [rated(who, 8, RUDE, days_ago=9, sentiment=0.0) for who in people[8:13]]
    talks += [rated(who, 10, PLAIN, days_ago=8, sentiment=0.5) for who in people[13:19]]
    talks += [rated(people[0], 2, LATE, days_ago=1), rated(people[1], 0, None)]
    await stored(database, talks)
    report = await told(database)
    assert (report.people, report.comments, report.pages) == (19, 20, 4)
    assert report.bands == {LOW: 8, MIDDLE: 5, HIGH: 6}
    assert report.sentiments == {Sentiment.NEGATIVE: 8, Sentiment.NEUTRAL: 5, Sentiment.POSITIVE: 6}
    assert report.themes == [("delivery", 8), ("waiting", 8), ("staff", 5)]
    assert quoted(report)[0] == (2, "", ("delivery", "waiting"), LATE)
    assert [words for *_, words in quoted(report)[1:]] == [PLAIN] * (PAGE - 1)
    last = await told(database, page=3)
    assert [words for *_, words in quoted(last)] == [f"{LATE} 1", f"{LATE} 0"]
    low = await told(database, band=LOW)
    assert (low.people, low.comments, low.bands, low.band) == (8, 9, {}, LOW)
    assert [score for score, *_ in quoted(low)] == [2, 3, 3, 3, 3, 3]
    assert (await told(database, "2026-08")).level is Level.HIDDEN


async def test_of_fewer_than_five_people_no_words_are_shown(
    database: Database, people: Sequence[Customer]
) -> None:
    await stored(database, [rated(who, 3, LATE) for who in people[:4]] + [rated(people[0], 2, LATE)])
    few = await told(database)
    assert (few.level, few.page, few.themes, few.people) == (Level.HIDDEN, (), (), 4)
    await stored(database, [rated(people[4], 3, LATE)])
    assert len((await told(database)).page) == 6


async def test_what_few_share_does_not_stand_beside_their_words(
    database: Database, people: Sequence[Customer]
) -> None:
    """Neither what the others would tell of them: the next smallest is left out as well."""
    talks = [rated(who, 10, PLAIN, touchpoint="hall") for who in people[:9]]
    talks += [rated(who, 8, RUDE, touchpoint="shop") for who in people[9:15]]
    talks += [rated(who, 2, LATE, touchpoint="web") for who in people[15:17]]
    await stored(database, talks)
    report = await told(database)
    assert report.bands == {HIGH: 9}
    assert report.themes == []
    assert {quote[:3] for quote in quoted(report)} == {(None, "", ())}
    last = await told(database, page=2)
    assert {quote[:3] for quote in quoted(last)} == {(10, "hall", ())}
    for band in (LOW, MIDDLE):
        assert (await told(database, band=band)).level is Level.HIDDEN
    assert (await told(database, band=HIGH)).level is Level.FEW


async def test_a_touchpoint_is_asked_for_and_one_whose_table_hides_it_says_nothing(
    database: Database, people: Sequence[Customer]
) -> None:
    talks = [rated(who, 3, LATE, touchpoint="hall") for who in people[:9]]
    talks += [rated(who, 3, RUDE, touchpoint="shop") for who in people[9:16]]
    await stored(database, talks)
    hall = await told(database, "30d touchpoint:hall")
    assert (hall.people, {quote[1:] for quote in quoted(hall)}) == (
        9,
        {("hall", ("delivery", "waiting"), LATE)},
    )
    # Two others: the whole minus the hall would tell of them.
    await stored(database, [rated(who, 3, RUDE, touchpoint="web") for who in people[16:18]])
    assert (await told(database, "30d touchpoint:shop")).level is Level.HIDDEN
    assert (await told(database, "30d touchpoint:web")).level is Level.HIDDEN
    assert (await told(database, "30d touchpoint:hall")).level is Level.FEW


async def test_words_that_were_changed_or_erased_are_gone(
    database: Database, people: Sequence[Customer]
) -> None:
    talks = [rated(who, 3, f"{LATE} {n}") for n, who in enumerate(people[:8])]
    await stored(database, talks)
    gone: Sequence[dict[str, Any]] = {"superseded_at": NOON}, {"words": None}, {"words": ""}
    for who, values in zip(people, gone, strict=False):
        changed = update(answers).where(answers.c.customer_id == who.id, answers.c.kind == "text")
        await database.write(Connection.execute, changed.values(values))
    assert (await told(database)).people == 5


async def test_of_very_many_only_the_newest_are_looked_at(
    database: Database, people: Sequence[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A branch is then few among the newest, and many by the table of all who scored."""
    for module in (comments_report, comments):
        monkeypatch.setattr(module, "LOOKED_AT", 10)
    talks = [rated(who, 3, LATE, touchpoint="hall", days_ago=9) for who in people[:12]]
    talks += [rated(who, 3, RUDE, touchpoint="shop") for who in people[12:24]]
    await stored(database, talks)
    whole = await told(database)
    assert (whole.is_part, whole.comments, whole.pages) == (True, 10, 2)
    assert {quote[1] for quote in quoted(whole)} == {"shop"}
    hall = await told(database, "30d touchpoint:hall")
    assert (hall.level, hall.comments) == (Level.FEW, 10)


@pytest.mark.parametrize(("words", "end"), [("30d", ""), ("30d touchpoint:hall", "_there")])
async def test_a_page_is_read_from_a_range_of_an_index(
    database: Database, engine: str, words: str, end: str
) -> None:
    """However many answers there are: a scan of the table would grow with them."""
    asked = periods.parse(words, NOON, MOSCOW)

    def plans(connection: Connection, work: Callable[[Connection], object]) -> str:
        if engine == "postgresql":  # a scan is cheapest while the table is empty
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        explain = "EXPLAIN" if engine == "postgresql" else "EXPLAIN QUERY PLAN"
        found: list[str] = []

        def explained(here: Any, _: object, statement: str, given: Any, *rest: object) -> None:
            beside = here.connection.cursor()
            beside.execute(f"{explain} {statement}", given)
            found.extend(" ".join(map(str, row)) for row in beside.fetchall())

        event.listen(connection, "before_cursor_execute", explained)
        work(connection)
        event.remove(connection, "before_cursor_execute", explained)
        return "\n".join(found) + " "

    read = partial(comments.newest, question=QUESTION, period=asked.period, only=asked.filters)
    assert f"ix_answers_comments{end} " in await database.read(plans, read)
    listed = partial(detractors.page_of, question=QUESTION, asked=asked, page=0)
    assert f"ix_answers_low{end} " in await database.read(plans, listed)
