"""A copy of the database is recognised: what we start ourselves waits there until an owner decides."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from playground import Fault, Person, Playground
from storage.states import OutboxState
from storage.tables import outbox
from surveys.outreach.urgency import Urgency
from tests.e2e.conftest import Install
from tests.e2e.ledger import Plan, found
from tests.e2e.life import Otklik
from tests.postgres import Postgres

OFFER = "A gift awaits you"
PEOPLE = 5
FOUND, GO_ON, DROP = "copy of the database", "hold:on", "hold:drop"


@dataclass(frozen=True)
class Shop:
    """An installation on SQLite with an owner and five people to whom an offer is going to be sent."""

    otklik: Otklik
    telegram: Playground
    file: Path
    owner: Person
    people: Sequence[Person]

    async def plan_offers(self) -> None:
        plan = Plan()
        for person in self.people:
            plan.message(person.id, Urgency.PROMOTION, OFFER)
        await plan.commit(self.otklik.url)

    async def offers_arrived(self, *, times: int = 1) -> None:
        assert await self.telegram.calls.made.until(lambda: self.offers() == [times] * PEOPLE, 20)

    def offers(self) -> list[int]:
        """How many offers are on each phone."""
        return [sum(OFFER in message.text for message in person.chat.messages) for person in self.people]

    async def offers_held(self) -> None:
        """Returns when each offer was looked at and put off."""
        put_off = select(func.count()).where(
            outbox.c.urgency == Urgency.PROMOTION,
            outbox.c.state == OutboxState.READY,
            outbox.c.due_at > datetime.now(UTC),
        )
        async with asyncio.timeout(20):
            while (await found(self.otklik.url, put_off))[0][0] < PEOPLE:  # noqa: ASYNC110  # rows ring no bell
                await asyncio.sleep(0.05)

    async def offers_are(self, state: OutboxState) -> None:
        states = select(outbox.c.state).where(outbox.c.urgency == Urgency.PROMOTION)
        async with asyncio.timeout(20):
            while {row.state for row in await found(self.otklik.url, states)} != {state}:  # noqa: ASYNC110  # rows ring no bell
                await asyncio.sleep(0.05)

    async def speaks(self) -> None:
        """The owner is known to the bot, and required replies go."""
        said = await self.owner.say("/privacy")
        await self.owner.sees("What we keep", after=said.message, within=20)


def saved(file: Path, to: Path) -> Path:
    """A consistent copy of a database that may be in use, as any tool for SQLite makes one."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


def put_back(copy: Path, file: Path) -> None:
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    shutil.copy(copy, file)


async def _opened(install: Install, telegram: Playground, folder: Path, url: str = "") -> Shop:
    file = folder / "otklik.db"
    owner = telegram.person("Канарейкина Вера", language="en")
    otklik = await install(url or f"sqlite:///{file}", owners=[owner.id])
    await otklik.migrate()
    people = [telegram.person(f"Канарейкин {number}", started=True) for number in range(PEOPLE)]
    return Shop(otklik, telegram, file, owner, people)


