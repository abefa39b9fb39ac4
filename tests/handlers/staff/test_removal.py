"""Removing somebody of the team: asked first, undone by a tap, and honest where it cannot be."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update as sql_update

from handlers.staff import team_list
from storage import tables
from storage.engines.database import Connection
from storage.people import settings, staff, usernames
from storage.people.addresses import with_telegram
from storage.rows import Case, Staff
from surveys.cases.lifecycle import Status
from surveys.roles import Role
from tests.groups import FORUM
from tests.handlers.records import Past
from tests.handlers.staff.teams import (
    INGA,
    LENA,
    OLEG,
    VERA,
    enroll,
    meet,
    role_of,
    row_of,
)
from tests.harness import Harness, SentCall
from tests.updates import ANNA, BORIS, ZOYA, Person, tapped
from tests.words import interface


async def asks(harness: Harness, who: Person, whom: Person) -> SentCall:
    """The question that the ✖ beside a name asks."""
    listed = await harness.say(who, "/team")
    data = f"remove:{whom.id}"
    assert data in listed.buttons.values()
    [told] = await harness.deliver(tapped(who, data))
    return told


async def removed(harness: Harness, who: Person, whom: Person) -> list[SentCall]:
    """What is told when the ✖ and its confirmation were tapped."""
    question = await asks(harness, who, whom)
    return await harness.deliver(tapped(who, confirming(question)))


def confirming(question: SentCall) -> str:
    return question.buttons[interface("button-remove-confirm")]


def undoing(told: list[SentCall]) -> str:
    [data] = [
        data
        for one in told
        if not one.is_menu
        for label, data in one.buttons.items()
        if label == interface("button-remove-undo")
    ]
    return data


def to(told: list[SentCall], person: Person) -> list[SentCall]:
    return [one for one in told if not one.is_menu and one.body["chat_id"] == person.id]


async def case_held(harness: Harness, holder: Person, status: Status, number: int) -> Case:
    """A case that somebody has, as it stands in the tables."""
    past = Past()
    case = past.case("delivery", holder=holder.id, is_closed=status is Status.CLOSED, number=number)
    await past.write(harness.database)

    def write(connection: Connection) -> None:
        values = {"status": status, "first_reply_at": None if status is Status.TAKEN else case.opened_at}
        connection.execute(sql_update(tables.cases).where(tables.cases.c.id == case.id).values(values))

    await harness.database.write(write)
    return replace(case, status=status)


async def case_row(harness: Harness, number: int) -> tuple[Status, int | None]:
    [row] = [row for row in await harness.rows(tables.cases) if row["number"] == number]
    return row["status"], row["holder_telegram_id"]


# Asked first ---------------------------------------------------------------------------------------


async def test_one_tap_removes_nobody_and_the_question_names_whom(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    question = await asks(harness, BORIS, VERA)
    assert await role_of(harness, VERA) is Role.SUPPORT
    assert VERA.name in question.text
    assert interface("role-support") in question.text
    assert set(question.buttons) == {
        interface("button-remove-confirm"),
        interface("button-remove-keep"),
    }


async def test_whoever_keeps_a_member_sees_the_team_again(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    question = await asks(harness, BORIS, VERA)
    told = await harness.deliver(tapped(BORIS, question.buttons[interface("button-remove-keep")]))
    assert [one for one in told if VERA.name in one.text]
    assert await role_of(harness, VERA) is Role.SUPPORT


async def test_a_confirmed_removal_is_stored_with_who_did_it_and_told_to_both(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    told = await removed(harness, BORIS, VERA)
    row = await row_of(harness, VERA)
    assert (row["revoked_at"], row["revoked_by"]) == (harness.fake_clock.now, BORIS.id)
    assert VERA.name in to(told, BORIS)[0].text
    [kindly] = to(told, VERA)
    business = harness.contexts.current.business
    assert kindly.text == interface("team-access-ended", business=business)
    assert {one.method for one in told if one.is_menu} == {"deleteMyCommands"}


async def test_of_whoever_is_removed_no_at_name_is_kept(harness: Harness) -> None:
    await enroll(harness, VERA, Role.SUPPORT)
    await harness.database.write(usernames.store, VERA.id, "vera_k")
    await removed(harness, BORIS, VERA)
    assert await harness.database.read(usernames.usernames_of, [VERA.id]) == {}


async def test_a_removed_member_who_blocked_the_bot_is_not_written_to(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)

    def block(connection: Connection) -> None:
        blocked = sql_update(tables.customers).where(tables.customers.c.id.in_(with_telegram([VERA.id])))
        connection.execute(blocked.values(blocked_at=harness.fake_clock.now))

    await harness.database.write(block)
    assert to(await removed(harness, BORIS, VERA), VERA) == []


# Undone --------------------------------------------------------------------------------------------


async def test_a_removal_is_undone_by_a_tap(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.MANAGER)
    button = undoing(await removed(harness, BORIS, VERA))
    told = await harness.deliver(tapped(BORIS, button))
    row = await row_of(harness, VERA)
    assert (row["role"], row["revoked_at"], row["revoked_by"]) == (Role.MANAGER, None, None)
    assert to(told, VERA)
    assert {one.method for one in told if one.is_menu} == {"setMyCommands"}


async def test_it_is_undone_for_a_day_and_not_later(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    button = undoing(await removed(harness, BORIS, VERA))
    harness.fake_clock.move(hours=25)
    assert await harness.tap(BORIS, button) == interface("team-undo-late")
    assert await role_of(harness, VERA) is None


async def test_an_undo_undoes_its_own_removal_only(harness: Harness) -> None:
    """Removed, back by a link, removed once more: the first button is history."""
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.OWNER)
    first = undoing(await removed(harness, BORIS, VERA))
    harness.fake_clock.move(minutes=1)
    await enroll(harness, VERA, Role.SUPPORT)
    assert await harness.tap(BORIS, first) == interface("team-undo-late")
    assert await role_of(harness, VERA) is Role.SUPPORT
    harness.fake_clock.move(minutes=1)
    await removed(harness, BORIS, VERA)
    assert await harness.tap(BORIS, first) == interface("team-undo-late")
    assert await role_of(harness, VERA) is None


async def test_nobody_undoes_what_they_could_not_have_done(harness: Harness) -> None:
    await meet(harness, BORIS, ANNA, ZOYA)
    await enroll(harness, LENA, Role.MANAGER)
    await enroll(harness, VERA, Role.MANAGER)
    button = undoing(await removed(harness, BORIS, VERA))
    for person in (LENA, VERA, ANNA, ZOYA):
        await harness.tap(person, button)
        await harness.told()
        assert await role_of(harness, VERA) is None


# What becomes of the cases -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [(Status.TAKEN, Status.OPEN), (Status.ANSWERED, Status.ANSWERED), (Status.CLOSED, Status.CLOSED)],
)
async def test_the_cases_of_whoever_is_removed_are_free(
    harness: Harness, before: Status, after: Status
) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    await enroll(harness, OLEG, Role.SUPPORT)
    await case_held(harness, VERA, before, 1)
    await case_held(harness, OLEG, Status.TAKEN, 2)
    told = await removed(harness, BORIS, VERA)
    assert await case_row(harness, 1) == (after, None)
    assert await case_row(harness, 2) == (Status.TAKEN, OLEG.id)
    assert ("#1" in to(told, BORIS)[0].text) is (before is not Status.CLOSED)
    assert "#2" not in to(told, BORIS)[0].text


async def test_the_question_says_how_many_cases_will_be_free(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    await case_held(harness, VERA, Status.TAKEN, 1)
    await case_held(harness, VERA, Status.ANSWERED, 2)
    assert interface("team-frees", n=2) in (await asks(harness, BORIS, VERA)).text


async def test_an_undo_gives_the_cases_back_that_nobody_took(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    for number, status in enumerate((Status.TAKEN, Status.ANSWERED, Status.TAKEN), 1):
        await case_held(harness, VERA, status, number)
    button = undoing(await removed(harness, BORIS, VERA))

    def take(connection: Connection) -> None:
        taken = sql_update(tables.cases).where(tables.cases.c.number == 3)
        connection.execute(taken.values(holder_telegram_id=OLEG.id, status=Status.TAKEN))

    await harness.database.write(take)
    await harness.tap(BORIS, button)
    assert await case_row(harness, 1) == (Status.TAKEN, VERA.id)
    assert await case_row(harness, 2) == (Status.ANSWERED, VERA.id)
    assert await case_row(harness, 3) == (Status.TAKEN, OLEG.id)


# Who cannot be removed -----------------------------------------------------------------------------


async def test_an_owner_of_the_configuration_stands_in_the_list_and_is_not_removed_by_a_tap(
    harness: Harness,
) -> None:
    await meet(harness, BORIS)
    await enroll(harness, INGA, Role.OWNER)
    listed = await harness.say(INGA, "/team")
    assert BORIS.name in listed.text
    assert interface("team-from-configuration", role=interface("role-owner")) in listed.text
    assert f"remove:{BORIS.id}" not in listed.buttons.values()
    popped = await harness.tap(INGA, f"remove:{BORIS.id}")
    assert popped == interface("team-configured", id=str(BORIS.id))
    assert await harness.told() == []


async def test_an_owner_both_of_the_configuration_and_by_a_link_is_not_said_to_be_removed(
    harness: Harness,
) -> None:
    await meet(harness, BORIS)
    await enroll(harness, BORIS, Role.OWNER)
    await enroll(harness, INGA, Role.OWNER)
    listed = await harness.say(INGA, "/team")
    assert listed.text.count(BORIS.name) == 1
    assert await harness.tap(INGA, f"remove:{BORIS.id}") == interface("team-configured", id=str(BORIS.id))
    assert await role_of(harness, BORIS) is Role.OWNER


async def test_owners_of_the_configuration_that_never_wrote_are_listed_by_their_id(harness: Harness) -> None:
    await enroll(harness, INGA, Role.OWNER)
    assert str(BORIS.id) in (await harness.say(INGA, "/team")).text


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER])
async def test_nobody_removes_themselves(harness: Harness, role: Role) -> None:
    await meet(harness, BORIS)
    await enroll(harness, INGA, role)
    listed = await harness.say(INGA, "/team")
    assert f"remove:{INGA.id}" not in listed.buttons.values()
    assert INGA.name in listed.text
    assert await harness.tap(INGA, f"remove:{INGA.id}") == interface("team-not-yourself")
    assert await role_of(harness, INGA) is role


async def test_of_two_owners_who_remove_each_other_at_once_one_is_left(harness: Harness) -> None:
    await enroll(harness, INGA, Role.OWNER)
    await enroll(harness, LENA, Role.OWNER)
    of_inga, of_lena = await asks(harness, LENA, INGA), await asks(harness, INGA, LENA)
    await harness.deliver(tapped(INGA, confirming(of_lena)), tapped(LENA, confirming(of_inga)))
    roles = [await role_of(harness, INGA), await role_of(harness, LENA)]
    assert roles.count(Role.OWNER) == 1


async def test_a_manager_sees_owners_and_managers_without_a_button(harness: Harness) -> None:
    await meet(harness, BORIS)
    for person, role in ((INGA, Role.OWNER), (LENA, Role.MANAGER), (VERA, Role.MANAGER)):
        await enroll(harness, person, role)
    listed = await harness.say(LENA, "/team")
    assert all(person.name in listed.text for person in (BORIS, INGA, LENA, VERA))
    assert not [data for data in listed.buttons.values() if data.startswith("remove:")]
    for person in (INGA, VERA):
        await harness.tap(LENA, f"remove:{person.id}")
        assert await harness.told() == []


# Stale and forged ----------------------------------------------------------------------------------


async def test_two_owners_confirm_at_once_and_the_second_hears_that_it_is_done(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, INGA, Role.OWNER)
    await enroll(harness, VERA, Role.SUPPORT)
    first, second = await asks(harness, BORIS, VERA), await asks(harness, INGA, VERA)
    await harness.tap(BORIS, confirming(first))
    assert await harness.tap(INGA, confirming(second)) == interface("team-closed-before")
    assert (await row_of(harness, VERA))["revoked_by"] == BORIS.id


async def test_an_old_confirmation_does_not_remove_whoever_came_back(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    question = await asks(harness, BORIS, VERA)
    await removed(harness, BORIS, VERA)
    harness.fake_clock.move(days=1)
    await enroll(harness, VERA, Role.SUPPORT)
    assert await harness.tap(BORIS, confirming(question)) == interface("team-closed-before")
    assert await role_of(harness, VERA) is Role.SUPPORT


@pytest.mark.parametrize("word", ["remove", "revoke", "restore"])
@pytest.mark.parametrize("rest", ["", ":", "x", "1", f"{VERA.id}", f"{VERA.id}:", f"{VERA.id}:²", "9" * 40])
async def test_forged_buttons_remove_and_restore_nobody(harness: Harness, word: str, rest: str) -> None:
    await meet(harness, BORIS, ANNA)
    await enroll(harness, VERA, Role.SUPPORT)
    for person in (BORIS, ANNA, VERA):
        await harness.deliver(tapped(person, f"{word}:{rest}"))
        assert await role_of(harness, VERA) is Role.SUPPORT


async def test_a_right_that_ended_a_moment_ago_is_no_right(harness: Harness) -> None:
    """In one call of Telegram's: removed first, then confirming somebody else's removal."""
    await meet(harness, BORIS)
    await enroll(harness, INGA, Role.OWNER)
    await enroll(harness, VERA, Role.SUPPORT)
    of_inga, of_vera = await asks(harness, BORIS, INGA), await asks(harness, INGA, VERA)
    await harness.deliver(tapped(BORIS, confirming(of_inga)), tapped(INGA, confirming(of_vera)))
    assert await role_of(harness, INGA) is None
    assert await role_of(harness, VERA) is Role.SUPPORT


# The support group ---------------------------------------------------------------------------------


async def with_group(harness: Harness) -> None:
    def store(connection: Connection) -> None:
        settings.store_setting(connection, "support_chat", {"id": FORUM["id"], "is_forum": True})

    await harness.database.write(store)
    await harness.contexts.reload(harness.database)


async def test_owners_are_told_that_the_group_is_closed_by_hand(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    without = to(await removed(harness, BORIS, VERA), BORIS)[0].text
    assert interface("team-still-in-group", name=VERA.name) not in without
    await with_group(harness)
    harness.fake_clock.move(days=2)
    await enroll(harness, VERA, Role.SUPPORT)
    told = to(await removed(harness, BORIS, VERA), BORIS)
    assert interface("team-still-in-group", name=VERA.name) in told[0].text


async def test_a_list_longer_than_is_shown_says_how_many_more_there_are(harness: Harness) -> None:
    await meet(harness, BORIS)
    people = [Person(500_010_000 + n, f"Агент {n}", "ru") for n in range(team_list.SHOWN + 3)]
    for person in people:
        member = Staff(person.id, Role.SUPPORT, harness.fake_clock.now, person.name)
        harness.fake_clock.now += timedelta(seconds=1)
        await harness.database.write(staff.enroll, member)
    listed = await harness.say(BORIS, "/team")
    assert interface("team-more", n=4) in listed.text  # the owner of the configuration is one of those shown
