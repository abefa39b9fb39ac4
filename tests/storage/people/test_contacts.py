"""A phone has one owner, however many say at the same moment that it is theirs."""

import asyncio
from collections import Counter

from storage.engines.database import Database
from storage.people import addresses, contacts, joining
from storage.people.contacts import Sharing
from storage.reports import totals
from storage.rows import CustomerAddress
from surveys.records.address import AddressKind
from tests.storage.history import keep
from tests.storage.samples import NOW, customer

PHONE = "+79160000001"
MANY = 8


async def _at_once(database: Database) -> Counter[Sharing]:
    tries = [database.write(contacts.share, 100 + one, one, PHONE, NOW) for one in range(1, MANY + 1)]
    return Counter(await asyncio.gather(*tries))


async def test_one_of_many_who_share_one_phone_has_it_and_the_others_are_listed(database: Database) -> None:
    await keep(database, *(customer(one, id=one) for one in range(1, MANY + 1)))
    assert await _at_once(database) == {Sharing.STORED: 1, Sharing.OTHER_TELEGRAM: MANY - 1}
    assert len(await database.read(joining.contradictions, 100)) == MANY - 1


async def test_one_of_many_is_the_customer_whom_the_company_knows(database: Database) -> None:
    known = customer(id=50, external_id="A-007")
    await keep(database, known, *(customer(one, id=one) for one in range(1, MANY + 1)))
    await keep(database, CustomerAddress(AddressKind.PHONE, PHONE, known.id))
    assert await _at_once(database) == {Sharing.JOINED: 1, Sharing.OTHER_TELEGRAM: MANY - 1}
    [owner] = (await database.read(addresses.find, AddressKind.PHONE, [PHONE])).values()
    assert (await database.read(addresses.find, AddressKind.COMPANY, ["A-007"])) == {"A-007": owner}
    assert await database.read(totals.differences) == []


async def test_the_same_person_at_the_same_moment_twice_is_one(database: Database) -> None:
    await keep(database, customer(1, id=1))
    tries = [database.write(contacts.share, 100 + one, 1, PHONE, NOW) for one in range(MANY)]
    assert Counter(await asyncio.gather(*tries)) == {Sharing.STORED: 1, Sharing.KNOWN: MANY - 1}
