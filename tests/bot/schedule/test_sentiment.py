"""Comments get their sentiment afterwards: each once, in both languages, and again when they are changed."""

from collections.abc import AsyncIterator, Callable, Sequence

import pytest
from sqlalchemy import Connection, select, update

from bot.jobs.process_pool import ProcessPool
from bot.jobs.worker_tasks import comment_analyses, themes_of
from bot.schedule.sentiment import Analyze, SentimentBackfill
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.ids import Ids
from storage.rows import Answer, Conversation, Customer
from storage.tables import answers, comment_themes, conversations
from surveys.catalogue.files import load_themes
from surveys.language.languages import Language
from surveys.language.text import Text
from surveys.sentiment.comment_analysis import CommentAnalysis
from surveys.themes.theme import Theme, ThemeList
from tests.harness import NOON

THEMES = load_themes()
BAD, GOOD, ENGLISH = "Ужасно, всё сломано и очень грубо", "Отлично, спасибо, очень вкусно", "Awful service"


@pytest.fixture
async def analyze() -> AsyncIterator[Analyze]:
    """In a process of its own."""
    process = ProcessPool()

    async def analyze(texts: Sequence[str]) -> list[CommentAnalysis]:
        return await process.run(comment_analyses, texts, {}, THEMES)

    yield analyze
    process.end()


async def analyze_here(texts: Sequence[str]) -> list[CommentAnalysis]:
    return comment_analyses(texts, {}, THEMES)


async def find_themes(texts: Sequence[str], themes: ThemeList) -> list[tuple[str, ...]]:
    return themes_of(texts, themes)


def backfill_of(
    database: Database, analyze: Analyze, themes: Callable[[], ThemeList] = lambda: THEMES
) -> SentimentBackfill:
    return SentimentBackfill(database, analyze, find_themes, themes)


def _comments(*words: str | None) -> Effects:
    ids, effects = Ids(), Effects()
    anna = effects.add(Customer(ids.next(), None, Language.RU, NOON))
    for said in words:
        talk = effects.add(Conversation(ids.next(), anna.id, "nps", 1, Language.RU, NOON, NOON))
        about = (talk.id, anna.id, "nps", "why-low", "text", Language.RU, NOON.date(), NOON)
        effects.add(Answer(ids.next(), *about, words=said))
    return effects


def _sentiments(connection: Connection) -> list[float | None]:
    return list(connection.execute(select(answers.c.sentiment).order_by(answers.c.id)).scalars())


async def test_every_comment_gets_a_sentiment_and_a_skipped_one_none(
    database: Database, analyze: Analyze
) -> None:
    await database.write(flush, [_comments(BAD, GOOD, ENGLISH, None)])
    await backfill_of(database, analyze).run_once()
    bad, good, english, skipped = await database.read(_sentiments)
    assert bad is not None
    assert good is not None
    assert english is not None
    assert bad < 0 < good
    assert english < 0
    assert skipped is None


async def test_more_comments_than_a_page_are_all_judged_in_one_round(
    database: Database, analyze: Analyze
) -> None:
    await database.write(flush, [_comments(*[f"{BAD} {n}" for n in range(450)])])
    await backfill_of(database, analyze).run_once()
    assert None not in await database.read(_sentiments)


async def test_a_comment_that_was_changed_is_judged_again(database: Database, analyze: Analyze) -> None:
    await database.write(flush, [_comments(BAD)])
    backfill = backfill_of(database, analyze)
    await backfill.run_once()
    changed = update(answers).values(words=GOOD, sentiment=None)
    await database.write(Connection.execute, changed)
    await backfill.run_once()
    [polarity] = await database.read(_sentiments)
    assert polarity is not None
    assert polarity > 0


def _themes(connection: Connection) -> list[tuple[int, str]]:
    """The themes of each comment, told by its place."""
    ids = list(connection.execute(select(answers.c.id).order_by(answers.c.id)).scalars())
    found = select(comment_themes.c.answer_id, comment_themes.c.theme)
    return sorted((ids.index(key), theme) for key, theme in connection.execute(found))


COURIER, PLAIN, PRICEY = "Курьер опоздал на час", "Ну такое", "Дорого, и мастер нагрубил"


async def test_the_themes_of_comments_are_stored_and_those_without_count_too(database: Database) -> None:
    await database.write(flush, [_comments(COURIER, PLAIN, PRICEY, None)])
    await backfill_of(database, analyze_here).run_once()
    found = [(0, "delivery"), (0, "waiting"), (1, ""), (2, "price"), (2, "staff")]
    assert await database.read(_themes) == found


async def test_all_comments_are_gone_through_once_a_manager_changed_the_lists(database: Database) -> None:
    await database.write(flush, [_comments(COURIER, PLAIN, *[f"{PLAIN} {n}" for n in range(210)])])
    own = ThemeList((Theme("mood", Text("Настроение", "Mood"), (("ru", ("такой",)),)),))
    lists = THEMES
    backfill = backfill_of(database, analyze_here, lambda: lists)
    await backfill.run_once()
    lists = own
    await backfill.run_once()
    assert await database.read(_themes) == [(0, ""), *[(n, "mood") for n in range(1, 212)]]
    again = backfill_of(database, analyze_here, lambda: own)  # as after a restart: nothing is left to do
    await again.run_once()
    assert await database.read(_themes) == [(0, ""), *[(n, "mood") for n in range(1, 212)]]


async def test_what_staff_say_has_no_themes(database: Database) -> None:
    await database.write(flush, [_comments(COURIER)])
    await database.write(Connection.execute, update(conversations).values(by_staff=True))
    await backfill_of(database, analyze_here).run_once()
    assert await database.read(_themes) == []
