"""The server's own time."""

import time

from playground import Person, Playground
from playground.clock import Clock
from tests.playground.conftest import Api


def test_time_runs_faster_and_jumps_forward() -> None:
    clock = Clock(speed=1000)
    before = clock.now()
    time.sleep(0.01)
    assert 10 <= clock.now() - before < 1000
    clock.speed = 1
    before = clock.now()
    clock.advance(3600)
    assert 3600 <= clock.now() - before < 3601


async def test_dates_of_messages_follow_the_servers_clock(
    api: Api, telegram: Playground, anna: Person
) -> None:
    telegram.clock.advance(86_400)
    await api("sendMessage", chat_id=anna.id, text="tomorrow")
    first, last = anna.chat.messages
    assert last.date - first.date >= 86_399


async def test_a_sleeper_on_a_fast_clock_wakes_early() -> None:
    clock = Clock(speed=1000)
    started = time.monotonic()
    await clock.sleep(10)
    assert time.monotonic() - started < 5
