"""A customer whom the company's system deletes is forgotten as by their own /forget."""

from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.jobs.erasure import ERASURE
from storage.engines.database import Connection
from storage.people.tombstones import forgotten
from storage.reports import totals
from storage.tables import addresses, customers, jobs, orders, outbox, places
from surveys.records.address import AddressKind
from tests.bot.web.api.conftest import Program

CANARY = "Канарейкина-51b9"
PHONE = "+79161234567"
_TAKEN: Any = {"accepted": 1, "duplicates": 0, "refused": []}


def _everything(connection: Connection) -> str:
    found = [connection.execute(select(table)).all() for table in customers.metadata.sorted_tables]
    return "\n".join(str(rows) for rows in found)


async def _erased(program: Program) -> None:
    """The jobs that were ordered, as the runner works them."""
    harness = program.harness
    for _ in range(2):
        for (args,) in await program.rows(select(jobs.c.args).where(jobs.c.kind == ERASURE.name)):
            if args:
                finish = await ERASURE.run(harness.parts.job_context, args)
                assert finish is not None
                await harness.database.write(finish)


async def _known(program: Program) -> None:
    person = {"type": "customer.upserted", "customer_id": "C-7", "phone": PHONE, "name": CANARY}
    order = {"type": "order.created", "customer_id": "C-7", "ordered_at": "2026-10-03T12:30:00+03:00"}
    other = {"id": "3", "type": "customer.upserted", "customer_id": "C-8", "name": "Борис"}
    told = await program.tell(
        [{"id": "1", **person, "card": CANARY}, {"id": "2", "order_id": CANARY, "amount": 5, **order}, other]
    )
    assert told.body["accepted"] == 3


@pytest.mark.parametrize(
    "named", [{"customer_id": "C-7"}, {"phone": "8 916 123-45-67"}, {"customer_id": "C-7", "phone": PHONE}]
)
async def test_who_is_deleted_is_found_nowhere_and_the_numbers_stay(
    program: Program, named: dict[str, str]
) -> None:
    await _known(program)
    path = "complaints?from=2026-10-01&to=2026-11-01"
    before = (await program.report(path)).body
    deleted = {"id": "d", "type": "customer.deleted", **named}
    assert (await program.tell(deleted)).body == _TAKEN
    assert await program.rows(select(addresses.c.value).where(addresses.c.value.in_(["C-7", PHONE]))) == []
    assert set(await program.rows(select(customers.c.name))) == {("Борис",), (None,)}
    await _erased(program)
    database = program.harness.database
    for trace in (CANARY, PHONE):
        assert trace not in await database.read(_everything)
    assert (await program.report(path)).body == before
    assert await program.rows(select(orders.c.amount_minor)) == [(500,)]
    assert await database.read(totals.differences) == []
    assert (await program.tell(deleted)).body["duplicates"] == 1


async def test_who_was_never_known_is_not_to_become_known(program: Program) -> None:
    answer = await program.tell({"id": "d", "type": "customer.deleted", "customer_id": "C-9", "phone": PHONE})
    assert answer.body == _TAKEN
    database = program.harness.database
    named = [(AddressKind.COMPANY, "C-9"), (AddressKind.COMPANY, "C-8"), (AddressKind.PHONE, PHONE)]
    assert (await database.read(forgotten, named)).keys() == {named[0], named[2]}
    assert await program.rows(select(customers.c.id)) == []


async def test_an_id_and_a_phone_of_two_people_delete_nobody(program: Program) -> None:
    await _known(program)
    deleted = {"id": "d", "type": "customer.deleted", "customer_id": "C-8", "phone": PHONE}
    [refused] = (await program.tell(deleted)).body["refused"]
    assert refused["code"] == "record-phone-taken"
    assert await program.rows(select(jobs.c.id)) == []
    again = await program.tell([deleted | {"phone": None}, {"id": "e", "type": "customer.deleted"}])
    assert again.body["accepted"] == 1
    assert [one["code"] for one in again.body["refused"]] == ["record-nobody"]
    assert await program.rows(select(outbox.c.id)) == []


async def test_what_waits_to_be_shown_elsewhere_is_left_alone(program: Program) -> None:
    """Somebody who never wrote has no chat, and neither has a place that nothing fills yet."""
    await _known(program)
    harness = program.harness
    await harness.database.write(lambda connection: connection.execute(insert(places), {"name": "topic:5"}))
    assert (await program.tell({"id": "d", "type": "customer.deleted", "customer_id": "C-7"})).body == _TAKEN
    await _erased(program)
    assert await program.rows(select(places.c.name)) == [("topic:5",)]
