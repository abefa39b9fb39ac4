"""A link gives rights and never takes any; it is spent by whoever gets something from it, not by a look."""

import pytest

from storage import tables
from storage.people import staff
from surveys.roles import Role
from tests.handlers.staff.teams import (
    INGA,
    LENA,
    OLEG,
    VERA,
    enroll,
    fresh_link,
    meet,
    open_link,
    role_of,
    row_of,
    spent_by,
)
from tests.harness import Harness
from tests.updates import ANN, BORIS, ZOYA, said, tapped
from tests.words import interface

RANK = [None, Role.SUPPORT, Role.MANAGER, Role.OWNER]
ROLES = {Role.OWNER: "role-owner", Role.MANAGER: "role-manager", Role.SUPPORT: "role-support"}


def already(role: Role) -> str:
    return interface("invitation-already", role=interface(ROLES[role]))


@pytest.mark.parametrize("before", RANK)
@pytest.mark.parametrize("invited", RANK[1:])
async def test_a_link_raises_whoever_is_lower_and_leaves_everybody_else_as_they_are(
    harness: Harness, before: Role | None, invited: Role
) -> None:
    await meet(harness, BORIS, LENA)
    if before is not None:
        await enroll(harness, LENA, before)
    payload = await fresh_link(harness, BORIS, invited)
    said_to_her = (await harness.deliver(said(LENA, f"/start {payload}")))[0].text
    if RANK.index(before) < RANK.index(invited):
        assert await role_of(harness, LENA) is invited
        assert await spent_by(harness) == [LENA.id]
        assert interface(ROLES[invited]) in said_to_her
    else:
        assert before is not None
        assert await role_of(harness, LENA) is before
        assert await spent_by(harness) == [None]
        assert said_to_her == already(before)


@pytest.mark.parametrize("invited", RANK[1:])
async def test_an_owner_of_the_configuration_spends_no_link(harness: Harness, invited: Role) -> None:
    await meet(harness, BORIS)
    payload = await fresh_link(harness, BORIS, invited)
    assert await open_link(harness, BORIS, payload) == already(Role.OWNER)
    assert await spent_by(harness) == [None]
    assert await role_of(harness, BORIS) is None


async def test_whoever_looked_at_a_link_can_still_pass_it_on(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, LENA, Role.MANAGER)
    payload = await fresh_link(harness, LENA, Role.SUPPORT)
    await open_link(harness, LENA, payload)
    await open_link(harness, VERA, payload)
    assert await role_of(harness, VERA) is Role.SUPPORT
    assert await role_of(harness, LENA) is Role.MANAGER
    assert (await row_of(harness, VERA))["enrolled_by"] == LENA.id


async def test_opening_ones_own_link_twice_says_that_one_is_in(harness: Harness) -> None:
    await meet(harness, BORIS)
    payload = await fresh_link(harness, BORIS, Role.SUPPORT)
    await open_link(harness, VERA, payload)
    assert await open_link(harness, VERA, payload) == interface(
        "invitation-in", role=interface("role-support")
    )
    harness.fake_clock.move(days=30)
    assert await open_link(harness, VERA, payload) == interface(
        "invitation-in", role=interface("role-support")
    )


async def test_a_link_tapped_twice_at_once_makes_one_member_and_no_fright(harness: Harness) -> None:
    await meet(harness, BORIS)
    payload = await fresh_link(harness, BORIS, Role.SUPPORT)
    told = await harness.deliver(said(VERA, f"/start {payload}"), said(VERA, f"/start {payload}"))
    heard = [one.text for one in told if not one.is_menu and one.body["chat_id"] == VERA.id]
    assert heard[1:] == [interface("invitation-in", role=interface("role-support"))]
    assert await spent_by(harness) == [VERA.id]


async def test_two_people_at_once_are_one_member(harness: Harness) -> None:
    await meet(harness, BORIS)
    payload = await fresh_link(harness, BORIS, Role.SUPPORT)
    told = await harness.deliver(said(VERA, f"/start {payload}"), said(ZOYA, f"/start {payload}"))
    assert [one.text for one in told if one.body.get("chat_id") == ZOYA.id] == [interface("invitation-used")]
    assert (await role_of(harness, VERA), await role_of(harness, ZOYA)) == (Role.SUPPORT, None)


