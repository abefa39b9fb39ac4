"""The support desk under load: nothing is lost, doubled without need, out of order, or in the wrong hands."""

import logging
import os
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from playground import Person, Playground
from storage.people import staff
from storage.rows import Staff
from surveys.roles import Role
from tests.e2e.conftest import Install
from tests.e2e.customers import has_button
from tests.e2e.desk.ledger import Ledger
from tests.e2e.desk.people import Complainer, Desk, Pace, Team
from tests.e2e.desk.reckoning import faults_of, stored_of, summary
from tests.e2e.desk.run import DeskRun
from tests.e2e.ledger import write
from tests.e2e.relay import relayed

log = logging.getLogger(__name__)

SOAK_S: Final = float(os.environ.get("OTKLIK_SOAK_S", "3600"))
"""How long all soaks of `make torture` take together."""
CUSTOMERS, AGENTS = 50, 5
LIVES, SHORTER_THAN_A_ROUND_S = 6, 10.0
"""On a busy machine one of so many lives comes as far as its first round."""
NO_LIMITS: Final = {
    "OTKLIK_TELEGRAM__MESSAGES_PER_SECOND": "0",
    "OTKLIK_TELEGRAM__GROUP_MESSAGES_PER_MINUTE": "0",
}


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(limits=False, seed=12) as telegram:
        yield telegram


async def _soak(
    install: Install, telegram: Playground, url: str, lasts_s: float, pace: Pace, lives_s: float
) -> None:
    dice = random.Random(f"{url.partition(':')[0]} {lasts_s}")
    people = [telegram.person(f"Канарейкина {number}", language="en") for number in range(CUSTOMERS)]
    agents = [telegram.person(f"Канарейкин-агент {number}", language="en") for number in range(AGENTS)]
    owner = telegram.person("Канарейкина Зоя", language="en", started=True)
    group = telegram.group("Канарейки", members=[owner, *agents])
    async with relayed(telegram.url) as relay:
        settings = NO_LIMITS | {
            "OTKLIK_STAFF__SUPPORT_CHAT": str(group.id),
            "OTKLIK_TELEGRAM__API_URL": relay.url_of(telegram.url),
        }
        otklik = await install(url, owners=[owner.id], settings=settings)
        await otklik.migrate()
        for agent in agents:
            await _enroll(url, agent)
        desk = Desk(Ledger(telegram), [group], pace)
        customers = [Complainer(person, random.Random(dice.random()), desk) for person in people]
        run = DeskRun(otklik, relay, desk, customers, Team(agents, desk, dice), owner, dice, lives_s)
        await run.work(lasts_s)
    stored = await stored_of(run)
    log.info("%s", summary(run, stored))
    faults = faults_of(run, stored)
    assert not faults, "\n".join(faults)


async def _enroll(url: str, agent: Person) -> None:
    await write(url, staff.enroll, Staff(agent.id, Role.SUPPORT, datetime.now(UTC), agent.name))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_desk_at_work_loses_doubles_and_mixes_nothing_up(
    install: Install, telegram: Playground, database_url: str
) -> None:
    await _soak(install, telegram, database_url, 20, Pace(12, 1), 6)


async def test_what_was_collected_is_passed_on_by_lives_shorter_than_a_round(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    anna, vera = (telegram.person(f"Канарейкина {name}", language="en") for name in ("Анна", "Вера"))
    group = telegram.group("Канарейки", forum=True, members=[vera])
    settings = NO_LIMITS | {"OTKLIK_STAFF__SUPPORT_CHAT": str(group.id)}
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db", owners=[vera.id], settings=settings)
    life = await otklik.serve()
    await anna.say("/complain")
    await anna.tap(await anna.sees(has_button("🚚 Delivery"), within=20), "🚚 Delivery")
    await anna.sees("Tell us what happened", within=20)
    await anna.say("The parcel is broken")
    await anna.sees("this is case number", within=20)
    for number in range(8):
        await anna.say(f"And one more thing {number}")
    await anna.sees("collect", within=20)
    await life.kill()

    def is_shown() -> bool:
        return any("And one more thing 7" in one.text for one in group.messages if one.from_bot)

    for _ in range(LIVES):
        if not is_shown():
            life = await otklik.serve()
            await group.changed.until(is_shown, SHORTER_THAN_A_ROUND_S)
            await life.kill()
    assert is_shown()


@pytest.mark.torture
async def test_a_desk_at_work_for_long_loses_doubles_and_mixes_nothing_up(
    install: Install, telegram: Playground, database_url: str
) -> None:
    await _soak(install, telegram, database_url, SOAK_S / 2, Pace(60, 3), 30)
