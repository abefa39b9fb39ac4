"""A campaign at Telegram's pace over lives that are killed, while customers go on tapping."""

import asyncio
import logging
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Connection, insert, select

from handlers.manager.campaign_progress import place_of
from playground import Message, Person, Playground
from playground.calls import Call
from storage import tables
from storage.effects import addresses_of
from storage.ids import Ids
from storage.outreach import campaign_counts
from storage.row_values import values_of
from storage.rows import Campaign, Consent, Customer, Place
from surveys.language.languages import Language
from surveys.outreach.audience import Audience
from surveys.outreach.campaigns import CampaignKind, CampaignState
from surveys.outreach.consents import ConsentKind
from surveys.outreach.policy import PolicyReason
from tests.e2e.conftest import Install
from tests.e2e.ledger import found, write
from tests.e2e.life import Life, Otklik

log = logging.getLogger(__name__)

MANY: Final = "OTKLIK_PEOPLE"
"""The variable of the environment that says how many people get it, 50 000 without it."""
PER_SECOND: Final = 25
"""Three less than usual: calls of a process on a busy machine arrive in bunches."""
EVENLY: Final = {"OTKLIK_TELEGRAM__MESSAGES_PER_SECOND": str(PER_SECOND)}
BLOCKED_EVERY: Final = 20
KILLS: Final = 6
CHATTING: Final = 24
THINKS_S: Final = (4.0, 10.0)
PATIENCE_S: Final = 10.0
REPLIED_WITHIN_S: Final = 1.0
OFFER: Final = "A gift awaits you"


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(limits=True, seed=3) as playground:
        yield playground


@dataclass(slots=True)
class Taps:
    """Customers who tap again and again; how long each tap waited for its answer while the process lived."""

    done: asyncio.Event = field(default_factory=asyncio.Event)
    ends: int = 0
    """How often the process has ended."""
    waits: list[float] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(5))

    async def go_on(self, person: Person) -> None:
        while not self.done.is_set():
            with suppress(AssertionError, LookupError):  # the process ended before the question came
                await self._rate(person)

    async def _rate(self, person: Person) -> None:
        await self._think()
        said = await person.say("/rate")
        question = await person.sees("how likely are you", within=PATIENCE_S, after=said.message)
        ends = self.ends
        while not self.done.is_set() and self.ends == ends:
            await self._tap(person, question, "9", "Your score: 9")
            await self._tap(person, question, "✏️ Change my score", "how likely are you")

    async def _tap(self, person: Person, message: Message, button: str, text: str) -> None:
        await self._think()
        begun, ends = time.monotonic(), self.ends
        await person.tap(message, button)
        await person.chat.changed.until(lambda: text in message.text, PATIENCE_S)
        if ends == self.ends:
            self.waits.append(time.monotonic() - begun)

    async def _think(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.done.wait(), self.dice.uniform(*THINKS_S))


def _store(connection: Connection, people: Sequence[Person], owner: Message) -> int:
    """People who allowed offers, and a campaign to all of them that was started just now; its id."""
    ids, now = Ids(), datetime.now(UTC)
    rows = [Customer(ids.next(), one.id, Language.EN, now, name=one.name) for one in people]
    for part in (rows[at : at + 1000] for at in range(0, len(rows), 1000)):
        consents = [Consent(ids.next(), row.id, ConsentKind.PROMOTION, True, "test", now) for row in part]
        addresses = [one for row in part for one in addresses_of(row)]
        for some in (part, addresses, consents):
            connection.execute(insert(some[0].table), [values_of(row) for row in some])
    new_id = ids.next()
    campaign = Campaign(
        new_id, name="Gift", kind=CampaignKind.PROMOTION, words={"ru": OFFER, "en": OFFER}, holdout=0.0,
        block_limit=0.5, complaint_limit=0.5, created_by=owner.chat.id, created_at=now,
        audience=Audience().to_json(), state=CampaignState.RUNNING, started_at=now, enrolled_below=new_id,
    )  # fmt: skip
    place = Place(place_of(new_id), owner.chat.id, None, owner.id, filled_at=now)
    for row in (campaign, place):
        connection.execute(insert(row.table), [values_of(row)])
    return new_id


