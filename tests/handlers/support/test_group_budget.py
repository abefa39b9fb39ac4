"""A group that takes eighteen messages a minute shows what customers write all the same."""

import asyncio
import json
import time
from collections.abc import AsyncIterator

import pytest

from bot.delivery.rate_limiter import RateLimiter
from bot.processing.updates import inbox_updates_of
from handlers.cases.new_complaint import NewCase
from handlers.cases.opening import open_case
from handlers.cases.staff_forwarding import forward
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from playground import Message, Person, Playground, Update
from storage import tables
from storage.engines.database import Database
from surveys.cases.source import CaseSource
from surveys.questions.message_kind import MessageKind
from tests.handlers.support_harness import SupportHarness
from tests.harnesses import SharedProcess

PER_SECOND, PER_MINUTE = 28, 18


@pytest.fixture
async def busy(harness_database: Database, reading_process: SharedProcess) -> AsyncIterator[SupportHarness]:
    """A forum with Telegram's limits, at the usual settings."""
    limiter = RateLimiter(PER_SECOND, PER_MINUTE)
    async with (
        Playground(limits=True, seed=1) as telegram,
        SupportHarness(harness_database, telegram, reading_process, limiter).working() as working,
    ):
        await working.reload(forum=True)
        yield working


async def customers(busy: SupportHarness, count: int) -> list[Person]:
    """So many customers, of whom Anna is the first: what one of them says beyond three cases begins none."""
    others = [busy.telegram.person(f"Клиент {number}") for number in range(2, count + 1)]
    await busy.deliver(*[await person.start() for person in others])
    return [busy.anna, *others]


async def complain(busy: SupportHarness, number: int, person: Person) -> None:
    """As a finished complaint of that person's does; what follows is not waited for."""

    async def begin(ctx: UpdateContext) -> None:
        await open_case(ctx, NewCase(CaseSource.COMPLAINT, "delivery", words=f"Слова {number}."))

    await busy.harness.handled(person.id, begin)


async def write(busy: SupportHarness, words: str) -> None:
    """The customer writes about her case."""
    case = await busy.case(1)

    async def add(ctx: UpdateContext) -> None:
        assert await forward(ctx, case, Content(MessageKind.TEXT, words))

    await busy.harness.handled(busy.anna.id, add)


async def written_down(busy: SupportHarness, shown: Message) -> None:
    """The bot knows which of its messages that is."""
    async with asyncio.timeout(20):
        while shown.id not in [  # noqa: ASYNC110  # what is written down is no event
            place["message_id"] for place in await busy.harness.rows(tables.places)
        ]:
            await asyncio.sleep(0.01)


async def hand_over(busy: SupportHarness, update: Update) -> None:
    """Give the bot an update; what follows is not waited for."""
    raw, now = [json.loads(update.json())], busy.harness.fake_clock.now
    await busy.harness.worker.take(inbox_updates_of(raw, busy.telegram.bot_id, now))


async def test_a_reply_to_the_list_of_waiting_cases_reaches_no_customer_and_is_explained(
    busy: SupportHarness,
) -> None:
    for number, person in enumerate(await customers(busy, 8), 1):
        await complain(busy, number, person)
    await busy.group.changed.until(lambda: "Слова 8." in "".join(busy.said()), 20)
    shown = next(message for message in busy.shown() if "Слова 8." in message.text)
    assert shown.thread_id is None
    await written_down(busy, shown)
    heard = busy.heard()
    await hand_over(busy, await busy.vera.say("Уже едем!", to=busy.group, reply_to=shown))
    await busy.group.changed.until(lambda: "Клиенту ничего не отправлено" in "".join(busy.said()), 20)
    assert "Уже едем!" not in "".join(busy.heard())
    assert busy.heard()[: len(heard)] == heard


async def test_what_a_customer_writes_while_the_group_is_busy_comes_in_one_message(
    busy: SupportHarness,
) -> None:
    await complain(busy, 1, busy.anna)
    await busy.group.changed.until(lambda: any("Слова 1." in text for text in busy.said()), 20)
    for number in range(4):
        await write(busy, f"Ещё {number}.")
    await busy.group.changed.until(lambda: any("Ещё 3." in text for text in busy.said()), 20)
    said = [text for text in busy.said() if "Ещё" in text]
    assert len(said) < 4
    assert "\n".join(said).count("Ещё") == 4
    message = next(message for message in busy.shown() if "Ещё 3." in message.text)
    await written_down(busy, message)
    topic = busy.group.topics[message.thread_id or 0]
    await hand_over(busy, await busy.vera.say("Видим", to=busy.group, topic=topic))
    await busy.anna.sees("Видим", within=20)


async def test_25_complaints_within_a_second_are_read_within_a_minute(busy: SupportHarness) -> None:
    people = await customers(busy, 25)
    began = time.monotonic()
    for number, person in enumerate(people, 1):
        await complain(busy, number, person)
    seen: dict[int, float] = {}
    async with asyncio.timeout(70):
        while len(seen) < 25:
            text = "\n".join(busy.said())
            for number in range(1, 26):
                if f"Слова {number}." in text:
                    seen.setdefault(number, time.monotonic() - began)
            await asyncio.sleep(0.05)
    assert min(seen.values()) < 5
    assert max(seen.values()) < 60
    assert busy.telegram.calls.refused_by_limiter == 0
