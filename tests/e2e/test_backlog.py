"""What an earlier life left in the outbox goes first, however much it is."""

from datetime import UTC, datetime
from pathlib import Path

from playground import Playground
from storage.database import open_database
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.rows import OutboxRow
from surveys.urgency import Urgency
from tests.e2e.conftest import Install

LEFT = 2100  # more than the sender reads at once


async def test_an_answer_does_not_overtake_what_an_earlier_life_left(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(
        f"sqlite:///{tmp_path}/otklik.db", settings={"OTKLIK_TELEGRAM__MESSAGES_PER_SECOND": "0"}
    )
    await otklik.migrate()
    crowd = [telegram.person(f"Канарейкина {number}") for number in range(LEFT)]
    anna = crowd[-1]
    ids, effects, now = Ids(), Effects(), datetime.now(UTC)
    for person in crowd:
        person.started = True
        body = f'{{"chat_id":{person.id},"text":"left"}}'
        effects.add(OutboxRow(ids.next(), person.id, Urgency.REPLY, "sendMessage", body, now, now))
    async with open_database(otklik.url) as database:
        await database.write(flush, [effects])
    await anna.say("/privacy")
    await otklik.serve()
    privacy = await anna.sees("Что мы храним", within=20)
    shown = [message.text for message in anna.chat.messages if message.from_bot]
    assert shown[0] == "left"
    assert shown[1] == privacy.text
