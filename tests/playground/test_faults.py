"""Faults by script, as a bot's client meets them."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from playground import Person, Playground
from tests.playground.conftest import Client


@pytest.fixture
async def hasty(telegram: Playground) -> AsyncIterator[Bot]:
    """A bot that waits for no answer longer than 1.5 seconds."""
    async with Bot(telegram.token, session=Client(telegram, seconds=1.5)) as aiogram:
        yield aiogram


@pytest.mark.parametrize(
    ("fault", "error", "delivered"),
    [
        ("reset_before", TelegramNetworkError, False),
        ("process_then_reset", TelegramNetworkError, True),
        ("hang", TelegramNetworkError, False),
        ("html_502", ClientDecodeError, False),
        ("json_500", TelegramServerError, False),
        ("truncated_json", ClientDecodeError, True),
        ("too_many_requests", TelegramRetryAfter, False),
    ],
)
async def test_each_fault_strikes_once_and_leaves_its_mark(
    hasty: Bot, telegram: Playground, anna: Person, fault: str, error: type[Exception], delivered: bool
) -> None:
    rule = telegram.faults.add(fault, "sendMessage", times=1)
    with pytest.raises(error):
        await hasty.send_message(anna.id, "first")
    await hasty.send_message(anna.id, "second")
    expected = ["first", "second"] if delivered else ["second"]
    assert [message.text for message in anna.chat.messages[1:]] == expected
    assert rule.hits == 1
    assert [call.outcome for call in telegram.calls.of("sendMessage")] == [fault, "ok"]


async def test_a_hang_may_do_its_work_or_end(hasty: Bot, telegram: Playground, anna: Person) -> None:
    telegram.faults.add("hang", "sendMessage", times=1, processed=True)
    with pytest.raises(TelegramNetworkError):
        await hasty.send_message(anna.id, "done in silence")
    assert await anna.sees("done in silence")
    telegram.faults.add("hang", "sendMessage", times=1, seconds=0.01)
    with pytest.raises(TelegramNetworkError):
        await hasty.send_message(anna.id, "x")


async def test_rules_choose_by_chat_and_by_number(bot: Bot, telegram: Playground, anna: Person) -> None:
    boris = telegram.person("Boris")
    await boris.start()
    telegram.faults.add("json_500", "sendMessage", chat_id=anna.id, nth=2)
    outcomes = []
    for person in (boris, anna, boris, anna, anna):
        try:
            await bot.send_message(person.id, "x")
            outcomes.append("ok")
        except TelegramServerError:
            outcomes.append(person.name)
    assert outcomes == ["ok", "ok", "ok", "Anna", "ok"]


async def test_chance_is_the_same_for_the_same_seed() -> None:
    assert await _struck(seed=7) == await _struck(seed=7)
    assert 10 < len(await _struck(seed=7)) < 50


async def _struck(seed: int) -> list[int]:
    async with Playground(limits=False, seed=seed) as telegram:
        telegram.faults.add("json_500", probability=0.3)
        return [n for n in range(100) if telegram.faults.strike("sendMessage", 1) is not None]


async def test_a_reset_poll_hands_nothing_over(bot: Bot, telegram: Playground, anna: Person) -> None:
    telegram.faults.add("process_then_reset", "getUpdates", times=1)
    with pytest.raises(TelegramNetworkError):
        await bot.get_updates()
    assert telegram.updates.log[0].handed == []
    assert len(await bot.get_updates()) == 1


async def test_the_server_closes_while_calls_hang(telegram: Playground, bot: Bot) -> None:
    telegram.faults.add("hang", "getMe")
    async with asyncio.TaskGroup() as group:
        group.create_task(_fails(bot))
        await telegram.calls.made.wait(5)
        await asyncio.wait_for(telegram.stop(), 5)


async def _fails(bot: Bot) -> None:
    with pytest.raises(TelegramNetworkError):
        await bot.get_me()
