"""What other programs say of customers and orders counts once, and what is wrong is told by its place."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.web.api.request import LARGEST
from storage import api_keys
from storage.tables import addresses, customers, orders, received_events
from surveys.records.events import MOST
from tests.bot.web.api.conftest import CONFIGURED, Program


def order(number: int, **values: Any) -> dict[str, Any]:
    return {
        "id": f"e-{number}",
        "type": "order.created",
        "order_id": f"A-{number}",
        "customer_id": "C-7",
        "ordered_at": "2026-10-03T12:30:00+03:00",
        "amount": "1234.50",
    } | values


_ORDERS = select(orders.c.external_id, orders.c.amount_minor, orders.c.status).order_by(orders.c.external_id)


async def test_a_customer_and_their_orders_are_stored(program: Program) -> None:
    upserted = {
        "id": "e-0",
        "type": "customer.upserted",
        "customer_id": "C-7",
        "phone": "8 (916) 123-45-67",
        "name": "Анна",
        "segment": "vip",
        "bonus_points": 12,
    }
    answer = await program.tell([upserted, order(1), order(2, amount=990, touchpoint="delivery")])
    assert (answer.status, answer.body) == (200, {"accepted": 3, "duplicates": 0, "refused": []})
    assert await program.rows(_ORDERS) == [("A-1", 123450, None), ("A-2", 99000, None)]
    [(name, segment, attributes)] = await program.rows(
        select(customers.c.name, customers.c.segment, customers.c.attributes)
    )
    assert (name, segment, attributes) == ("Анна", "vip", {"bonus_points": "12"})
    values = await program.rows(select(addresses.c.value))
    assert ("+79161234567",) in values


async def test_one_event_alone_and_one_in_each_line_are_taken(program: Program) -> None:
    assert (await program.tell(order(1))).body["accepted"] == 1
    lines = '{"id": "e-2", "type": "order.cancelled", "order_id": "A-1"}\n\nno json\n{"id": 5}\n'
    headers = {"Authorization": f"Bearer {CONFIGURED}", "Content-Type": "application/x-ndjson"}
    answer = await program.ask("POST", "/api/v1/events", data=lines, headers=headers)
    assert answer.body["accepted"] == 1
    assert [refused["position"] for refused in answer.body["refused"]] == [1, 2]
    assert await program.rows(_ORDERS) == [("A-1", 123450, "cancelled")]


async def test_the_same_id_again_changes_nothing(program: Program) -> None:
    await program.tell([order(1), order(1, amount=5)])
    again = await program.tell([order(1, amount=7), order(2)])
    assert again.body == {"accepted": 1, "duplicates": 1, "refused": []}
    assert await program.rows(_ORDERS) == [("A-1", 123450, None), ("A-2", 123450, None)]


async def test_ten_at_once_of_one_new_customer_are_one_customer_and_ten_orders(program: Program) -> None:
    answers = await asyncio.gather(*(program.tell([order(n), order(1)]) for n in range(1, 11)))
    assert sum(answer.body["accepted"] for answer in answers) == 10
    assert await program.rows(select(func.count()).select_from(customers)) == [(1,)]
    assert await program.rows(select(func.count()).select_from(orders)) == [(10,)]


async def test_a_bad_one_is_refused_by_its_place_and_may_come_again_mended(program: Program) -> None:
    bad = [
        order(2, ordered_at="03/04/2026"),
        order(3, amount="a lot"),
        order(4, customer_id=None),
        {"id": "e-5", "type": "order.cancelled", "order_id": "A-99"},
        {"id": "e-6", "type": "order.shipped"},
        order(7, basket=[1, 2]),
        order(8, touchpoint="x" * 150),
        "no object",
    ]
    answer = await program.tell([order(1), *bad])
    assert answer.status == 200
    assert answer.body["accepted"] == 1
    refused = answer.body["refused"]
    assert [(one["position"], one["code"]) for one in refused] == [
        (1, "record-two-days"),
        (2, "record-no-amount"),
        (3, "record-nobody"),
        (4, "event-unknown-order"),
        (5, "event-no-type"),
        (6, "event-wrong-value"),
        (7, "record-too-long"),
        (8, "event-no-object"),
    ]
    assert "«ordered_at»" in refused[0]["message"]
    again = await program.tell([order(2), order(4), order(8)])
    assert again.body["accepted"] == 3
    taken = await program.rows(select(received_events.c.event))
    assert {event_id for (event_id,) in taken} == {"e-1", "e-2", "e-4", "e-8"}


async def test_where_all_are_refused_the_status_says_so(program: Program) -> None:
    assert (await program.tell(order(1, amount=None))).status == 422


async def test_who_unsubscribes_has_left_at_that_moment(program: Program) -> None:
    program.harness.fake_clock.now = now = datetime(2026, 10, 20, 9, tzinfo=UTC)
    await program.tell({"id": "1", "type": "customer.upserted", "phone": "+79161234567"})
    await program.tell({"id": "2", "type": "subscription.cancelled", "phone": "+79161234567"})
    assert await program.rows(select(customers.c.left_at)) == [(now,)]


async def test_who_has_no_key_is_told_how_to_get_one(program: Program) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {CONFIGURED}"}):
        answer = await program.ask("POST", "/api/v1/events", json=order(1), headers=headers)
        assert answer.status == 401
        assert answer.body["error"]["code"] == "api-no-key"
        assert "otklik key add" in answer.body["error"]["message"]
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert await program.rows(_ORDERS) == []


async def test_a_key_opens_until_it_is_revoked(program: Program) -> None:
    token = await program.key("shop")
    assert (await program.tell(order(1), token)).status == 200
    harness = program.harness
    assert await harness.database.write(api_keys.revoke, harness.ids.next(), "shop", harness.fake_clock.now)
    assert (await program.tell(order(2), token)).status == 401


async def test_a_large_body_is_refused_before_it_is_read(program: Program) -> None:
    headers = {"Authorization": f"Bearer {CONFIGURED}", "Content-Type": "application/json"}
    large = BytesIO(b"[" + b" " * LARGEST + b"]")
    answer = await program.ask("POST", "/api/v1/events", data=large, headers=headers)
    assert (answer.status, answer.body["error"]["code"]) == (413, "api-too-large")

    async def endless() -> Any:
        for _ in range(100):
            yield b" " * 64 * 1024

    answer = await program.ask("POST", "/api/v1/events", data=endless(), headers=headers)
    assert answer.status == 413
    assert (await program.tell([{}] * (MOST + 1))).status == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[NaN]", b"\xff", b"[" * 100_000, b"1" * 5000])
async def test_what_is_no_json_is_told_so(program: Program, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {CONFIGURED}", "Content-Type": "application/json"}
    answer = await program.ask("POST", "/api/v1/events", data=body, headers=headers)
    assert answer.status == 400
    assert answer.body["error"]["message"]


async def test_another_kind_of_body_is_refused(program: Program) -> None:
    headers = {"Authorization": f"Bearer {CONFIGURED}"}
    answer = await program.ask("POST", "/api/v1/events", data={"a": "b"}, headers=headers)
    assert answer.status == 415


async def test_characters_that_no_database_holds_are_left_out(program: Program) -> None:
    await program.tell(order(1, customer_id="C\x00-\ud800 7", touchpoint="hall\x00"))
    assert await program.rows(select(orders.c.touchpoint)) == [("hall",)]


async def test_another_method_is_told_which_there_is(program: Program) -> None:
    answer = await program.ask("GET", "/api/v1/events")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert (await program.ask("GET", "/api/v1/nothing")).status == 404


async def test_the_numbers_of_a_report_are_those_of_the_orders(program: Program) -> None:
    await program.tell([order(1), order(2), order(3, status="Отменён")])
    answer = await program.report("complaints?from=2026-10-01&to=2026-11-01")
    assert answer.status == 200
    assert answer.body["period"]["from"] == "2026-10-01"
    assert answer.body["rows"][0]["orders"] == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("weather", 404),
        ("nps?from=01.10.2026", 422),
        ("nps?by=weather", 422),
        ("nps?since=2026-10-01", 422),
        ("nps?from=2026-10-02&to=2026-10-01", 422),
    ],
)
async def test_what_a_report_cannot_have_is_told(program: Program, path: str, status: int) -> None:
    answer = await program.report(path)
    assert answer.status == status
    assert answer.body["error"]["message"]


async def test_a_report_needs_a_key(program: Program) -> None:
    assert (await program.report("nps", "wrong")).status == 401
