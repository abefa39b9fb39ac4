"""Two processes: on one database they take turns, with one token and two databases one of them gives way."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from playground import Message, Person, Playground
from storage.people.addresses import TELEGRAM_ID, reachable
from storage.tables import answers, inbox
from tests.e2e.conftest import Install
from tests.e2e.ledger import found
from tests.e2e.life import PATIENCE_S, ROOT, Life, Mode, Otklik

WAITS = "another process serves this database; waiting to take over"
TAKES_OVER_WITHIN_S = 5.0
TURNED = {"polling": "getUpdates", "webhook": "setWebhook"}


async def _asked(person: Person, within: float = 10) -> Message:
    await person.say("/rate")
    return await person.sees("how likely are you", within=within)


async def _rates(person: Person, score: str) -> None:
    await person.tap(await _asked(person), score)
    await person.sees(f"Your score: {score}")


async def _takes_over(otklik: Otklik, life: Life) -> None:
    calls, killed_at = otklik.telegram.calls, len(otklik.telegram.calls.log)

    def turned() -> bool:
        return any(call.method == TURNED[otklik.mode] for call in calls.log[killed_at:])

    assert await calls.made.until(turned, TAKES_OVER_WITHIN_S), life.last_words()


async def test_the_second_process_of_a_database_waits_and_takes_over_when_the_first_is_killed(
    install: Install, telegram: Playground, database_url: str, mode: Mode
) -> None:
    otklik = await install(database_url, mode=mode)
    people = [telegram.person(f"Канарейкина {number}", language="en") for number in range(12)]
    early, held, late = people[:4], people[4:8], people[8:]
    first = await otklik.serve()
    second = otklik.start()
    await second.says(WAITS)
    before = len(telegram.calls.of("setWebhook", "deleteWebhook", "getMe"))
    for person in early:
        await _rates(person, "9")
    questions = [await _asked(person) for person in held]
    assert len(telegram.calls.of("setWebhook", "deleteWebhook", "getMe")) == before

    for person, question in zip(held, questions, strict=True):
        await person.tap(question, "6")
    await first.kill()
    await _takes_over(otklik, second)
    for person in held:
        await person.sees("Your score: 6")
    for person in late:
        await _rates(person, "8")

    assert await telegram.updates.all_confirmed()
    assert await second.stop() == 0
    assert [call for call in telegram.calls.log if call.outcome == "409"] == []
    given = select(TELEGRAM_ID.label("telegram_id"), answers.c.score).select_from(reachable().join(answers))
    assert {row.telegram_id: row.score for row in await found(otklik.url, given)} == {
        person.id: score for group, score in ((early, 9), (held, 6), (late, 8)) for person in group
    }
    kept = {row.update_id for row in await found(otklik.url, select(inbox.c.update_id))}
    assert kept == {update.id for update in telegram.updates.log}


async def test_a_process_that_waits_for_its_turn_ends_when_asked(
    install: Install, telegram: Playground, database_url: str
) -> None:
    otklik = await install(database_url)
    first = await otklik.serve()
    second = otklik.start()
    await second.says(WAITS)
    assert await second.stop(within=2) == 0
    assert first.alive


async def test_of_two_databases_with_one_token_the_one_that_notices_first_gives_way(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    """Its monotonic clock is hasty (tests/e2e/hasty.py), so that it does not take half a minute."""
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    settings = {
        "OTKLIK_CONFIG": os.devnull,
        "OTKLIK_TELEGRAM__TOKEN": telegram.token,
        "OTKLIK_TELEGRAM__API_URL": telegram.url,
        "OTKLIK_DATABASE__URL": f"sqlite:///{tmp_path}/other.db",
        "OTKLIK_HTTP__LISTEN": "127.0.0.1:0",
    }
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.e2e.hasty", "run",
        cwd=ROOT, env=os.environ | settings, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        _, said = await asyncio.wait_for(other.communicate(), PATIENCE_S)
    finally:
        if other.returncode is None:
            other.kill()
    assert other.returncode == 2, said.decode()
    assert said.decode().splitlines()[-1].startswith("Another program receives this bot's updates")
    assert "Traceback" not in said.decode()
    assert telegram.token not in said.decode()
    assert life.alive
    await _rates(anna, "10")


@pytest.mark.torture
async def test_a_leader_that_is_frozen_is_replaced_and_does_nothing_when_it_wakes(
    install: Install, telegram: Playground, postgres_url: str
) -> None:
    otklik = await install(postgres_url)
    anna, zoya = (telegram.person(f"Канарейкина {name}", language="en") for name in ("Анна", "Зоя"))
    first = await otklik.serve()
    second = otklik.start()
    await second.says(WAITS)
    await _rates(anna, "9")
    first.signal(signal.SIGSTOP)
    said = await zoya.say("/rate")
    question = await zoya.sees("how likely are you", within=60, after=said.message)
    await zoya.tap(question, "6")
    await zoya.sees("Your score: 6", within=20)
    assert "the process that leads is frozen" in second.words
    first.signal(signal.SIGCONT)
    await first.says("the lead is lost")
    await _rates_again(anna)
    assert first.alive
    assert second.alive
    assert await second.stop() == 0
    given = select(TELEGRAM_ID.label("telegram_id"), answers.c.score).select_from(reachable().join(answers))
    assert {tuple(row) for row in await found(otklik.url, given)} == {(anna.id, 9), (zoya.id, 6)}
    assert await first.stop() == 0


async def _rates_again(person: Person) -> None:
    said = await person.say("/privacy")
    await person.sees("What we keep", within=20, after=said.message)
