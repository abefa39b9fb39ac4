"""The sentiment learned at night from what customers wrote and scored, in the process that gives way."""

import json

from sqlalchemy import Connection, update

from bot.clock import Clock
from bot.delivery.bot_api_client import BotApiClient
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.ids import Ids
from storage.rows import Answer, Conversation, Customer, Job
from storage.surveys.sentiment import learned_models, scored_comments, store_models
from storage.tables import answers
from surveys.language.languages import Language
from tests.bot.jobs.running import NOW, becomes, order, running
from tests.surveys.sentiment.test_learned_model import JARGON, PLACES, model_of_guests

CLOCK = Clock(now=lambda: NOW)


def _guests(people: int, *, by_staff: bool = False) -> Effects:
    ids, effects = Ids(), Effects()
    for person in range(people):
        guest = effects.add(Customer(ids.next(), None, Language.RU, NOW))
        for score, said in JARGON.items():
            talk = Conversation(ids.next(), guest.id, "nps", 1, Language.RU, NOW, NOW, by_staff=by_staff)
            effects.add(talk)
            about = (talk.id, guest.id, "nps")
            words = said.format(PLACES[person % len(PLACES)])
            given = (Language.RU, NOW.date(), NOW)
            effects.add(Answer(ids.next(), *about, "score", "score", *given, score=score))
            effects.add(Answer(ids.next(), *about, "why", "text", *given, words=words))
    return effects


async def test_what_guests_wrote_is_learned_at_night(database: Database, client: BotApiClient) -> None:
    await database.write(flush, [_guests(34)])
    await order(database, Job(Ids().next(), "sentiment_learning", {}, NOW, key="sentiment_learning"))
    async with running(database, client, CLOCK):
        await becomes(database, "done")
    models = await database.read(learned_models)
    assert models.keys() == {"ru"}
    assert models["ru"].polarity_of("столик номер девять", 0) < -0.1


async def test_words_that_were_erased_teach_nothing_more(database: Database) -> None:
    await database.write(flush, [_guests(4)])
    assert len(await database.read(scored_comments, 100)) == 12
    erased = update(answers).where(answers.c.words.like("столик%")).values(words=None)
    await database.write(Connection.execute, erased)
    assert len(await database.read(scored_comments, 100)) == 8


async def test_staff_teach_nothing(database: Database) -> None:
    await database.write(flush, [_guests(2, by_staff=True)])
    assert await database.read(scored_comments, 100) == []


async def test_a_model_that_is_no_better_any_more_is_gone(database: Database) -> None:
    model = model_of_guests()
    await database.write(store_models, {"ru": model})
    [kept] = (await database.read(learned_models)).values()
    assert json.dumps(kept.to_json()) == json.dumps(model.to_json())
    await database.write(store_models, {})
    assert await database.read(learned_models) == {}
