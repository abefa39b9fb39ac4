"""Customers answer while the process is killed at every named point and at random instants."""

import asyncio
import logging
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.observability.failpoints import POINTS
from playground import Playground
from tests.e2e.conftest import Install
from tests.e2e.crash_run import KILL, TERM, CrashRun, Ending, endings
from tests.e2e.crowd import Agent, Crowd
from tests.e2e.life import Mode
from tests.e2e.reckoning import accounts_of, check, summary
from tests.postgres import bundled, installed
from tests.stoppable_postgres import StoppablePostgres, stoppable
from tests.storage import outside

log = logging.getLogger(__name__)

AT_ONCE = 12
# Another test's; here they only cost time.
NO_LIMITS = {
    "OTKLIK_TELEGRAM__MESSAGES_PER_SECOND": "0",
    "OTKLIK_TELEGRAM__GROUP_MESSAGES_PER_MINUTE": "0",
}
WEBHOOK_CLOCK = 8.0  # Telegram's pauses between pushes grow to a minute, longer than a whole life here


@pytest.fixture
async def telegram(request: pytest.FixtureRequest) -> AsyncIterator[Playground]:
    by_webhook = "mode" in request.fixturenames and request.getfixturevalue("mode") == "webhook"
    async with Playground(limits=False, seed=7, speed=WEBHOOK_CLOCK if by_webhook else 1) as telegram:
        yield telegram


async def _weather(
    install: Install, telegram: Playground, url: str, mode: Mode, dice: random.Random, plan: list[Ending],
    disturb: Callable[[], Awaitable[None]] | None = None,
) -> CrashRun:  # fmt: skip
    regular, zoya = (telegram.person(f"Канарейкин {name}", language="en") for name in ("Борис", "Зоя"))
    regular.started = zoya.started = True
    group = telegram.group("Канарейки", forum=True, members=[zoya])
    support = {"OTKLIK_STAFF__SUPPORT_CHAT": str(group.id)}
    otklik = await install(url, mode=mode, owners=[zoya.id], settings=NO_LIMITS | support)
    await otklik.migrate()
    crowd = Crowd(telegram, AT_ONCE, dice)
    storm = CrashRun(otklik, crowd, Agent(zoya, group, crowd), dice, regular)
    await (storm.rage(plan) if disturb is None else storm.outlast(disturb))
    books = await accounts_of(storm)
    log.info("%s", summary(storm, books))
    check(storm, books)
    counted = otklik.start("totals", "--check")
    assert await counted.end() == 0, counted.last_words()
    return storm


@pytest.mark.parametrize(
    ("database_url", "mode"),
    [
        ("sqlite", "polling"),
        ("postgresql", "webhook"),
        # Each engine and each mode is met above; the other two pairs are for `make torture`.
        pytest.param("sqlite", "webhook", marks=pytest.mark.torture),
        pytest.param("postgresql", "polling", marks=pytest.mark.torture),
    ],
    indirect=True,
)
async def test_no_crash_loses_an_answer_or_counts_one_twice(
    install: Install, telegram: Playground, database_url: str, mode: Mode
) -> None:
    dice = random.Random(f"{database_url.partition(':')[0]} {mode}")
    plan = endings(dice, Counter({KILL: 1, TERM: 1}), Counter({KILL: 4, TERM: 2}))
    storm = await _weather(install, telegram, database_url, mode, dice, plan)
    assert storm.ended.keys() >= set(POINTS)


async def test_a_first_start_may_be_killed_while_it_makes_the_tables(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    anna = telegram.person("Канарейкина Анна", language="en")
    await anna.say("/rate")
    for tenth in range(1, 7):
        life = otklik.start()
        await asyncio.sleep(tenth / 10)
        await life.kill()
    await otklik.serve()
    await anna.sees("how likely are you")


@pytest.mark.torture
async def test_two_hundred_kills_lose_no_answer_and_count_none_twice(
    install: Install, telegram: Playground, database_url: str, mode: Mode
) -> None:
    dice = random.Random(f"torture {database_url.partition(':')[0]} {mode}")
    plan = endings(dice, Counter({KILL: 9, TERM: 5}), Counter({KILL: 40, TERM: 20}))
    storm = await _weather(install, telegram, database_url, mode, dice, plan)
    assert storm.ended.total() == 200


@pytest.mark.torture
@pytest.mark.timeout(900)
@pytest.mark.parametrize("outages_s", [(3, 10), (60,)])
async def test_a_server_that_goes_away_under_load_loses_no_answer_and_doubles_none(
    install: Install, telegram: Playground, outages_s: tuple[float, ...]
) -> None:
    """Fast shutdowns and crashes in turn, locks that are not had, while two processes serve a crowd."""
    with stoppable([*installed(os.environ.get("PATH", "")), *bundled()]) as server:
        assert server.server is not None
        url = server.server.database("crowd")

        async def disturb() -> None:
            for outage_s in outages_s:
                for how in (signal.SIGINT, signal.SIGQUIT):
                    await asyncio.sleep(3)  # so long it serves
                    await asyncio.to_thread(_lock, server, url)
                    server.stop(how)
                    await asyncio.sleep(outage_s)  # so long it is away
                    server.start()
            await asyncio.sleep(10)

        dice = random.Random(f"away {outages_s}")
        await _weather(install, telegram, url, "polling", dice, [], disturb)


def _lock(server: StoppablePostgres, url: str) -> None:
    """Whoever wants an answer's lock for longer than it gets is refused."""
    assert server.server is not None
    name = url.rpartition("/")[2]
    server.server.execute(f'ALTER DATABASE "{name}" SET lock_timeout = 200')
    outside.execute(url, "DO $$ BEGIN LOCK TABLE answers IN SHARE MODE; PERFORM pg_sleep(2); END $$")
