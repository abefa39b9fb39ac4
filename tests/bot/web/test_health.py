"""What /healthz says of a process that serves: `ok` while updates are stored and messages leave in time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.delivery.bot_api_client import NotSent
from storage.effects import Effects, flush
from storage.engines.database import Connection
from surveys.outreach.urgency import Urgency
from tests.e2e.ledger import Plan
from tests.harness import Harness
from tests.updates import ANNA


async def _state(harness: Harness) -> dict[str, Any]:
    return await harness.parts.health.state()


@pytest.fixture
async def heard(harness: Harness) -> Harness:
    """Telegram was just reached."""
    await harness.parts.recovery.seen(harness.fake_clock.now)
    return harness


async def _post(harness: Harness, urgency: Urgency, due_in: timedelta) -> None:
    """A message that waits in the outbox and that nobody sends."""
    row = Plan().message(ANNA.id, urgency, "Канарейка")
    effects = Effects()
    effects.add(replace(row, due_at=harness.fake_clock.now + due_in))
    await harness.database.write(flush, [effects])


async def test_all_is_well(heard: Harness) -> None:
    state = await _state(heard)
    assert state["ok"] is True
    assert state["state"] == "serving"
    errors = ("telegram_error", "database_error", "oldest_due_message_s", "clock_jumped_s")
    assert [state[name] for name in errors] == [None, None, None, None]
    assert (state["updates_waiting"], state["updates_poison"]) == (0, 0)


async def test_before_telegram_was_heard_nothing_is_well(harness: Harness) -> None:
    state = await _state(harness)
    assert (state["ok"], state["heard_from_telegram_s"]) == (False, None)


async def test_a_failed_try_to_reach_telegram_says_which_error_and_the_next_good_one_takes_it_back(
    heard: Harness,
) -> None:
    heard.parts.recovery.missed(NotSent("HTTP 502"))
    state = await _state(heard)
    assert (state["ok"], state["telegram_error"]) == (True, "HTTP 502")
    heard.fake_clock.move(seconds=130)
    assert (await _state(heard))["ok"] is False
    await heard.parts.recovery.seen(heard.fake_clock.now)
    state = await _state(heard)
    assert (state["ok"], state["telegram_error"]) == (True, None)


async def test_an_error_that_may_quote_somebody_is_named_by_its_kind(heard: Harness) -> None:
    heard.parts.recovery.missed(ValueError("Канарейкина"))
    assert (await _state(heard))["telegram_error"] == "ValueError"


@pytest.mark.parametrize("urgency", [Urgency.REPLY, Urgency.ESCALATION, Urgency.SERVICE])
async def test_a_message_that_is_late_by_more_than_five_minutes_is_not_well(
    heard: Harness, urgency: Urgency
) -> None:
    await _post(heard, urgency, -timedelta(minutes=4))
    assert (await _state(heard))["ok"] is True
    await _post(heard, urgency, -timedelta(minutes=6))
    state = await _state(heard)
    assert state["ok"] is False
    assert 359 < state["oldest_due_message_s"] < 390


async def test_a_broadcast_may_take_its_time_and_is_told_of(heard: Harness) -> None:
    await _post(heard, Urgency.SURVEY, -timedelta(hours=1))
    state = await _state(heard)
    assert state["ok"] is True
    assert state["oldest_due_message_s"] >= 3600


async def test_a_message_that_is_due_tomorrow_is_not_late(heard: Harness) -> None:
    await _post(heard, Urgency.REPLY, timedelta(days=1))
    state = await _state(heard)
    assert (state["ok"], state["oldest_due_message_s"]) == (True, None)


async def test_what_the_worker_found_wrong_with_the_store_is_told(heard: Harness) -> None:
    heard.parts.store_state.fault = "SQLITE_FULL"
    state = await _state(heard)
    assert (state["ok"], state["database_error"]) == (False, "SQLITE_FULL")


async def test_a_lead_that_may_be_lost_is_not_well(heard: Harness) -> None:
    heard.parts.health.leads = lambda: False
    assert (await _state(heard))["ok"] is False


def _refuse_writes(connection: Connection) -> None:
    """What only a write can show."""
    if connection.dialect.name == "sqlite":
        refusal = "BEGIN SELECT RAISE(ABORT, 'no room'); END"
        connection.execute(text(f"CREATE TRIGGER full BEFORE INSERT ON heartbeats {refusal}"))
        connection.execute(text(f"CREATE TRIGGER full_2 BEFORE UPDATE ON heartbeats {refusal}"))
        return
    connection.execute(text("ALTER TABLE heartbeats RENAME TO heartbeats_of_others"))


def _take_writes(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER full"))
        connection.execute(text("DROP TRIGGER full_2"))
        return
    connection.execute(text("ALTER TABLE heartbeats_of_others RENAME TO heartbeats"))


async def test_a_database_that_only_lets_itself_be_read_is_not_well(heard: Harness) -> None:
    await heard.database.write(_refuse_writes)
    try:
        state = await _state(heard)
    finally:
        await heard.database.write(_take_writes)
    assert state["ok"] is False
    assert state["database_error"]
    assert (await _state(heard))["ok"] is True
