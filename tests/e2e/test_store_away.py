"""The database is away or says nothing, from the first second on: the process waits, tells so and goes on."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from playground import Fault, Person, Playground
from tests.e2e.conftest import Install
from tests.e2e.ledger import Door, free_address
from tests.e2e.life import Life, Otklik
from tests.e2e.relay import Relay, relayed

ENDS_WITHIN_S = 10.0
LOOKS_WITHIN_S = 3.0
"""What /healthz may take to answer, whatever hangs behind it."""


@pytest.fixture
async def relay(postgres_url: str) -> AsyncIterator[Relay]:
    async with relayed(postgres_url) as opened:
        yield opened


@pytest.fixture
async def otklik(install: Install, postgres_url: str, relay: Relay) -> Otklik:
    """An installation whose only way to its database is the relay."""
    return await install(postgres_url, settings={"OTKLIK_DATABASE__URL": relay.url_of(postgres_url)})


@pytest.fixture
def door() -> Door:
    return Door(free_address())


def _started(otklik: Otklik, door: Door, url: str | None = None) -> Life:
    settings = {"OTKLIK_HTTP__LISTEN": door.address}
    return otklik.start(settings=settings | ({"OTKLIK_DATABASE__URL": url} if url else {}))


async def _serves(person: Person) -> None:
    said = await person.say("/privacy")
    await person.sees("What we keep", within=20, after=said.message)


async def test_a_process_waits_for_a_database_that_is_away_at_its_start(
    otklik: Otklik, relay: Relay, door: Door, telegram: Playground
) -> None:
    anna = telegram.person("Канарейкина Анна", language="en")
    await relay.cut()
    life = _started(otklik, door)
    assert (await door.shows("database_away"))["ok"] is False
    assert life.alive
    await relay.open()
    await _serves(anna)
    assert (await door.shows("serving", ok=True))["ok"] is True
    assert "Traceback" not in life.words
    assert await life.stop() == 0


async def test_a_database_that_takes_connections_and_says_nothing_is_waited_for_and_does_not_keep_the_process(
    otklik: Otklik, relay: Relay, door: Door
) -> None:
    relay.hold_up()
    life = _started(otklik, door)
    assert await door.shows("starting")
    assert await life.stop(ENDS_WITHIN_S) == 0


async def test_an_unknown_database_ends_the_start_with_a_sentence(
    otklik: Otklik, relay: Relay, door: Door, postgres_url: str
) -> None:
    life = _started(otklik, door, relay.url_of(postgres_url) + "_of_nobody")
    assert await life.end() == 2
    assert "The database cannot be opened" in life.words
    assert "Traceback" not in life.words


async def test_a_standby_survives_a_database_that_goes_away_and_takes_over_once_it_is_back(
    otklik: Otklik, relay: Relay, door: Door, telegram: Playground
) -> None:
    anna = telegram.person("Канарейкина Анна", language="en")
    first = await otklik.serve()
    second = _started(otklik, door)
    assert await door.shows("standby") == {"ok": False, "state": "standby"}
    await relay.cut()
    assert (await door.shows("database_away"))["ok"] is False
    await relay.open()
    await _serves(anna)
    assert first.alive
    await first.kill()
    await _serves(anna)
    assert (await door.shows("serving", ok=True))["ok"] is True
    assert await second.stop() == 0


async def test_health_tells_in_json_that_a_database_went_away_and_that_it_is_back(
    otklik: Otklik, relay: Relay, door: Door, telegram: Playground
) -> None:
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.ready(_started(otklik, door))
    await door.shows("serving", ok=True)
    await relay.cut()
    await door.shows_not_ok()
    await relay.open()
    await _serves(anna)
    await door.shows("serving", ok=True)
    assert await life.stop() == 0


async def test_a_database_that_hangs_holds_up_neither_health_nor_the_end(
    otklik: Otklik, relay: Relay, door: Door, telegram: Playground
) -> None:
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.ready(_started(otklik, door))
    await door.shows("serving", ok=True)
    relay.hold_up()
    await anna.say("/rate")
    begun = time.monotonic()
    status, health = await door.look()
    assert time.monotonic() - begun < LOOKS_WITHIN_S
    assert (status, health["ok"]) == (503, False)
    assert await life.stop(ENDS_WITHIN_S) == 0
    await relay.open()
    await otklik.serve()
    await anna.sees("how likely are you", within=20)


async def test_a_leader_whose_connections_the_server_has_dropped_stands_by_while_another_serves(
    otklik: Otklik, relay: Relay, door: Door, telegram: Playground, postgres_url: str
) -> None:
    """As after a freeze: the server has given the lead away, and the old leader's connections only hang."""
    anna = telegram.person("Канарейкина Анна", language="en")
    old = await otklik.ready(_started(otklik, door))
    other = Door(free_address())
    _started(otklik, other, postgres_url)
    await other.shows("standby")
    relay.strand()
    await other.shows("serving", ok=True)
    await _serves(anna)
    await relay.open()
    await door.shows("standby", within=40)
    assert old.alive
    assert await old.stop(ENDS_WITHIN_S) == 0


@pytest.mark.torture
async def test_a_standby_whose_database_hangs_says_so_and_ends_when_asked(
    otklik: Otklik, relay: Relay, door: Door
) -> None:
    await otklik.serve()
    second = _started(otklik, door)
    await door.shows("standby")
    relay.hold_up()
    await door.shows("database_away", within=25)
    assert await second.stop(ENDS_WITHIN_S) == 0


async def test_telegram_that_hangs_at_the_start_does_not_keep_the_process(
    otklik: Otklik, door: Door, telegram: Playground
) -> None:
    hang = telegram.faults.add(Fault.HANG, "getMe")
    life = _started(otklik, door)
    await telegram.calls.made.until(lambda: hang.hits > 0, 20)
    assert (await door.shows("reaching_telegram"))["ok"] is False
    begun = time.monotonic()
    assert await life.stop(ENDS_WITHIN_S) == 0
    assert time.monotonic() - begun < 5


async def test_a_second_request_to_end_is_heard_at_once(
    otklik: Otklik, relay: Relay, door: Door, telegram: Playground
) -> None:
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.ready(_started(otklik, door))
    await door.shows("serving", ok=True)
    relay.hold_up()
    await anna.say("/rate")
    life.signal(15)
    await life.says("stopping")
    await asyncio.sleep(0.1)  # two signals at once are one
    begun = time.monotonic()
    assert await life.stop() == 0
    assert time.monotonic() - begun < 1
