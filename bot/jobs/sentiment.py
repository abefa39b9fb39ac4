"""The sentiment of a complaint, which colours its card, and what the company's own comments teach."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from bot.jobs import worker_tasks
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from handlers.cases.sentiment import corrections
from storage.cases import cases
from storage.effects import Effects
from storage.engines.database import Connection
from storage.surveys import sentiment
from surveys.sentiment.comment_analysis import CommentAnalysis
from surveys.sentiment.learned_model import SentimentModel
from surveys.themes.theme import ThemeList


async def analyze(context: JobContext, texts: Sequence[str]) -> list[CommentAnalysis]:
    """The sentiment and themes of each text, by what was learned last night; in the interactive process."""
    models = await context.database.read(sentiment.learned_models)
    themes = context.contexts.current.themes
    return await context.call(Pool.INTERACTIVE, worker_tasks.comment_analyses, texts, models, themes)


async def find_themes(context: JobContext, texts: Sequence[str], themes: ThemeList) -> list[tuple[str, ...]]:
    """The themes of each text by these lists; in the process that gives way to all others."""
    return await context.call(Pool.BULK, worker_tasks.themes_of, texts, themes)


async def _learn(context: JobContext, args: Mapping[str, Any]) -> Finish:
    """Learn anew from the comments that are there now: of whoever was forgotten nothing is left in it."""
    models = await context.call(Pool.BULK, worker_tasks.learned_models, context.database.url)
    return partial(_store, models=models)


def _store(connection: Connection, models: Mapping[str, SentimentModel]) -> None:
    sentiment.store_models(connection, models)


async def _analyze_case(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    case_id = int(args["case"])
    words = await context.database.read(sentiment.words_of_case, case_id)
    if not words.strip():
        return None
    [found] = await analyze(context, [words])
    return partial(_show, context=context, case_id=case_id, polarity=found.polarity)


def _show(connection: Connection, context: JobContext, case_id: int, polarity: float) -> Effects | None:
    """The case is read after its row was written: staff may have taken it meanwhile, and the card says so."""
    if not sentiment.set_of_case(connection, case_id, polarity):
        return None
    case = cases.find_case(connection, case_id)
    assert case is not None
    customer = cases.complainant(connection, case.customer_id)
    effects = Effects()
    for outgoing in corrections(connection, context.contexts.current, case):
        context.enqueuer.post(outgoing, customer, effects)
    return effects


CASE_SENTIMENT: Final = JobKind("case_sentiment", Pool.INTERACTIVE, _analyze_case)
SENTIMENT_LEARNING: Final = JobKind("sentiment_learning", Pool.BULK, _learn)
