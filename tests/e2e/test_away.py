"""After an absence in which Telegram forgot a tap, the question is asked again: once, to whom it was open."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from playground import Message, Person, Playground
from storage.delivery import heartbeats
from storage.engines.factory import open_database
from storage.tables import answers
from tests.e2e.conftest import Install
from tests.e2e.ledger import found, write
from tests.e2e.life import PATIENCE_S, Life, Mode, Otklik

FORGOTTEN_S = 151  # Telegram keeps a tap for 150 seconds
SHORT_S = 100
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
AGAIN = "We were out of reach for a moment"


@pytest.fixture
async def otklik(install: Install, database_url: str, mode: Mode) -> Otklik:
    return await install(database_url, mode=mode)


async def _asked(person: Person) -> Message:
    await person.say("/rate")
    return await person.sees("how likely are you")


def _times_asked_again(person: Person) -> int:
    return sum(AGAIN in message.text for message in person.chat.messages)


async def _pass(otklik: Otklik, seconds: float) -> None:
    """So much time passes while nobody serves: on Telegram's clock, and since the last pulse."""
    otklik.telegram.clock.advance(seconds)
    await write(otklik.url, heartbeats.record, "intake", datetime.now(UTC) - timedelta(seconds=seconds))


async def _serve_and_hear(otklik: Otklik) -> Life:
    """A new life that has noted that it hears Telegram; asking again comes before the note."""
    begun = datetime.now(UTC)
    life = await otklik.serve()
    async with open_database(otklik.url) as database, asyncio.timeout(PATIENCE_S):
        while (await database.read(heartbeats.last, "intake") or LONG_AGO) < begun:
            await otklik.telegram.calls.made.wait(0.05)
    return life


async def test_after_an_absence_only_open_questions_are_asked_again_and_once(
    otklik: Otklik, telegram: Playground
) -> None:
    names = ("Анна", "Борис", "Вера", "Галя", "Дина")
    people = [telegram.person(f"Канарейкин {name}", language="en") for name in names]
    anna, boris, vera, galya, dina = people
    life = await otklik.serve()
    question = await _asked(anna)
    for person in (boris, vera):
        await _asked(person)
    await galya.tap(await _asked(galya), "7")
    await galya.sees("Your score: 7")
    await dina.start()
    await dina.sees("Hello")
    assert await life.stop() == 0

    lost = await anna.tap(question, "9")
    boris.block()
    await _pass(otklik, FORGOTTEN_S)
    life = await _serve_and_hear(otklik)
    assert lost.dropped == "expired"
    await anna.tap(await anna.sees(AGAIN), "9")
    await anna.sees("Your score: 9")
    await vera.sees(AGAIN)
    assert await telegram.updates.all_confirmed()
    assert await life.stop() == 0

    assert await (await _serve_and_hear(otklik)).stop() == 0
    assert [_times_asked_again(person) for person in people] == [0, 0, 1, 0, 0]
    assert anna.chat.messages[-1].text.startswith("Your score: 9")
    assert sorted(row.score for row in await found(otklik.url, select(answers.c.score))) == [7, 9]


async def test_a_short_absence_asks_nobody_again(
    install: Install, telegram: Playground, tmp_path: Path, mode: Mode
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db", mode=mode)
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    question = await _asked(anna)
    assert await life.stop() == 0
    tap = await anna.tap(question, "9")
    await _pass(otklik, SHORT_S)
    life = await _serve_and_hear(otklik)
    await anna.sees("Your score: 9")
    assert tap.dropped is None
    assert await life.stop() == 0
    assert len(anna.chat.messages) == len(["/rate", "the receipt in place of the question"])
