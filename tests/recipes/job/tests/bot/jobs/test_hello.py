"""A job that was ordered is claimed, reads in the other process, and what it says is in the outbox."""

import json

from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.delivery.bot_api_client import BotApiClient
from storage.engines.database import Database
from storage.people import settings
from storage.rows import Job
from storage.states import JobState
from storage.tables import outbox
from tests.bot.jobs.running import NOW, becomes, order, running


async def test_it_is_run_and_answers(database: Database, client: BotApiClient) -> None:
    await database.write(settings.store_setting, "name", "Sunflower")
    await order(database, Job(1, "hello", {"chat_id": 5}, NOW))
    async with running(database, client, Clock(now=lambda: NOW)):
        await becomes(database, JobState.DONE)

    def said(connection: Connection) -> list[str]:
        return list(connection.execute(select(outbox.c.body)).scalars())

    [body] = await database.read(said)
    told = json.loads(body)
    assert (told["chat_id"], told["text"]) == (5, "Sunflower")
