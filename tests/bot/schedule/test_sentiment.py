"""Comments get their sentiment afterwards: each once, in both languages, and again when they are changed."""

from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import Connection, select, update

from bot.jobs.process_pool import ProcessPool
from bot.jobs.worker_tasks import polarities
from bot.schedule.sentiment import Analyze, SentimentBackfill
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.ids import Ids
from storage.rows import Answer, Conversation, Customer
from storage.tables import answers
from surveys.language.languages import Language
from tests.harness import NOON

BAD, GOOD, ENGLISH = "Ужасно, всё сломано и очень грубо", "Отлично, спасибо, очень вкусно", "Awful service"


@pytest.fixture
async def analyze() -> AsyncIterator[Analyze]:
    """In a process of its own."""
    process = ProcessPool()

    async def analyze(texts: Sequence[str]) -> list[float]:
        return await process.run(polarities, texts)

    yield analyze
    process.end()


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
    await SentimentBackfill(database, analyze).run_once()
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
    await SentimentBackfill(database, analyze).run_once()
    assert None not in await database.read(_sentiments)


async def test_a_comment_that_was_changed_is_judged_again(database: Database, analyze: Analyze) -> None:
    await database.write(flush, [_comments(BAD)])
    backfill = SentimentBackfill(database, analyze)
    await backfill.run_once()
    changed = update(answers).values(words=GOOD, sentiment=None)
    await database.write(Connection.execute, changed)
    await backfill.run_once()
    [polarity] = await database.read(_sentiments)
    assert polarity is not None
    assert polarity > 0
