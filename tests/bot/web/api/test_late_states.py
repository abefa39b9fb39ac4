"""What comes late never overwrites what is newer, in whatever order, however many at once."""

import asyncio
from itertools import permutations
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.jobs.intake import Intake
from storage.reports import totals
from storage.tables import customers, orders
from tests.bot.web.api.conftest import Program

_STATES = select(orders.c.amount_minor, orders.c.status)
_NAMES = select(customers.c.name)


def _order(number: int, minute: int | None, **values: Any) -> dict[str, Any]:
    return {
        "id": f"o-{number}-{minute}-{values}",
        "type": "order.created",
        "order_id": f"A-{number}",
        "customer_id": "C-7",
        "ordered_at": "2026-10-03T12:00:00+03:00",
        "updated_at": None if minute is None else f"2026-10-03T12:{minute:02}:00+03:00",
        "amount": minute or 0,
        **values,
    }


def _customer(minute: int, name: str) -> dict[str, Any]:
    updated_at = f"2026-10-03T09:{minute:02}:00Z"
    return {
        "id": name, "type": "customer.upserted", "customer_id": "C-7", "name": name, "updated_at": updated_at
    }  # fmt: skip


@pytest.mark.parametrize("minutes", list(permutations([1, 2, 3])))
async def test_the_newest_state_of_an_order_stays(program: Program, minutes: tuple[int, ...]) -> None:
    for minute in (*minutes, *minutes):
        assert (await program.tell(_order(1, minute))).status == 200
    assert await program.rows(_STATES) == [(300, None)]


@pytest.mark.parametrize("minutes", list(permutations([1, 2, 3])))
async def test_the_newest_state_of_one_request_stays(program: Program, minutes: tuple[int, ...]) -> None:
    answer = await program.tell([_order(1, minute) for minute in minutes])
    assert answer.body["accepted"] == 3
    assert await program.rows(_STATES) == [(300, None)]


@pytest.mark.parametrize("names", list(permutations(["1", "2", "3"])))
async def test_the_newest_state_of_a_customer_stays(program: Program, names: tuple[str, ...]) -> None:
    for name in names:
        await program.tell(_customer(int(name), name))
    assert await program.rows(_NAMES) == [("3",)]


async def test_a_cancelled_order_is_not_paid_by_what_comes_late(program: Program) -> None:
    await program.tell(_order(1, 1, status="new"))
    await program.tell(_order(1, 3, status="cancelled"))
    late = await program.tell(_order(1, 2, status="paid"))
    assert late.body["accepted"] == 1
    assert await program.rows(_STATES) == [(300, "cancelled")]
    restored = await program.tell(_order(1, 4, status="paid"))
    assert restored.body["accepted"] == 1
    assert await program.rows(_STATES) == [(400, "paid")]


@pytest.mark.parametrize("minute", [None, 3])
async def test_a_cancellation_counts_from_its_moment_or_now(program: Program, minute: int | None) -> None:
    await program.tell(_order(1, 1))
    cancelled = {"id": "c", "type": "order.cancelled", "order_id": "A-1"}
    told = cancelled if minute is None else cancelled | {"updated_at": f"2026-10-03T12:{minute:02}:00+03:00"}
    await program.tell(told)
    await program.tell(_order(1, 2, status="paid"))
    assert await program.rows(_STATES) == [(100, "cancelled")]


async def test_a_late_cancellation_changes_nothing(program: Program) -> None:
    await program.tell(_order(1, 3, status="paid"))
    cancelled = {"id": "c", "type": "order.cancelled", "order_id": "A-1"}
    assert (await program.tell(cancelled | {"updated_at": "2026-10-03T09:02:00Z"})).body["accepted"] == 1
    assert await program.rows(_STATES) == [(300, "paid")]


async def test_who_says_no_moment_is_believed(program: Program) -> None:
    await program.tell([_order(1, 3), _order(1, None, amount=7)])
    assert await program.rows(_STATES) == [(700, None)]
    await program.tell(_order(1, 2))
    assert await program.rows(_STATES) == [(700, None)]


async def test_two_states_of_one_moment_are_taken_as_they_come(program: Program) -> None:
    await program.tell([_order(1, 3, status="new"), _order(1, 3, status="paid")])
    assert await program.rows(_STATES) == [(300, "paid")]


async def test_what_is_no_moment_is_told(program: Program) -> None:
    [refused] = (await program.tell(_order(1, 1, updated_at="03/04/2026"))).body["refused"]
    assert (refused["code"], "«updated_at»" in refused["message"]) == ("record-two-days", True)
    cancelled = {"id": "c", "type": "order.cancelled", "order_id": "A-1", "updated_at": "yesterday"}
    assert (await program.tell(cancelled)).status == 422


async def test_of_many_writers_at_once_the_newest_state_stays(program: Program) -> None:
    """As of the API and of jobs that fetch: they do not wait for each other's turn."""
    await program.tell([_order(number, 0) for number in range(5)])
    harness, now = program.harness, program.harness.fake_clock.now
    told = [_order(number, minute) for minute in range(1, 20) for number in range(5)]
    Random(9).shuffle(told)
    rows = [told[start : start + 5] for start in range(0, len(told), 5)]

    writers = [Intake(harness.parts.job_context, "api") for _ in rows]
    await asyncio.gather(*(writer.take(row, now) for writer, row in zip(writers, rows, strict=True)))
    assert await program.rows(_STATES) == [(1900, None)] * 5
    assert await harness.database.read(totals.differences) == []


async def test_of_many_who_tell_of_the_same_new_order_at_once_none_is_refused(program: Program) -> None:
    harness, now = program.harness, program.harness.fake_clock.now
    told = [_order(1, minute) for minute in range(1, 9)]
    writers = [Intake(harness.parts.job_context, "api") for _ in told]
    found = await asyncio.gather(
        *(writer.take([one], now) for writer, one in zip(writers, told, strict=True))
    )
    assert [one.accepted for one in found] == [1] * len(told)
    assert await program.rows(_STATES) == [(800, None)]
    assert await harness.database.read(totals.differences) == []
