"""A hook that was added by its recipe takes orders, once its key is made."""

from sqlalchemy import select

from storage.states import KeyUse
from storage.tables import orders
from tests.bot.web.api.conftest import Program


async def test_an_order_of_the_till_is_stored(program: Program) -> None:
    order = {"number": 7, "phone": "+79161234567", "at": "2026-10-03T12:00:00Z", "sum": "5.00"}
    key = await program.key("hello", KeyUse.HOOK, "hello")
    answer = await program.ask("POST", "/api/v1/hooks/hello", json=order, headers={"X-Hello-Key": key})
    assert answer.body["accepted"] == 1
    assert await program.rows(select(orders.c.external_id, orders.c.amount_minor)) == [("7", 500)]