async def test_a_copy_from_before_the_first_start_that_is_put_back_sends_nothing_again(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    shop = await _opened(install, telegram, tmp_path)
    await shop.plan_offers()
    copy = saved(shop.file, tmp_path / "copy.db")
    life = await shop.otklik.serve()
    await shop.offers_arrived()
    assert await life.stop() == 0

    put_back(copy, shop.file)
    await shop.otklik.serve()
    await shop.offers_held()
    await shop.speaks()
    assert shop.offers() == [1] * PEOPLE


async def test_a_copy_made_while_running_holds_offers_and_sends_replies_until_an_owner_drops_them(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    shop = await _opened(install, telegram, tmp_path)
    life = await shop.otklik.serve()
    await shop.speaks()
    await shop.plan_offers()
    copy = saved(shop.file, tmp_path / "copy.db")
    await shop.offers_arrived()
    await life.kill()

    put_back(copy, shop.file)
    await shop.otklik.serve()
    await shop.offers_held()
    await shop.speaks()
    notice = await shop.owner.sees(FOUND)
    assert str(PEOPLE) in notice.text
    await shop.owner.tap(notice, DROP)
    await shop.offers_are(OutboxState.REFUSED)
    assert shop.offers() == [1] * PEOPLE
    await shop.plan_offers()  # what comes after the decision goes
    await shop.offers_arrived(times=2)


async def test_a_copy_that_runs_elsewhere_sends_what_waits_once_an_owner_says_that_it_works_now(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    shop = await _opened(install, telegram, tmp_path)
    life = await shop.otklik.serve()
    await shop.speaks()
    assert await life.stop() == 0
    await shop.plan_offers()

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    copy = saved(shop.file, elsewhere / "otklik.db")
    other = replace(shop, otklik=await install(f"sqlite:///{copy}", owners=[shop.owner.id]), file=copy)
    await other.otklik.serve()
    await other.offers_held()
    assert other.offers() == [0] * PEOPLE
    notice = await other.owner.sees(FOUND)
    await other.owner.tap(notice, GO_ON)
    await other.offers_arrived()

    await other.otklik.lives[-1].stop()
    await other.plan_offers()  # it is no copy any longer
    await other.otklik.serve()
    await other.offers_are(OutboxState.SENT)


async def test_a_restart_is_no_copy_however_the_process_ended(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    shop = await _opened(install, telegram, tmp_path)
    for ended in range(3):
        life = await shop.otklik.serve()
        await shop.speaks()
        await (life.stop() if ended == 1 else life.kill())
    await shop.plan_offers()
    await shop.otklik.serve()
    await shop.offers_arrived()
    assert not any(FOUND in message.text for message in shop.owner.chat.messages)


async def test_nobody_but_an_owner_decides_about_a_copy(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    shop = await _opened(install, telegram, tmp_path)
    await (await shop.otklik.serve()).stop()
    await shop.plan_offers()
    os.unlink(f"{shop.file}.id")
    await shop.otklik.serve()
    await shop.offers_held()
    anna = telegram.person("Канарейкина Анна", language="en")
    await anna.say("/rate")
    question = await anna.sees("how likely are you")
    await anna.forge(question, "hold:on")
    await shop.speaks()
    assert shop.offers() == [0] * PEOPLE


async def test_a_folder_that_was_copied_whole_is_a_copy(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    (tmp_path / "shop").mkdir()
    shop = await _opened(install, telegram, tmp_path / "shop")
    await (await shop.otklik.serve()).stop()
    await shop.plan_offers()
    shutil.copytree(tmp_path / "shop", tmp_path / "other")
    file = tmp_path / "other" / "otklik.db"
    other = replace(shop, otklik=await install(f"sqlite:///{file}", owners=[shop.owner.id]), file=file)
    await other.otklik.serve()
    await other.offers_held()
    assert other.offers() == [0] * PEOPLE


async def test_an_owner_who_speaks_only_later_is_told_then_and_only_once(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    shop = await _opened(install, telegram, tmp_path)
    await (await shop.otklik.serve()).stop()
    await shop.plan_offers()
    os.unlink(f"{shop.file}.id")
    life = await shop.otklik.serve()
    await shop.offers_held()
    await shop.speaks()
    await life.stop()
    await shop.otklik.serve()
    await shop.owner.sees(FOUND, within=20)
    await shop.otklik.lives[-1].stop()
    await shop.otklik.serve()
    await shop.speaks()
    assert sum(FOUND in message.text for message in shop.owner.chat.messages) == 1


async def test_a_database_that_lacks_what_telegram_was_told_of_is_a_copy(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    """Folder and all were put back: only Telegram knows that the bot has lived on since."""
    shop = await _opened(install, telegram, tmp_path)
    life = await shop.otklik.serve()
    await shop.speaks()
    await life.kill()
    kept = {file: file.read_bytes() for file in shop.file.parent.glob("otklik.db*")}
    life = await shop.otklik.serve()
    await shop.speaks()
    assert await telegram.updates.all_confirmed()
    await life.kill()
    for file, content in kept.items():
        file.write_bytes(content)
    await shop.plan_offers()
    await shop.owner.say("/help")  # waits there, after what the copy does not know
    await shop.otklik.serve()
    await shop.offers_held()
    assert "missed_updates" in shop.otklik.lives[-1].words
    assert shop.offers() == [0] * PEOPLE


async def test_a_backup_of_the_running_bot_that_is_restored_sends_nothing_again(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    shop = await _opened(install, telegram, tmp_path)
    life = await shop.otklik.serve()
    await shop.speaks()
    telegram.faults.add(Fault.HANG, "sendMessage", times=1)  # what is under way is no hindrance
    await shop.plan_offers()
    copy = str(tmp_path / "copy.db")
    assert await shop.otklik.start("backup", copy).end() == 0
    assert await telegram.calls.made.until(lambda: sum(shop.offers()) >= PEOPLE - 1, 20)
    refused = shop.otklik.start("restore", copy)
    assert await refused.end() == 2
    assert "The bot is running on this database" in refused.words
    await life.kill()

    assert await shop.otklik.start("restore", copy).end() == 0
    before = shop.offers()
    await shop.otklik.serve()
    await shop.offers_held()
    notice = await shop.owner.sees("it was restored")
    await shop.owner.tap(notice, DROP)
    await shop.offers_are(OutboxState.REFUSED)
    assert shop.offers() == before


async def test_a_server_that_got_a_dump_back_sends_nothing_again(
    install: Install, telegram: Playground, tmp_path: Path, postgres: Postgres, postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("PATH", f"{postgres.origin}:{os.environ['PATH']}")
    shop = await _opened(install, telegram, tmp_path, postgres_url)
    life = await shop.otklik.serve()
    await shop.speaks()
    await life.stop()
    await shop.plan_offers()
    copy = str(tmp_path / "copy.dump")
    assert await shop.otklik.start("backup", copy).end() == 0
    life = await shop.otklik.serve()
    await shop.offers_arrived()
    await life.stop()

    program = await asyncio.create_subprocess_exec(
        "pg_restore", "--clean", "--if-exists", f"--dbname={postgres_url}", copy
    )
    assert await program.wait() == 0
    await shop.otklik.serve()
    await shop.offers_held()
    await shop.speaks()
    notice = await shop.owner.sees("the database server is another one")
    assert shop.offers() == [1] * PEOPLE
    await shop.owner.tap(notice, GO_ON)  # somebody who means it gets it
    await shop.offers_arrived(times=2)
