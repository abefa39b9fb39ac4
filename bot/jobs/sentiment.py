"""The sentiment of a complaint: worked out beside the conversation, then its card is coloured."""

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


async def analyze(context: JobContext, texts: Sequence[str]) -> list[float]:
    """The sentiment of each text, −1…1, worked out in the interactive process."""
    return await context.call(Pool.INTERACTIVE, worker_tasks.polarities, texts)


async def _analyze_case(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    case_id = int(args["case"])
    words = await context.database.read(sentiment.words_of_case, case_id)
    if not words.strip():
        return None
    [polarity] = await analyze(context, [words])
    return partial(_show, context=context, case_id=case_id, polarity=polarity)


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
