"""A graceful end under load: within ten seconds, nothing is lost, what was not sent the next life sends."""

import asyncio
import os
import signal
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from playground import Fault, Message, Person, Playground
from storage.delivery import inbox
from storage.delivery.outbox import count_by_state
from storage.people.addresses import TELEGRAM_ID, reachable
from storage.states import InboxState, OutboxState
from storage.tables import answers
from surveys.outreach.urgency import Urgency
from tests.e2e.conftest import Install
from tests.e2e.ledger import Plan, found, read
from tests.e2e.life import Mode, Otklik

ENDS_WITHIN_S = 10.0
AT_ONCE = 30
UNSENT = 150  # five seconds of work
SERVES = {"OTKLIK_TELEGRAM__MESSAGES_PER_SECOND": "0"}
INVITATION = "we would like to hear from you"


async def _rates(person: Person, answered: asyncio.Semaphore) -> None:
    await person.say("/rate")
    question = await person.sees("how likely are you", within=20)
    await person.tap(question, "9")
    await _scored(person)
    answered.release()
    said = await person.say("Канарейка довольна")
    await person.sees("kind words", within=20, after=said.message)


async def _scored(person: Person) -> Message:
    return await person.sees("Your score: 9", within=20)


async def _all_is_sent(otklik: Otklik, telegram: Playground) -> None:
    """What the last start has to say, such as its menu, may come after all that people wait for."""
    async with asyncio.timeout(20):
        while (await read(otklik.url, count_by_state)).keys() & {OutboxState.READY, OutboxState.SENDING}:
            await telegram.calls.made.wait(0.1)


async def test_a_process_that_is_asked_to_end_under_load_loses_nothing(
    install: Install, telegram: Playground, database_url: str, mode: Mode
) -> None:
    how = signal.SIGTERM if mode == "polling" else signal.SIGINT
    telegram.clock.speed = 8 if mode == "webhook" else 1  # between its pushes Telegram waits ever longer
    otklik = await install(database_url, mode=mode)
    await otklik.migrate()
    plan = Plan()
    invited = [
        telegram.person(f"Канарейкин {number}", language="en", started=True) for number in range(UNSENT)
    ]
    for person in invited:
        plan.message(person.id, Urgency.SURVEY, INVITATION)
    await plan.commit(otklik.url)
    crowd = [telegram.person(f"Канарейкина {number}", language="en") for number in range(AT_ONCE)]
    answered = asyncio.Semaphore(0)

    life = await otklik.serve()
    async with asyncio.TaskGroup() as group:
        for person in crowd:
            group.create_task(_rates(person, answered))
        await answered.acquire()
        life.signal(how)
        assert await life.end(ENDS_WITHIN_S) == 0
        sent = (await read(otklik.url, count_by_state))[OutboxState.SENT]
        await otklik.serve(settings=SERVES)
    for person in invited:
        await person.sees(INVITATION, within=20)

    assert await telegram.updates.all_confirmed()
    await _all_is_sent(otklik, telegram)
    assert await otklik.lives[-1].stop() == 0
    assert sent < UNSENT
    assert all(len(person.chat.messages) == 1 for person in invited)
    given = (
        select(TELEGRAM_ID.label("telegram_id"), answers.c.score)
        .select_from(reachable().join(answers))
        .where(answers.c.kind == "score")
    )
    assert sorted(await found(otklik.url, given)) == [(person.id, 9) for person in crowd]
    assert await read(otklik.url, inbox.count_open) == {InboxState.WAITING: 0, InboxState.POISON: 0}
    # Of identical answers that wait for one person, one is enough.
    assert (await read(otklik.url, count_by_state)).keys() - {OutboxState.REPLACED} == {OutboxState.SENT}


async def test_a_call_that_hangs_does_not_keep_the_process(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    hang = telegram.faults.add(Fault.HANG, "sendMessage")
    await anna.say("/privacy")
    await telegram.calls.made.until(lambda: hang.hits > 0, 5)
    assert await life.stop(ENDS_WITHIN_S) == 0
    telegram.faults.clear()
    await otklik.serve()
    await anna.sees("What we keep")


@pytest.mark.torture
async def test_a_file_that_another_program_locks_does_not_keep_the_process(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    with closing(sqlite3.connect(tmp_path / "otklik.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = await anna.say("/privacy")
        async with asyncio.timeout(5):
            while not said.handed:  # noqa: ASYNC110  # it rings no bell
                await asyncio.sleep(0.02)
        assert await life.stop(ENDS_WITHIN_S) == 0
        other.execute("ROLLBACK")
    await otklik.serve()
    await anna.sees("What we keep", within=20)


@pytest.mark.torture
async def test_a_process_that_draws_and_does_not_move_any_more_does_not_keep_the_one_that_serves(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    boss = telegram.person("Канарейкина Ольга", language="en")
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db", owners=[boss.id])
    life = await otklik.serve()
    await boss.say("/nps")
    children = await _children(life.pid)
    for child in children:
        os.kill(child, signal.SIGSTOP)
    try:
        assert await life.stop(ENDS_WITHIN_S) == 0
    finally:
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


async def _children(pid: int) -> list[int]:
    """The processes that another one has begun, once it has begun any."""
    async with asyncio.timeout(20):
        while not (found := _begun_by(pid)):  # noqa: ASYNC110  # the system rings no bell
            await asyncio.sleep(0.05)
    return found


def _begun_by(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in children.split()]


async def test_a_file_that_does_not_come_does_not_keep_the_process(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    hang = telegram.faults.add(Fault.HANG, "getFile")
    await anna.say("/complain")
    await anna.tap(await anna.sees("went wrong"), "🚚 Delivery")
    await anna.sees("Tell us what happened")
    await anna.photo(b"\xff\xd8\xff", "Канарейка недовольна")
    await telegram.calls.made.until(lambda: hang.hits > 0, 10)
    assert await life.stop(ENDS_WITHIN_S) == 0
