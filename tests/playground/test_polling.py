"""getUpdates hands over, confirms, forgets and redelivers as Telegram's own server does."""

import asyncio
import time

from playground import Person, Playground
from tests.playground.conftest import Api


async def test_an_unconfirmed_update_is_handed_over_again(api: Api, anna: Person) -> None:
    first = await api.updates()
    again = await api.updates()
    assert first == again
    assert len(first) == 1


async def test_a_later_offset_confirms_even_if_its_own_answer_is_lost(
    api: Api, telegram: Playground, anna: Person
) -> None:
    (update,) = telegram.updates.log
    await api.updates()
    telegram.faults.add("process_then_reset", "getUpdates", times=1)
    try:
        await api("getUpdates", offset=update.id + 1)
    except OSError:
        lost = True
    assert lost
    assert update.confirmed is not None
    assert await api.updates() == []


async def test_handing_over_is_not_confirming(api: Api, telegram: Playground, anna: Person) -> None:
    (update,) = telegram.updates.log
    assert (update.handed, update.confirmed) == ([], None)
    await api.updates()
    assert len(update.handed) == 1
    assert update.confirmed is None
    assert update.created <= update.handed[0]


async def test_a_batch_holds_at_most_a_hundred_in_order(api: Api, anna: Person) -> None:
    for number in range(120):
        await anna.say(str(number))
    ids = [int(str(update["update_id"])) for update in await api.updates(limit=1000)]
    assert len(ids) == 100
    assert ids == sorted(ids)
    assert len(await api.updates(limit=7)) == 7


async def test_a_negative_offset_keeps_only_the_newest(api: Api, telegram: Playground, anna: Person) -> None:
    newest = await anna.say("newest")
    assert [update["update_id"] for update in await api.updates(offset=-1)] == [newest.id]
    assert telegram.updates.log[0].dropped == "forgotten"


async def test_a_long_poll_ends_when_something_arrives(api: Api, anna: Person) -> None:
    (first,) = await api.updates()
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(api.updates(offset=int(str(first["update_id"])) + 1, timeout=30))
        await anna.say("hello")
        assert len(await asyncio.wait_for(poll, 5)) == 1


async def test_a_long_poll_ends_with_nothing_after_its_timeout(api: Api) -> None:
    started = time.monotonic()
    assert await api.updates(timeout=1) == []
    assert 0.9 < time.monotonic() - started < 3


async def test_of_two_pollers_the_older_is_sent_away(api: Api, telegram: Playground) -> None:
    async with asyncio.TaskGroup() as group:
        older = group.create_task(api.refusal("getUpdates", timeout=30))
        await _until_called(telegram, 1)
        newer = group.create_task(api.updates(timeout=30))
        assert (await older).startswith("409 Conflict: terminated by other getUpdates request")
        await telegram.person("Anna").start()
        assert len(await newer) == 1


async def test_polling_beside_a_webhook_is_a_conflict(api: Api, telegram: Playground) -> None:
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(api.refusal("getUpdates", timeout=30))
        await _until_called(telegram, 1)
        await api("setWebhook", url="http://127.0.0.1:9/")
        assert (await waiting).startswith("409 Conflict: can't use getUpdates method while webhook is active")
    assert (await api.refusal("getUpdates")).startswith("409 Conflict: can't use getUpdates")
    await api("deleteWebhook")
    assert await api.updates() == []


async def test_a_poller_that_died_while_waiting_was_handed_nothing(api: Api, telegram: Playground) -> None:
    async with asyncio.TaskGroup() as group:
        dying = group.create_task(api.updates(timeout=30))
        await _until_called(telegram, 1)
        dying.cancel()
    await api("getMe")
    start = await telegram.person("Anna").start()
    await api("getMe")
    assert start.handed == []
    assert len(await api.updates()) == 1


async def test_wanted_kinds_stick_until_changed(api: Api, telegram: Playground, anna: Person) -> None:
    await api.updates(allowed_updates=["callback_query"])
    await api.updates()
    hidden = await anna.say("not wanted")
    assert hidden.dropped == "not allowed"
    await api.updates(allowed_updates=[])
    assert (await anna.say("wanted again")).pending


async def test_a_tap_lives_150_seconds_and_a_message_a_day(
    api: Api, telegram: Playground, anna: Person
) -> None:
    markup = {"inline_keyboard": [[{"text": "9", "callback_data": "9"}]]}
    await api("sendMessage", chat_id=anna.id, text="score", reply_markup=markup)
    tap = await anna.tap(await anna.sees("score"), "9")
    telegram.clock.advance(149)
    assert len(await api.updates()) == 2
    telegram.clock.advance(2)
    assert len(await api.updates()) == 1
    assert tap.dropped == "expired"
    telegram.clock.advance(86_400)
    assert await api.updates() == []


async def test_duplicates_unknown_kinds_and_nonsense_can_be_injected(
    api: Api, telegram: Playground, anna: Person
) -> None:
    (start,) = telegram.updates.log
    await api.updates(offset=start.id + 1)
    telegram.updates.repeat(start)
    confirmed = {"offset": start.id + 1}
    telegram.updates.inject(brand_new_thing={"x": 1})
    telegram.updates.inject(message={"message_id": "seven"})
    kinds = [next(key for key in update if key != "update_id") for update in await api.updates(**confirmed)]
    assert kinds == ["message", "brand_new_thing", "message"]
    telegram.updates.duplicate_share = 1.0
    assert len(await api.updates()) == 6


async def test_all_confirmed_waits_for_the_bot(api: Api, telegram: Playground, anna: Person) -> None:
    assert not await telegram.updates.all_confirmed(within=0.01)
    async with asyncio.TaskGroup() as group:
        done = group.create_task(telegram.updates.all_confirmed(within=5))
        await api.updates(offset=telegram.updates.log[-1].id + 1)
        assert await done


async def _until_called(telegram: Playground, calls: int) -> None:
    assert await telegram.calls.made.until(lambda: len(telegram.calls.log) >= calls, 5)
