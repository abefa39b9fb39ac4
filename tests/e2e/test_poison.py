"""Letters that cannot be handled, in the middle of a batch: kept, counted, and nobody else waits for them."""

import asyncio
import time
from datetime import UTC, date, datetime
from functools import partial

from sqlalchemy import Connection, select, text

from playground import Message, Person, Playground, Update
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.people import customers
from storage.rows import Answer, Conversation
from storage.tables import inbox
from surveys.language.languages import Language
from tests.e2e.conftest import Install
from tests.e2e.ledger import Door, found, free_address, write
from tests.e2e.life import Mode, Otklik

SECRET = "canary in an update that nobody can read"
SERVED_WITHIN_S = 1.0
SCORED = "Your score: 9"


async def _asked(person: Person) -> Message:
    await person.say("/rate")
    return await person.sees("how likely are you", within=20)


def _conversation(connection: Connection, telegram_id: int) -> Conversation:
    current = customers.known(connection, [telegram_id])[telegram_id].conversation
    assert current is not None
    return current


def _confuse(connection: Connection, telegram_id: int) -> None:
    """What was given is no longer what a handler expects."""
    effects = Effects()
    effects.change(_conversation(connection, telegram_id), given=7)
    flush(connection, [effects])


def _answer_behind_its_back(connection: Connection, telegram_id: int) -> None:
    """The answer is there, and its conversation does not know it."""
    talk, now = _conversation(connection, telegram_id), datetime.now(UTC)
    answer = Answer(
        Ids().next(),
        talk.id,
        talk.customer_id,
        "nps",
        "score",
        "score",
        Language.EN,
        date(2026, 1, 1),
        now,
        score=3,
    )
    effects = Effects()
    effects.add(answer)
    flush(connection, [effects])


def _corrupt(connection: Connection, telegram_id: int) -> None:
    """Nobody can read what was given."""
    broken = text("UPDATE conversations SET given = :broken WHERE id = :id")
    talk = _conversation(connection, telegram_id)
    connection.execute(broken, {"broken": '{"score":', "id": talk.id})


async def _poisoned(otklik: Otklik, updates: dict[str, Update]) -> None:
    """Each is kept as it came, with the kind of its error."""
    kept = await found(otklik.url, select(inbox).where(inbox.c.state == "poison"))
    assert {row.update_id: row.error for row in kept} == {update.id: kind for kind, update in updates.items()}
    for row in kept:
        assert row.payload.keys() - {"update_id"} == {row.kind}


async def test_nobody_waits_for_letters_that_cannot_be_handled(
    install: Install, telegram: Playground, database_url: str, mode: Mode
) -> None:
    settings = {} if mode == "webhook" else {"OTKLIK_HTTP__LISTEN": free_address()}
    otklik = await install(database_url, mode=mode, settings=settings)
    door = Door(settings.get("OTKLIK_HTTP__LISTEN", otklik.listen))
    life = await otklik.serve()
    crowd = [telegram.person(f"Канарейкина {number}", language="en") for number in range(15)]
    async with asyncio.TaskGroup() as group:
        asking = [group.create_task(_asked(person)) for person in crowd]
    questions = [task.result() for task in asking]
    confused, answered, corrupted, *others = crowd
    served = list(zip(others, questions[3:], strict=True))
    await write(otklik.url, _confuse, confused.id)
    await write(otklik.url, _answer_behind_its_back, answered.id)
    await write(otklik.url, _corrupt, corrupted.id)

    before = await door.metrics()
    begun = time.monotonic()
    # Nothing of this lets anybody else run: all of it is one answer to getUpdates.
    for person, question in served[:6]:
        await person.tap(question, "9")
    spoilt = {
        "TypeError": await confused.tap(questions[0], "9"),
        "UnknownKind": telegram.updates.inject(brand_new_thing={"words": SECRET}),
        "IntegrityError": await answered.tap(questions[1], "9"),
        "ValidationError": telegram.updates.inject(message={"message_id": "seven", "text": SECRET}),
        "JSONDecodeError": await corrupted.tap(questions[2], "9"),
    }
    for person, question in served[6:]:
        await person.tap(question, "9")
    for person, _ in served:
        left = begun + SERVED_WITHIN_S - time.monotonic()
        await person.sees(SCORED, within=max(left, 0.0))

    assert await telegram.updates.all_confirmed()
    for person in (confused, answered, corrupted):  # their buttons stop spinning
        await person.chat.changed.until(partial(_toasted, person), 5)
    await _poisoned(otklik, spoilt)
    health, after = await door.health(), await door.metrics()
    assert (health["updates_poison"], health["updates_waiting"]) == (5, 0)
    assert _grown(before, after, 'otklik_updates_total{outcome="poison"}') == 5
    assert _grown(before, after, 'otklik_updates_total{outcome="handled"}') == len(served)
    assert all(f"update is poison id={update.id}" in life.words for update in spoilt.values())
    assert all(kind in life.words for kind in spoilt)
    assert SECRET not in life.words + await door.text()
    assert await life.stop() == 0

    await otklik.serve()
    await door.shows_poison(5)
    await answered.say("/privacy")
    await answered.sees("What we keep")


def _toasted(person: Person) -> bool:
    return bool(person.toasts)


def _grown(before: dict[str, float], after: dict[str, float], name: str) -> float:
    return after[name] - before.get(name, 0)
