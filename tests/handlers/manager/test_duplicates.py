"""A manager sees which customers seem to be one person and cannot be joined."""

import pytest

from storage import tables
from storage.people import addresses, erasure, joining
from storage.rows import Customer
from surveys.records.address import AddressKind
from surveys.records.proof import Proof
from tests.harness import NOON, Harness
from tests.storage.history import keep
from tests.storage.samples import customer
from tests.updates import ANNA, BORIS, tapped


async def _pairs(harness: Harness, n: int) -> list[tuple[Customer, Customer]]:
    made = [
        (customer(id=100 + one, external_id=f"A-{one}"), customer(id=200 + one, external_id=f"B-{one}"))
        for one in range(1, n + 1)
    ]
    await keep(harness.database, *(person for pair in made for person in pair))
    for number, (one, other) in enumerate(made, start=1):
        await harness.database.write(joining.join, number, (one.id, other.id), Proof.CONTACT, NOON)
    return made


async def test_who_contradicts_whom_is_shown_page_by_page(harness: Harness) -> None:
    await _pairs(harness, 23)
    page = await harness.say(BORIS, "/duplicates")
    assert "A-23 и B-23: два номера клиента в компании, а телефон один" in page.text
    seen = page.text
    for _ in range(2):
        [page] = await harness.deliver(tapped(BORIS, page.buttons["Дальше ›"]))
        seen += page.text
    assert all(seen.count(f"A-{n} и B-{n}:") == 1 for n in range(1, 24))
    assert "Дальше ›" not in page.buttons
    [first] = await harness.deliver(tapped(BORIS, page.buttons["‹ В начало"]))
    assert "A-23 и B-23" in first.text


async def test_without_a_pair_that_is_said(harness: Harness) -> None:
    assert "Дублей нет" in (await harness.say(BORIS, "/duplicates")).text


async def test_two_accounts_are_told_and_a_customer_sees_nothing(harness: Harness) -> None:
    await keep(harness.database, customer(7, id=1), customer(8, id=2))
    await harness.database.write(joining.join, 1, (1, 2), Proof.LINK, NOON)
    said = await harness.say(BORIS, "/duplicates")
    assert "7 и 8: два аккаунта Telegram, хотя пришли по одной личной ссылке" in said.text
    assert "два аккаунта" not in (await harness.say(ANNA, "/duplicates")).text


async def test_who_is_forgotten_is_in_no_pair(harness: Harness) -> None:
    [(one, _)] = await _pairs(harness, 1)
    await harness.database.write(erasure.begin, one.id, NOON)
    assert "Дублей нет" in (await harness.say(BORIS, "/duplicates")).text


async def test_who_becomes_another_is_in_the_pair_as_that_one(harness: Harness) -> None:
    """Once the contradiction is between a person and themselves, there is none."""
    await _pairs(harness, 1)
    await keep(harness.database, customer(9, id=300))
    await harness.database.write(joining.join, 50, (300, 101), Proof.CONTACT, NOON)
    [pair] = await harness.database.read(joining.contradictions, 10)
    assert {pair.joining.customer_id, pair.joining.other_id} == {300, 201}
    assert await harness.database.read(addresses.find, AddressKind.COMPANY, ["A-1"]) == {"A-1": 300}


@pytest.mark.parametrize("data", ["duplicates:", "duplicates:-1", "duplicates:zzzzzzzzzzzzz", "duplicates:€"])
async def test_a_made_up_page_is_the_first(harness: Harness, data: str) -> None:
    await _pairs(harness, 1)
    [page] = await harness.deliver(tapped(BORIS, data))
    assert "A-1 и B-1" in page.text
    assert len(await harness.rows(tables.joinings)) == 1


async def test_a_number_of_the_company_is_data(harness: Harness) -> None:
    await keep(harness.database, customer(id=1, external_id="@ivan /stop"), customer(id=2, external_id="B"))
    await harness.database.write(joining.join, 1, (1, 2), Proof.RECORD, NOON)
    said = (await harness.say(BORIS, "/duplicates")).text
    assert "@ivan" not in said
    assert "/stop" not in said
