"""A batch is one transaction: whatever one letter breaks, the others are served and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import insert, text, update

from bot.observability.logs import LogFormatter
from bot.processing.updates import inbox_updates_of
from storage import tables
from storage.effects import Effects, values_of
from storage.engines.database import Connection, Database
from storage.rows import Answer, Case, Message
from storage.states import InboxState
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.language.languages import Language
from tests.bot.delivery.flaky import Flaky, Moment
from tests.harness import NOON, Harness, opened
from tests.updates import ANN, ANNA, BORIS, ZOYA, Person, customers, said, tapped
from tests.updates import update as update_of

SECRET = "canary: what Anna wrote"


@pytest.fixture
def flaky(harness_database: Database) -> Flaky:
    return Flaky(harness_database)


@pytest.fixture
async def shaky(flaky: Flaky) -> AsyncIterator[Harness]:
    """An office whose database fails on request."""
    async with opened(flaky) as working:
        yield working


async def states(harness: Harness) -> dict[int, str]:
    return {row["update_id"]: row["state"] for row in await harness.rows(tables.inbox)}


async def spoil(harness: Harness, person: Person) -> None:
    """What the handler will read about this person makes it raise."""

    def write(connection: Connection) -> None:
        broken = update(tables.conversations).where(tables.conversations.c.customer_id == customer["id"])
        connection.execute(broken.values(given=7))

    [customer] = [row for row in await harness.customers() if row["telegram_id"] == person.id]
    await harness.database.write(write)


async def answer_before(harness: Harness, person: Person) -> None:
    """The answer that this person is about to give is stored, and their conversation does not know it."""
    [customer] = [row for row in await harness.customers() if row["telegram_id"] == person.id]
    conversation = customer["conversation_id"]
    key = (harness.ids.next(), conversation, customer["id"], "nps", "score", "score", Language.RU)
    answer = Answer(*key, NOON.date(), NOON, score=3)

    def write(connection: Connection) -> None:
        connection.execute(insert(tables.answers), [values_of(answer)])

    await harness.database.write(write)


async def test_four_kinds_of_poison_in_one_batch_spoil_nothing_but_themselves(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    good = customers(10)
    await harness.deliver(*(said(person, "/rate") for person in (*good, BORIS, ZOYA)))
    await spoil(harness, BORIS)
    await answer_before(harness, ZOYA)
    poison = {
        "ValidationError": update_of(message={"message_id": "seven", "text": SECRET}),
        "UnknownKind": update_of(telepathy={"from": ANNA.user, "thought": SECRET}),
        "TypeError": said(BORIS, f"9 {SECRET}"),
        "IntegrityError": said(ZOYA, f"9, {SECRET}"),
    }
    scores = [said(person, "9, отлично") for person in good]
    told = await harness.deliver(*scores[:5], *poison.values(), *scores[5:])

    sorry = [one for one in told if "не справились" in one.text]
    assert [one.body["chat_id"] for one in sorry] == [BORIS.id, ZOYA.id]
    assert sum("Ваша оценка: 9" in one.text for one in told) == len(good) == len(told) - len(sorry)
    assert sum(row["score"] == 9 for row in await harness.rows(tables.answers)) == len(good)
    kept = {
        row["update_id"]: row for row in await harness.rows(tables.inbox) if row["state"] == InboxState.POISON
    }
    assert {row["error"]: row["update_id"] for row in kept.values()} == {
        error: update["update_id"] for error, update in poison.items()
    }
    assert all(SECRET in str(row["payload"]) for row in kept.values())
    assert harness.metrics.registry.get_sample_value("otklik_updates_total", {"outcome": "poison"}) == 4

    said_in_log = "\n".join(LogFormatter().format(record) for record in caplog.records)
    assert said_in_log.count("update is poison") == 4
    assert SECRET not in said_in_log
    assert ANNA.name not in said_in_log


async def test_a_value_that_the_program_does_not_know_spoils_only_the_update_that_meets_it(
    harness: Harness,
) -> None:
    await harness.deliver(said(ANNA, "/start"), said(ZOYA, "/start"))
    stored = await harness.customers()
    [zoya] = [row["id"] for row in stored if row["telegram_id"] == ZOYA.id]
    case = Case(7, 1, zoya, CaseSource.COMPLAINT, Status.OPEN, NOON.date(), NOON)

    def write(connection: Connection) -> None:
        connection.execute(insert(tables.cases), [values_of(case)])
        connection.execute(text("UPDATE cases SET status = 'frozen'"))
        connection.execute(update(tables.customers).where(tables.customers.c.id == zoya).values(case_id=7))
        connection.execute(text("UPDATE customers SET language = 'eo'"))

    await harness.database.write(write)
    told = await harness.deliver(said(ZOYA, "Где заказ?"), said(ANNA, "Спасибо"))
    assert [one.body["chat_id"] for one in told if "could not handle" not in one.text] == [ANNA.id]
    [spoilt] = [row for row in await harness.rows(tables.inbox) if row["state"] == InboxState.POISON]
    assert spoilt["error"] == "ValueError"
    assert len(await harness.deliver(said(ZOYA, "/help"))) == 1


async def test_poison_is_not_handled_again(harness: Harness) -> None:
    update = update_of(telepathy={"from": ANNA.user})
    for _ in range(3):
        await harness.deliver(update, said(ANNA, "/help"))
    assert harness.metrics.registry.get_sample_value("otklik_updates_total", {"outcome": "poison"}) == 1


async def test_a_tap_that_cannot_be_handled_stops_spinning_without_words(harness: Harness) -> None:
    nine = (await harness.say(ANNA, "/rate")).buttons["9"]
    await spoil(harness, ANNA)
    tap = tapped(ANNA, nine)
    await harness.deliver(tap)
    assert await harness.fake_bot_api.acknowledgement(tap["callback_query"]["id"]) is None


async def test_an_update_that_comes_again_is_known(harness: Harness) -> None:
    start, help_page = said(ANNA, "/start"), said(ANNA, "/help")
    assert len(await harness.deliver(start, start, help_page, start)) == 2
    assert await harness.deliver(help_page, start) == []
    assert set((await states(harness)).values()) == {InboxState.DONE}


async def test_a_lane_keeps_its_order_also_when_more_arrives_meanwhile(harness: Harness) -> None:
    first = [said(ANNA, text) for text in ("/rate", "4", "Долго", "ещё 1")]
    then = [said(ANNA, text) for text in ("ещё 2", "ещё 3")]
    await asyncio.gather(*(harness.worker.take(inbox_updates_of(some, 42, NOON)) for some in (first, then)))
    await harness.deliver()
    _, why = await harness.rows(tables.answers)
    assert why["words"] == "Долго"
    assert [row["words"] for row in await harness.rows(tables.messages)] == ["ещё 1", "ещё 2", "ещё 3"]


async def test_more_people_than_a_batch_holds_are_all_served(harness: Harness) -> None:
    people = customers(230)
    told = await harness.deliver(*(said(person, "/help") for person in people))
    assert sorted(one.body["chat_id"] for one in told) == [person.id for person in people]


async def test_what_was_handed_over_is_finished_when_asked_to_stop(harness_database: Database) -> None:
    async with opened(harness_database) as harness, asyncio.TaskGroup() as tasks:
        arrived = inbox_updates_of([said(ANNA, "/help"), said(BORIS, "/help")], 42, NOON)
        taking = tasks.create_task(harness.worker.take(arrived))
        await asyncio.sleep(0)
        harness.worker.stop()
        await taking
        assert len(await harness.told()) == 2


async def test_what_was_handed_over_is_durable_even_while_the_lane_is_busy(harness: Harness) -> None:
    updates = [said(ANNA, f"{number}") for number in range(5)]
    await harness.worker.take(inbox_updates_of(updates, 42, NOON))
    assert set(await states(harness)) == {one["update_id"] for one in updates}


@pytest.mark.parametrize("moment", [Moment.BEGIN, Moment.COMMIT, Moment.COMMITTED])
@pytest.mark.parametrize("times", [1, 2])
async def test_a_database_that_fails_for_a_while_loses_nothing_and_doubles_nothing(
    shaky: Harness, flaky: Flaky, moment: Moment, times: int
) -> None:
    people = customers(3)
    await shaky.deliver(*(said(person, "/rate") for person in people))
    flaky.fail(moment, times)
    told = await shaky.deliver(*(said(person, "9") for person in people))
    assert len(told) == 3
    assert await shaky.scores() == {9: 3}
    assert set((await states(shaky)).values()) == {InboxState.DONE}


async def test_nobody_is_told_received_while_nothing_can_be_written(shaky: Harness, flaky: Flaky) -> None:
    flaky.away = True
    async with asyncio.TaskGroup() as tasks:
        arrived = inbox_updates_of([said(ANNA, "/help")], 42, NOON)
        taking = tasks.create_task(shaky.worker.take(arrived))
        done, _ = await asyncio.wait([taking], timeout=0.3)
        assert not done
        assert await shaky.rows(tables.inbox) == []
        flaky.away = False
    assert len(await shaky.told()) == 1


def tells_of(words: str) -> Any:
    def about(effects: Sequence[Effects], *args: Any) -> bool:
        added = [row for one in effects for row in one.added if isinstance(row, Message)]
        return any(row.words == words for row in added)

    return about


async def test_an_update_that_alone_is_refused_for_a_day_is_poison_and_the_others_are_served_meanwhile(
    shaky: Harness, flaky: Flaky
) -> None:
    """Half a minute the store is blamed; then what it takes is served, and the rest tried now and then."""
    flaky.fail(Moment.COMMIT, 10**6, about=tells_of("heavy"))
    updates = [said(ANNA, "light"), said(ANN, "heavy"), said(ZOYA, "light")]
    async with asyncio.TaskGroup() as tasks:
        taking = tasks.create_task(shaky.worker.take(inbox_updates_of(updates, 42, NOON)))
        await _until(lambda: shaky.parts.store_state.fault == "SQLITE_BUSY")
        assert await shaky.rows(tables.inbox) == []
        shaky.fake_clock.move(seconds=31)
        await taking
    await _until_states(shaky, [InboxState.DONE, InboxState.WAITING, InboxState.DONE])
    assert sorted(one.body["chat_id"] for one in await shaky.told()) == sorted([ANNA.id, ZOYA.id])
    later = said(ANN, "light")
    await shaky.worker.take(inbox_updates_of([later, said(ANNA, "light")], 42, shaky.fake_clock.now))
    assert (await states(shaky))[later["update_id"]] == InboxState.WAITING  # it keeps its place in the lane
    shaky.fake_clock.move(hours=25)
    await shaky.worker.take([])
    await _until_states(
        shaky, [InboxState.DONE, InboxState.POISON, InboxState.DONE, InboxState.DONE, InboxState.DONE]
    )


async def test_an_update_that_alone_is_refused_for_a_while_is_handled_at_last(
    shaky: Harness, flaky: Flaky
) -> None:
    flaky.fail(Moment.COMMIT, 10**6, about=tells_of("heavy"))
    async with asyncio.TaskGroup() as tasks:
        updates = inbox_updates_of([said(ANN, "heavy"), said(ANN, "light")], 42, NOON)
        taking = tasks.create_task(shaky.worker.take(updates))
        await _until(lambda: shaky.parts.store_state.fault is not None)
        shaky.fake_clock.move(seconds=31)
        await taking
    flaky.times = 0
    shaky.fake_clock.move(hours=2)
    await shaky.worker.take([])
    await _until_states(shaky, [InboxState.DONE, InboxState.DONE])
    assert [row["words"] for row in await shaky.rows(tables.messages)] == ["heavy", "light"]


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110  # a plain value rings no bell
            await asyncio.sleep(0.01)


async def _until_states(harness: Harness, wanted: list[InboxState]) -> None:
    async with asyncio.timeout(20):
        while list((await states(harness)).values()) != wanted:
            await harness.worker.take([])
