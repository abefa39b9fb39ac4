"""Rows that wait in the outbox: what an earlier life left, what could not be sent for a while."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from playground import Person, Playground
from storage.effects import Effects, flush
from storage.engines.factory import open_database
from storage.ids import Ids
from storage.rows import OutboxRow
from storage.states import OutboxState
from storage.tables import outbox
from surveys.outreach.urgency import Urgency
from tests.e2e.conftest import Install
from tests.e2e.ledger import found
from tests.e2e.life import Otklik

LEFT = 2100  # more than the sender reads at once


async def _plan(otklik: Otklik, people: Sequence[Person], urgency: Urgency, text: str) -> None:
    """Rows that are due, as an earlier life or a campaign leaves them."""
    ids, effects, now = Ids(), Effects(), datetime.now(UTC)
    for person in people:
        person.started = True
        body = json.dumps({"chat_id": person.id, "text": text})
        effects.add(OutboxRow(ids.next(), person.id, urgency, "sendMessage", body, now, now))
    async with open_database(otklik.url) as database:
        await database.write(flush, [effects])


async def test_an_answer_does_not_overtake_what_an_earlier_life_left(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(
        f"sqlite:///{tmp_path}/otklik.db", settings={"OTKLIK_TELEGRAM__MESSAGES_PER_SECOND": "0"}
    )
    await otklik.migrate()
    crowd = [telegram.person(f"Канарейкина {number}", language="en") for number in range(LEFT)]
    anna = crowd[-1]
    await _plan(otklik, crowd, Urgency.REPLY, "left")
    await anna.say("/help")
    await otklik.serve()
    helped = await anna.sees("What I can do", within=20)
    shown = [message.text for message in anna.chat.messages if message.from_bot]
    assert shown[0] == "left"
    assert shown[1] == helped.text


async def test_a_promotion_that_could_not_be_sent_is_sent_once_telegram_is_back(
    install: Install, telegram: Playground, database_url: str
) -> None:
    otklik = await install(database_url)
    life = await otklik.serve()
    boris = telegram.person("Канарейкин Борис")
    await telegram.stop()
    await _plan(otklik, [boris], Urgency.PROMOTION, "offer")
    await life.says("not sent")
    await telegram.start()
    await boris.sees("offer", within=20)
    assert await life.stop() == 0
    states = await found(otklik.url, select(outbox.c.state).where(outbox.c.chat_id == boris.id))
    assert [row.state for row in states] == [OutboxState.SENT]
    assert [message.text for message in boris.chat.messages] == ["offer"]
