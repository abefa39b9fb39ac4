"""Joining and leaving the team: by one-time links only, and by whoever may invite."""

import re

from tests.desk import Office
from tests.handlers.test_nps_command import NEUTRAL
from tests.updates import ANNA, BORIS, ZOYA, Person, said, tapped

LENA = Person(500_000_401, "Лена", "ru")


async def _link(office: Office, inviter: Person, role: str) -> str:
    """The payload of a fresh link."""
    team = await office.say(inviter, "/team")
    assert f"invite:{role}" in team.buttons.values()
    [told] = await office.deliver(tapped(inviter, f"invite:{role}"))
    found = re.search(r"start=(inv_\S+)", told.text)
    assert found is not None
    return found[1]


async def _enrolled(office: Office, person: Person, role: str) -> None:
    told = await office.say(person, f"/start {await _link(office, BORIS, role)}")
    assert "Теперь вы в команде" in told.text


async def test_a_link_makes_a_manager_who_reads_the_numbers(office: Office) -> None:
    assert (await office.say(LENA, "/nps")).text == NEUTRAL
    await _enrolled(office, LENA, "manager")
    assert (await office.say(LENA, "/nps")).text != NEUTRAL
    assert "/nps" in (await office.say(LENA, "/help")).text


async def test_support_reads_no_numbers_and_invites_nobody(office: Office) -> None:
    await _enrolled(office, LENA, "support")
    assert (await office.say(LENA, "/nps")).text == NEUTRAL
    assert (await office.say(LENA, "/team")).text == NEUTRAL


async def test_a_link_works_once(office: Office) -> None:
    payload = await _link(office, BORIS, "manager")
    await office.say(LENA, f"/start {payload}")
    told = await office.say(ZOYA, f"/start {payload}")
    assert "уже использована" in told.text
    assert (await office.say(ZOYA, "/nps")).text == NEUTRAL


async def test_a_link_expires(office: Office) -> None:
    payload = await _link(office, BORIS, "manager")
    office.hands.move(days=4)
    assert "устарела" in (await office.say(ZOYA, f"/start {payload}")).text


async def test_a_manager_invites_support_but_neither_managers_nor_owners(office: Office) -> None:
    await _enrolled(office, LENA, "manager")
    offered = (await office.say(LENA, "/team")).buttons.values()
    assert "invite:support" in offered
    assert not {"invite:manager", "invite:owner"} & set(offered)
    for role in ("manager", "owner", "king"):
        await office.tap(LENA, f"invite:{role}")
        assert await office.told() == []


async def test_strangers_and_customers_press_staff_buttons_in_vain(office: Office) -> None:
    await _enrolled(office, LENA, "manager")
    for person in (ZOYA, ANNA):
        for data in ("invite:owner", "invite:support", f"remove:{LENA.id}"):
            await office.tap(person, data)
            assert await office.told() == []
    assert (await office.say(LENA, "/nps")).text != NEUTRAL


async def test_removal_works_at_once(office: Office) -> None:
    await _enrolled(office, LENA, "manager")
    told, *menu = await office.deliver(tapped(BORIS, f"remove:{LENA.id}"))
    assert {one.method for one in menu} == {"deleteMyCommands"}
    assert "Лена" not in told.text
    assert (await office.say(LENA, "/nps")).text == NEUTRAL


async def test_an_owner_who_uses_a_link_stays_an_owner(office: Office) -> None:
    payload = await _link(office, BORIS, "support")
    await office.deliver(said(BORIS, f"/start {payload}"))
    assert (await office.say(BORIS, "/nps")).text != NEUTRAL
