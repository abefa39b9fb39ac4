"""Who turns out to be a customer of an import is neither lost by it nor changed by taking it back."""

import pytest
from sqlalchemy import Connection

from storage.engines.database import Database
from storage.ids import Ids
from storage.imports import finishing, imports, storing, undoing
from storage.imports.undoing import ImportChanged
from storage.people import addresses, contacts, customers
from storage.people.contacts import Sharing
from storage.reports import totals
from storage.rows import Customer, Import
from storage.states import ImportState
from surveys.language.languages import Language
from surveys.records.address import AddressKind
from surveys.records.records import CustomerRecord, RecordKind
from tests.storage.history import keep
from tests.storage.samples import NOW, customer

IDS = Ids()
PHONE = "+79160000001"
TALKING = customer(7, id=70, name="Аня")
OLD = CustomerRecord(2, "A-007", PHONE, "Анна", segment="silver")
NEW = CustomerRecord(2, "A-007", PHONE, "Анна Белова", segment="gold")


def _taken(connection: Connection, file: str, record: CustomerRecord) -> Import:
    begun = imports.begin(connection, RecordKind.CUSTOMERS, file, file, NOW)
    return storing.take(connection, begun, [record], NOW, IDS, Language.RU)


def _finished(connection: Connection, number: int) -> Import:
    found = finishing.begin_to_count(connection, imports.find(connection, number), NOW)
    while found.state is not ImportState.DONE:
        found = finishing.go_on(connection, found)
    return found


def _undone(connection: Connection, number: int) -> Import:
    found = undoing.begin(connection, imports.find(connection, number))
    while found.state is not ImportState.UNDONE:
        found = undoing.go_on(connection, found, NOW)
    return found


def _shared(connection: Connection) -> Sharing:
    return contacts.share(connection, IDS.next(), TALKING.id, PHONE, NOW)


async def _me(database: Database) -> Customer:
    found = await database.read(customers.customer, 7)
    assert found is not None
    return found


async def _begun(database: Database, *files: CustomerRecord) -> None:
    """Imports of these files, the last of which is still pending when the phone is shared."""
    await keep(database, TALKING)
    for number, record in enumerate(files, start=1):
        await database.write(_taken, f"{number}.csv", record)
        if number < len(files):
            await database.write(_finished, number)
    assert await database.write(_shared) is Sharing.JOINED
    assert await database.read(totals.differences) == []


async def test_a_customer_of_an_import_under_way_counts_as_the_one_who_talks(database: Database) -> None:
    await _begun(database, NEW)
    assert (await database.write(_finished, 1)).created == 1
    assert (await _me(database)).external_id == "A-007"
    assert await database.read(totals.differences) == []


async def test_what_an_import_changes_of_them_reaches_the_one_they_are(database: Database) -> None:
    await _begun(database, OLD, NEW)
    assert (await _me(database)).segment == "silver"
    await database.write(_finished, 2)
    assert ((await _me(database)).name, (await _me(database)).segment) == ("Анна Белова", "gold")
    await database.write(_undone, 2)
    assert (await _me(database)).segment == "silver"
    assert await database.read(totals.differences) == []


async def test_an_import_that_is_given_up_takes_its_names_with_it(database: Database) -> None:
    await _begun(database, NEW)
    await database.write(_undone, 1)
    assert (await _me(database)).external_id is None
    said = await database.read(addresses.find, AddressKind.PHONE, [PHONE])
    assert said == {PHONE: TALKING.id}  # by themselves
    assert await database.read(totals.differences) == []


async def test_an_import_that_counts_is_not_taken_back_from_who_was_joined(database: Database) -> None:
    await _begun(database, NEW)
    await database.write(_finished, 1)
    with pytest.raises(ImportChanged):
        await database.write(_undone, 1)
    assert (await _me(database)).external_id == "A-007"
