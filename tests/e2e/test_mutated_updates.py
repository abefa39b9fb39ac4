"""Whatever odd servers make of updates, the process lives, and who writes beside them is served."""

import logging
import time
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import select

from playground import Person, Playground
from storage.tables import inbox
from tests.e2e.conftest import Install
from tests.e2e.ledger import found
from tests.mutations import mutated
from tests.updates import Raw

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Mutated updates between two of a person who only wants an answer."""
SEED = 20261128


async def _asks(person: Person) -> float:
    """How long a person waits for an answer, in seconds."""
    before = len(person.chat.history)
    begun = time.monotonic()
    await person.say("/privacy")
    assert await person.chat.changed.until(
        lambda: any(one.from_bot for one in list(person.chat.history.values())[before:]), 30
    )
    return time.monotonic() - begun


def _has_words(payload: Mapping[str, Any]) -> bool:
    """Whether anybody could read words in it and who wrote them, with no look at how the bot reads."""
    for kind in ("message", "edited_message"):
        content: Any = payload.get(kind)
        if isinstance(content, dict):
            words = content.get("text") or content.get("caption")
            sender = content.get("from")
            has_sender = (
                isinstance(sender, dict) and type(sender.get("id")) is int and 0 < sender["id"] < 2**63
            )
            chat = content.get("chat")
            has_chat = isinstance(chat, dict) and type(chat.get("id")) is int and abs(chat["id"]) < 2**63
            return isinstance(words, str) and has_sender and has_chat
    return False


async def _serves_beside(install: Install, telegram: Playground, url: str, number: int, seed: int) -> None:
    otklik = await install(url)
    life = await otklik.serve()
    updates = mutated(number, seed)
    waits: list[float] = []
    while portion := list(islice(updates, AT_ONCE)):
        for raw in portion:
            telegram.updates.inject(**_payload(raw))
        # Somebody else each time: one chat gets a message a second at most.
        waits.append(await _asks(telegram.person(f"Anna {len(waits)}", language="en")))
    assert await telegram.updates.all_confirmed(30)
    assert life.alive, life.last_words()
    rows = await found(url, select(inbox).where(inbox.c.state == "poison"))
    assert [row.payload for row in rows if _has_words(row.payload)] == []
    log.warning(
        "%d mutated updates: %d poison (%s); the slowest of %d answers beside them took %.2f s",
        number, len(rows), dict(Counter(row.error for row in rows)), len(waits), max(waits),
    )  # fmt: skip
    assert await life.stop() == 0


def _payload(raw: Raw) -> Raw:
    return {key: value for key, value in raw.items() if key != "update_id"}


async def test_a_thousand_mutated_updates_stop_nobody(  # on each engine its half
    install: Install, telegram: Playground, database_url: str
) -> None:
    await _serves_beside(install, telegram, database_url, 500, SEED if "sqlite" in database_url else SEED + 1)


@pytest.mark.torture
@pytest.mark.parametrize("seed", [1, 2])
async def test_ten_thousand_mutated_updates_stop_nobody(
    install: Install, telegram: Playground, database_url: str, seed: int
) -> None:
    await _serves_beside(install, telegram, database_url, 10_000, seed)
