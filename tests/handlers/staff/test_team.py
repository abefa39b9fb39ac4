"""Joining and leaving the team: by one-time links only, and by whoever may invite."""

import re

from tests.handlers.manager.test_nps_command import NEUTRAL
from tests.handlers.staff.teams import open_link
from tests.harness import Harness
from tests.updates import ANNA, BORIS, ZOYA, Person, said, tapped
from tests.words import interface

LENA = Person(500_000_401, "Лена", "ru")


async def _link(harness: Harness, inviter: Person, role: str) -> str:
    """The payload of a fresh link."""
    team = await harness.say(inviter, "/team")
    assert f"invite:{role}" in team.buttons.values()
    [told] = await harness.deliver(tapped(inviter, f"invite:{role}"))
    found = re.search(r"start=(inv_\S+)", told.text)
    assert found is not None
    return found[1]


async def _enrolled(harness: Harness, person: Person, role: str) -> None:
    assert "Теперь вы в команде" in await open_link(harness, person, await _link(harness, BORIS, role))


async def test_a_link_makes_a_manager_who_reads_the_numbers(harness: Harness) -> None:
    assert (await harness.say(LENA, "/nps")).text == NEUTRAL
    await _enrolled(harness, LENA, "manager")
    assert (await harness.say(LENA, "/nps")).text != NEUTRAL
    assert "/nps" in (await harness.say(LENA, "/help")).text


async def test_support_reads_no_numbers_and_invites_nobody(harness: Harness) -> None:
    await _enrolled(harness, LENA, "support")
    assert (await harness.say(LENA, "/nps")).text == NEUTRAL
    assert (await harness.say(LENA, "/team")).text == NEUTRAL


async def test_a_link_works_once(harness: Harness) -> None:
    payload = await _link(harness, BORIS, "manager")
    await open_link(harness, LENA, payload)
    told = await harness.say(ZOYA, f"/start {payload}")
    assert "уже использована" in told.text
    assert (await harness.say(ZOYA, "/nps")).text == NEUTRAL


async def test_a_link_expires(harness: Harness) -> None:
    payload = await _link(harness, BORIS, "manager")
    harness.fake_clock.move(days=4)
    assert "устарела" in (await harness.say(ZOYA, f"/start {payload}")).text


async def test_a_manager_invites_support_but_neither_managers_nor_owners(harness: Harness) -> None:
    await _enrolled(harness, LENA, "manager")
    offered = (await harness.say(LENA, "/team")).buttons.values()
    assert "invite:support" in offered
    assert not {"invite:manager", "invite:owner"} & set(offered)
    for role in ("manager", "owner", "king"):
        await harness.tap(LENA, f"invite:{role}")
        assert await harness.told() == []


async def test_strangers_and_customers_press_staff_buttons_in_vain(harness: Harness) -> None:
    await _enrolled(harness, LENA, "manager")
    for person in (ZOYA, ANNA):
        for data in ("invite:owner", "invite:support", f"remove:{LENA.id}"):
            await harness.tap(person, data)
            assert await harness.told() == []
    assert (await harness.say(LENA, "/nps")).text != NEUTRAL


async def test_removal_works_at_once(harness: Harness) -> None:
    await _enrolled(harness, LENA, "manager")
    [question] = await harness.deliver(tapped(BORIS, f"remove:{LENA.id}"))
    told = await harness.deliver(tapped(BORIS, question.buttons[interface("button-remove-confirm")]))
    assert {one.method for one in told if one.is_menu} == {"deleteMyCommands"}
    assert "Лена" not in (await harness.say(BORIS, "/team")).text
    assert (await harness.say(LENA, "/nps")).text == NEUTRAL


async def test_an_owner_who_uses_a_link_stays_an_owner(harness: Harness) -> None:
    payload = await _link(harness, BORIS, "support")
    await harness.deliver(said(BORIS, f"/start {payload}"))
    assert (await harness.say(BORIS, "/nps")).text != NEUTRAL
