"""The clock is set while the bot runs: it is said once, and what is due is neither skipped nor doubled."""

from pathlib import Path

import pytest

from playground import Fault, Playground
from surveys.outreach.urgency import Urgency
from tests.e2e.conftest import Install
from tests.e2e.ledger import Door, Plan, free_address
from tests.e2e.movable_clock import WRONG_BY

HOUR_S = 3600
TWO = ("one", "two")


@pytest.mark.parametrize(
    ("database_url", "set_by_s"),
    [("sqlite", -3 * HOUR_S), ("postgresql", 24 * HOUR_S)],
    indirect=["database_url"],
)
async def test_a_clock_that_is_set_skips_and_doubles_nothing(
    install: Install, telegram: Playground, database_url: str, tmp_path: Path, set_by_s: int
) -> None:
    otklik = await install(database_url)
    anna = telegram.person("Канарейкина Анна", language="en", started=True)
    door, wrong_by = Door(free_address()), tmp_path / "wrong-by"
    wrong_by.write_text("0", encoding="ascii")
    settings = {"OTKLIK_HTTP__LISTEN": door.address, WRONG_BY: str(wrong_by)}
    life = await otklik.serve(settings=settings)
    await door.shows("serving", ok=True)
    plan = Plan()
    for text in TWO:
        plan.message(anna.id, Urgency.REPLY, f"This was due before: {text}")
    telegram.faults.add(Fault.TOO_MANY_REQUESTS, "sendMessage", times=1, retry_after=8)
    await plan.commit(otklik.url)
    await life.says("telegram asks to wait")
    wrong_by.write_text(str(set_by_s), encoding="ascii")
    await door.shows_jump(set_by_s)
    for text in TWO:
        await anna.sees(f"before: {text}", within=25)
    await anna.say("/privacy")
    await anna.sees("What we keep", within=20)
    await door.shows("serving", ok=True)
    assert await life.stop() == 0
    assert life.words.count("the clock was set seconds=") == 1
    texts = [message.text for message in anna.chat.messages if message.from_bot]
    assert [sum(f"before: {text}" in one for one in texts) for text in TWO] == [1, 1]
    assert not any("We were away" in one for one in texts)
