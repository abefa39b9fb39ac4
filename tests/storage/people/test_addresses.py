"""By what people are found: several names of one person, and no name of two."""

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import IntegrityError

from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.people import addresses, customers
from storage.rows import Customer, CustomerAddress
from surveys.records.address import AddressKind
from tests.storage.samples import customer

PHONE = "+79161234567"


def _keep(connection: Connection, *people: Customer) -> None:
    effects = Effects()
    for one in people:
        effects.add(one)
    flush(connection, [effects])


async def test_a_person_is_found_by_each_of_their_names(database: Database) -> None:
    anna = customer(7, external_id="A-007")
    await database.write(_keep, anna, customer(8))
    await database.write(addresses.add, [CustomerAddress(AddressKind.PHONE, PHONE, anna.id)])
    for kind, value in (
        (AddressKind.TELEGRAM, "7"),
        (AddressKind.COMPANY, "A-007"),
        (AddressKind.PHONE, PHONE),
    ):
        assert await database.read(addresses.find, kind, [value, "404"]) == {value: anna.id}
        assert await database.read(addresses.having, kind, [anna.id, 404]) == {anna.id}
    assert await database.read(addresses.find, AddressKind.COMPANY, ["7", "A-7"]) == {}
    assert await database.read(customers.customer, 7) == anna
    assert {one.value for one in await database.read(addresses.addresses_of, [anna.id])} == {
        "7",
        "A-007",
        PHONE,
    }


@pytest.mark.parametrize(
    ("kind", "value"),
    [(AddressKind.TELEGRAM, "8"), (AddressKind.TELEGRAM, "9"), (AddressKind.COMPANY, "B-1")],
    ids=["taken by another", "a second account", "a second id of the company"],
)
async def test_what_contradicts_is_refused_by_the_database(
    database: Database, kind: AddressKind, value: str
) -> None:
    anna = customer(7, external_id="A-007")
    await database.write(_keep, anna, customer(8))
    with pytest.raises(IntegrityError):
        await database.write(addresses.add, [CustomerAddress(kind, value, anna.id)])


async def test_a_person_may_have_several_phones(database: Database) -> None:
    anna = customer(7)
    await database.write(_keep, anna)
    phones = [CustomerAddress(AddressKind.PHONE, value, anna.id) for value in (PHONE, "+79161234568")]
    await database.write(addresses.add, phones)
    assert len(await database.read(customers.known, [7])) == 1


async def test_a_batch_of_a_hundred_people_is_looked_up_by_one_statement(database: Database) -> None:
    everyone = [customer(number, external_id=f"A-{number}") for number in range(1, 101)]
    await database.write(_keep, *everyone)

    def look(connection: Connection) -> tuple[int, list[Customer]]:
        said: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *arguments: said.append(arguments[2]))
        found = customers.known(connection, range(1, 101))
        return len(said), [found[number].customer for number in range(1, 101)]

    assert await database.read(look) == (1, everyone)
