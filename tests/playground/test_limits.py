"""Flood limits in real time, whatever the server's clock says."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from playground import Person, Playground
from tests.playground.conftest import Api


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(seed=1, speed=1000.0) as playground:
        yield playground


@pytest.fixture
async def quiet(telegram: Playground) -> list[Person]:
    """People who started the bot long ago: what they are sent is bulk."""
    return [telegram.person(f"Customer {number}", started=True) for number in range(35)]


async def test_a_chat_takes_a_short_burst_then_one_a_second(
    api: Api, telegram: Playground, anna: Person
) -> None:
    outcomes = [(await api("sendMessage", chat_id=anna.id, text="hi"))["ok"] for _ in range(4)]
    assert outcomes == [True, True, True, False]
    refused = await api("sendMessage", chat_id=anna.id, text="hi")
    assert refused == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    await asyncio.sleep(1.0)
    assert (await api("sendMessage", chat_id=anna.id, text="hi"))["ok"]
    assert telegram.calls.refused_by_limiter == 2


async def test_a_group_takes_twenty_in_a_minute(api: Api, telegram: Playground, anna: Person) -> None:
    group = telegram.group("Support", members=[anna])
    await anna.say("hello", to=group)
    for _ in range(20):
        assert (await api("sendMessage", chat_id=group.id, text="hi"))["ok"]
    refused = await api("sendMessage", chat_id=group.id, text="hi")
    assert refused["error_code"] == 429
    assert 58 <= _retry_after(refused) <= 60


async def test_more_than_thirty_bulk_messages_a_second_are_refused_but_replies_pass(
    api: Api, telegram: Playground, quiet: list[Person], anna: Person
) -> None:
    results = await asyncio.gather(
        *(api("sendMessage", chat_id=person.id, text="news") for person in quiet[:31])
    )
    assert [result["ok"] for result in results].count(True) == 30
    assert (await api("sendMessage", chat_id=anna.id, text="your answer"))["ok"]
    assert telegram.calls.refused_by_limiter == 1


async def test_a_refused_call_does_not_count(api: Api, telegram: Playground, anna: Person) -> None:
    for _ in range(10):
        assert (await api.refusal("sendMessage", chat_id=anna.id, text="")).startswith("400")
    assert (await api("sendMessage", chat_id=anna.id, text="hi"))["ok"]
    assert len(telegram.calls.accepted("sendMessage")) == 1


async def test_accepted_calls_keep_their_real_times(
    api: Api, telegram: Playground, quiet: list[Person]
) -> None:
    for person in quiet[:3]:
        await api("sendMessage", chat_id=person.id, text="news")
        await asyncio.sleep(0.05)
    times = [call.at for call in telegram.calls.accepted("sendMessage")]
    assert all(0.04 < later - earlier < 1 for earlier, later in pairwise(times))


async def test_a_429_by_script_is_told_apart_from_the_limiters(
    api: Api, telegram: Playground, anna: Person
) -> None:
    telegram.faults.add("too_many_requests", "sendMessage", times=1, retry_after=7)
    refused = await api("sendMessage", chat_id=anna.id, text="hi")
    assert _retry_after(refused) == 7
    assert (telegram.calls.refused_by_script, telegram.calls.refused_by_limiter) == (1, 0)


async def test_limits_switched_off_let_everything_pass(api: Api, telegram: Playground, anna: Person) -> None:
    telegram.limiter.enabled = False
    results = [await api("sendMessage", chat_id=anna.id, text="hi") for _ in range(50)]
    assert all(result["ok"] for result in results)


def _retry_after(body: dict[str, object]) -> int:
    parameters = body["parameters"]
    assert isinstance(parameters, dict)
    return int(parameters["retry_after"])