def _offers(telegram: Playground) -> list[Call]:
    sent = telegram.calls.of("sendMessage")
    return [call for call in sent if call.params.text("text") == OFFER]


async def _sent(telegram: Playground, otklik: Otklik, number: int, life: Life) -> None:
    """That many of the campaign have arrived, or nothing waits any more; AssertionError where it hangs."""
    count, seen_at = -1, time.monotonic()
    while (now := len(_offers(telegram))) < number:
        assert life.alive, life.last_words()
        if now != count:
            count, seen_at = now, time.monotonic()
        elif time.monotonic() - seen_at > PATIENCE_S:
            settled = select(tables.campaigns.c.settled_at)
            assert [row.settled_at for row in await found(otklik.url, settled)] != [None], life.last_words()
            return
        await asyncio.sleep(0.5)


def _rate(telegram: Playground, spans: Sequence[Sequence[Call]]) -> float:
    """Calls a second while the process lived and sent the campaign: an answer to a tap takes a turn too."""
    times = [call.at for call in telegram.calls.of("sendMessage", "editMessageText")]
    ends = [(span[0].at, span[-1].at) for span in spans]
    calls = sum(begin < at <= end for at in times for begin, end in ends)
    return calls / sum(end - begin for begin, end in ends)


@pytest.mark.torture
async def test_fifty_thousand_get_it_at_most_once_at_the_rate_while_lives_are_killed(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    number = int(os.environ.get(MANY) or 50_000)
    owner = telegram.person("Канарейка", language="en")
    url = f"sqlite:///{tmp_path}/otklik.db"
    otklik = await install(url, settings=EVENLY, owners=[owner.id])
    await otklik.migrate()
    crowd = [telegram.person(f"Канарейкин {one}", started=True) for one in range(number)]
    for person in crowd[::BLOCKED_EVERY]:
        person.blocked = True  # long ago: nobody hears of it
    life = await otklik.serve()
    said = await owner.start()
    greeting = await owner.sees("", within=PATIENCE_S, after=said.message)
    campaign = await write(url, _store, crowd, greeting)
    taps, spans = Taps(), []
    async with asyncio.TaskGroup() as group:
        for one in range(CHATTING):
            group.create_task(taps.go_on(telegram.person(f"Канарейкина {one}", language="en")))
        for part in range(1, KILLS + 2):
            before = len(_offers(telegram))
            await _sent(telegram, otklik, number * part // (KILLS + 1), life)
            spans.append(_offers(telegram)[before:])
            if part <= KILLS:
                taps.ends += 1
                await (life.kill() if part % 3 else life.stop())
                life = await otklik.serve()
                taps.ends += 1
        taps.done.set()
    await _sent(telegram, otklik, number + 1, life)
    progress = await write(url, campaign_counts.progress, campaign)
    assert await life.stop() == 0

    waits = sorted(taps.waits)
    p99 = waits[len(waits) * 99 // 100]
    rate = _rate(telegram, [span for span in spans if len(span) > 1])
    log.warning(
        "people=%d rate=%.2f of %d taps=%d p99=%.3f longest=%.3f refused=%d sent=%d uncertain=%d",
        number, rate, PER_SECOND, len(waits), p99, waits[-1], telegram.calls.refused_by_limiter,
        progress.sent, progress.uncertain,
    )  # fmt: skip
    tried = [call for call in _offers(telegram) if call.outcome != "429"]
    assert set(Counter(call.chat_id for call in tried).values()) == {1}
    assert telegram.calls.refused_by_limiter == 0
    assert progress.still_open == 0
    blocked = progress.dropped[PolicyReason.UNREACHABLE]
    assert progress.sent + progress.uncertain + blocked == number
    assert progress.uncertain <= KILLS * 16
    assert rate >= 0.95 * PER_SECOND
    assert p99 < REPLIED_WITHIN_S