async def test_spent_old_and_unknown_links_are_told_apart(harness: Harness) -> None:
    await meet(harness, BORIS)
    spent = await fresh_link(harness, BORIS, Role.SUPPORT)
    old = await fresh_link(harness, BORIS, Role.MANAGER)
    await open_link(harness, VERA, spent)
    harness.fake_clock.move(days=4)
    said_to_zoya = [await open_link(harness, ZOYA, one) for one in (spent, old, "inv_" + "x" * 22, "inv_")]
    unknown = interface("invitation-unknown")
    expected = [interface("invitation-used"), interface("invitation-expired"), unknown, unknown]
    assert said_to_zoya == expected
    assert len({*expected}) == 3
    assert await role_of(harness, ZOYA) is None


async def test_they_are_told_apart_in_english_too(harness: Harness) -> None:
    await meet(harness, BORIS)
    old = await fresh_link(harness, BORIS, Role.MANAGER)
    harness.fake_clock.move(days=4)
    assert await open_link(harness, ANN, old) == interface("invitation-expired", "en")


async def test_whoever_was_removed_comes_back_by_a_fresh_link_and_not_by_an_old_one(
    harness: Harness,
) -> None:
    await meet(harness, BORIS)
    spent = await fresh_link(harness, BORIS, Role.MANAGER)
    await open_link(harness, VERA, spent)
    await harness.database.write(staff.revoke, VERA.id, harness.fake_clock.now)
    assert await open_link(harness, VERA, spent) == interface("invitation-used")
    assert await role_of(harness, VERA) is None
    fresh = await fresh_link(harness, BORIS, Role.SUPPORT)
    await harness.deliver(said(VERA, f"/start {fresh}"))
    row = await row_of(harness, VERA)
    assert (row["role"], row["revoked_at"], row["revoked_by"]) == (Role.SUPPORT, None, None)


async def test_a_link_ends_with_the_right_of_whoever_made_it(harness: Harness) -> None:
    """Who is removed must not come back by links that they made before."""
    await meet(harness, BORIS)
    await enroll(harness, LENA, Role.MANAGER)
    own = await fresh_link(harness, LENA, Role.SUPPORT)
    other = await fresh_link(harness, LENA, Role.SUPPORT)
    await harness.database.write(staff.revoke, LENA.id, harness.fake_clock.now)
    assert await open_link(harness, LENA, own) == interface("invitation-withdrawn")
    assert await open_link(harness, ZOYA, other) == interface("invitation-withdrawn")
    assert await role_of(harness, LENA) is None
    assert await role_of(harness, ZOYA) is None
    assert await spent_by(harness) == [None, None]


@pytest.mark.parametrize("role", Role)
async def test_owners_hear_who_followed_a_link_and_nobody_else_does(harness: Harness, role: Role) -> None:
    await meet(harness, BORIS, INGA, OLEG)
    await enroll(harness, INGA, Role.OWNER)
    await enroll(harness, OLEG, Role.MANAGER)
    link = await fresh_link(harness, BORIS, role)
    told = await harness.deliver(said(LENA, f"/start {link}"))
    notices = {one.body["chat_id"]: one.text for one in told if one.body.get("chat_id", LENA.id) != LENA.id}
    assert notices.keys() == {BORIS.id, INGA.id}
    assert all("Лена теперь в команде" in text and "/team" in text for text in notices.values())
    again = await harness.deliver(said(ZOYA, f"/start {link}"))
    assert {one.body["chat_id"] for one in again} == {ZOYA.id}


async def test_a_link_made_at_the_terminal_stands_without_a_maker(harness: Harness) -> None:
    await meet(harness, BORIS)
    token = await harness.database.write(
        staff.invite, harness.ids.next(), Role.OWNER, None, harness.fake_clock.now
    )
    await harness.deliver(said(INGA, f"/start inv_{token}"))
    assert await role_of(harness, INGA) is Role.OWNER


async def test_a_link_that_raises_keeps_who_is_raised_in_one_row(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    payload = await fresh_link(harness, BORIS, Role.OWNER)
    told = await harness.deliver(said(VERA, f"/start {payload}"))
    assert any(one.is_menu or interface("role-owner") in one.text for one in told)
    assert len(await harness.rows(tables.staff)) == 1
    await harness.deliver(tapped(VERA, "invite:manager"))
    assert len(await spent_by(harness)) == 2
