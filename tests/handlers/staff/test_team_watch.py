"""Whoever leaves the support group keeps the right to read cases until an owner's tap ends it."""

import pytest
from aiogram.methods import SendMessage

from handlers.shared.app_context import SUPPORT_CHAT
from handlers.staff.team_watch import note_members
from storage import tables
from storage.engines.database import Connection
from storage.people import settings, staff
from storage.rows import Staff
from surveys.roles import Role
from tests.groups import FORUM, PLAIN
from tests.handlers.records import Past
from tests.harness import Harness, SentCall
from tests.updates import ANNA, BORIS, ZOYA, Person, Raw, said, tapped, update
from tests.words import interface
from texts.quoting import inline

VERA = Person(500_000_402, "Вера <b>", "ru")
LENA = Person(500_000_401, "Лена", "ru")


def moved(person: Person, status: str, *, by: Person = BORIS, chat: Raw = FORUM, **details: object) -> Raw:
    """Somebody's membership of a group changed."""
    more = {"until_date": 0} if status == "kicked" else {}
    return update(
        chat_member={
            "chat": chat,
            "from": by.user,
            "date": 1_790_000_000,
            "old_chat_member": {"user": person.user, "status": "member"},
            "new_chat_member": {"user": person.user, "status": status, **more, **details},
        }
    )


@pytest.fixture
async def watched(harness: Harness) -> Harness:
    """Vera is of support, Lena a manager; the forum is the support chat."""
    await harness.deliver(*(said(person, "привет") for person in (BORIS, VERA, LENA, ANNA)))
    now = harness.fake_clock.now

    def enroll(connection: Connection) -> None:
        for person, role in ((VERA, Role.SUPPORT), (LENA, Role.MANAGER)):
            staff.enroll(connection, Staff(person.id, role, now, person.name))
        settings.store_setting(connection, SUPPORT_CHAT, {"id": FORUM["id"], "is_forum": True})

    await harness.database.write(enroll)
    await harness.contexts.reload(harness.database)
    await harness.told()
    return harness


def _notices(told: list[SentCall]) -> list[SentCall]:
    return [one for one in told if not one.is_menu and "больше не в группе" in one.text]


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_owners_are_told_by_name_and_the_button_ends_the_right(watched: Harness, status: str) -> None:
    [told] = _notices(await watched.deliver(moved(VERA, status)))
    assert told.body["chat_id"] == BORIS.id
    assert "Вера" in told.text
    assert "parse_mode" not in told.body
    [data] = told.buttons.values()
    assert [member.telegram_id for member in await watched.database.read(staff.members)] == [VERA.id, LENA.id]
    assert await watched.tap(BORIS, data) == "Доступ закрыт"
    assert [member.telegram_id for member in await watched.database.read(staff.members)] == [LENA.id]
    assert await watched.tap(BORIS, data) == "Этот доступ уже закрыт"


async def test_nobody_but_an_owner_can_end_it(watched: Harness) -> None:
    [told] = _notices(await watched.deliver(moved(VERA, "kicked")))
    [data] = told.buttons.values()
    for person in (LENA, VERA, ANNA, ZOYA):
        await watched.tap(person, data)
    assert len(await watched.database.read(staff.members)) == 2


async def test_whoever_is_no_longer_of_support_is_not_thrown_out_by_an_old_button(watched: Harness) -> None:
    [told] = _notices(await watched.deliver(moved(VERA, "left")))
    [data] = told.buttons.values()
    manager = Staff(VERA.id, Role.MANAGER, watched.fake_clock.now, VERA.name)
    await watched.database.write(staff.enroll, manager)
    assert await watched.tap(BORIS, data) == "Этот доступ уже закрыт"
    assert len(await watched.database.read(staff.members)) == 2


@pytest.mark.parametrize(
    "change",
    [
        moved(ANNA, "left"),  # a customer
        moved(LENA, "left"),  # a manager reads numbers, in the group or not
        moved(VERA, "left", chat=PLAIN),  # another group
        moved(VERA, "administrator"),
        moved(VERA, "member"),
    ],
)
async def test_other_changes_are_nobodys_concern(watched: Harness, change: Raw) -> None:
    new = change["chat_member"]["new_chat_member"]
    if new["status"] == "administrator":
        rights = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
            "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
            "can_edit_stories can_delete_stories can_send_welcome_messages"
        )
        new |= dict.fromkeys(rights.split(), False)
    assert _notices(await watched.deliver(change)) == []


async def test_it_is_told_once_and_again_after_a_return(watched: Harness) -> None:
    assert len(_notices(await watched.deliver(moved(VERA, "left")))) == 1
    assert _notices(await watched.deliver(moved(VERA, "kicked"))) == []
    await watched.deliver(moved(VERA, "member"))
    assert len(_notices(await watched.deliver(moved(VERA, "left")))) == 1


async def test_owners_read_it_in_their_language(watched: Harness) -> None:
    await watched.tap(BORIS, "settings:language:en")
    told = await watched.deliver(moved(VERA, "left"))
    [notice] = [one for one in told if not one.is_menu and "no longer in the support group" in one.text]
    assert [*notice.buttons] == ["Close access"]


async def test_the_notice_names_the_open_cases_and_the_button_frees_them(watched: Harness) -> None:
    past = Past()
    past.case("delivery", holder=VERA.id)
    past.case("delivery", hours_ago=9 * 24, holder=VERA.id, is_closed=True)  # too old to open again
    past.case("delivery", holder=LENA.id)
    await past.write(watched.database)
    [told] = _notices(await watched.deliver(moved(VERA, "kicked")))
    assert interface("team-left-cases", numbers="#1") in told.text
    [data] = told.buttons.values()
    await watched.tap(BORIS, data)
    held = {row["number"]: row["holder_telegram_id"] for row in await watched.rows(tables.cases)}
    assert held == {1: None, 2: VERA.id, 3: LENA.id}
    [vera] = [row for row in await watched.rows(tables.staff) if row["telegram_id"] == VERA.id]
    assert vera["revoked_by"] == BORIS.id


async def test_what_the_button_of_a_notice_did_is_undone_by_a_tap(watched: Harness) -> None:
    [told] = _notices(await watched.deliver(moved(VERA, "left")))
    [data] = told.buttons.values()
    after = [one for one in await watched.deliver(tapped(BORIS, data)) if not one.is_menu]
    [undo] = [one.buttons[interface("button-remove-undo")] for one in after if one.buttons]
    assert interface("team-still-in-group", name=inline(VERA.name)) not in after[0].text  # she has left it
    await watched.tap(BORIS, undo)
    assert len(await watched.database.read(staff.members)) == 2


async def test_owners_hear_of_a_removed_member_who_still_reads_the_group_once(watched: Harness) -> None:
    now = watched.fake_clock.now
    await watched.database.write(staff.revoke, VERA.id, now, BORIS.id)

    def look(connection: Connection) -> list[str]:
        app = watched.contexts.current
        found = note_members(connection, app, {VERA.id: True, LENA.id: True, ANNA.id: True}, now)
        return [outgoing.method.text for outgoing, _ in found if isinstance(outgoing.method, SendMessage)]

    assert await watched.database.write(look) == [interface("team-in-group", name=inline(VERA.name))]
    assert await watched.database.write(look) == []


async def test_a_removed_member_who_comes_into_the_group_again_is_told_of_at_once(watched: Harness) -> None:
    await watched.database.write(staff.revoke, VERA.id, watched.fake_clock.now, BORIS.id)
    await watched.deliver(moved(VERA, "left"))
    told = await watched.deliver(moved(VERA, "member", by=LENA))
    assert [one.text for one in told] == [interface("team-in-group", name=inline(VERA.name))]
    assert {one.body["chat_id"] for one in told} == {BORIS.id}


async def test_who_was_removed_long_ago_or_is_back_is_nobodys_concern(watched: Harness) -> None:
    await watched.database.write(staff.revoke, VERA.id, watched.fake_clock.now, BORIS.id)
    watched.fake_clock.move(days=31)
    assert await watched.deliver(moved(VERA, "member")) == []
    again = Staff(VERA.id, Role.SUPPORT, watched.fake_clock.now, VERA.name)
    await watched.database.write(staff.enroll, again)
    assert await watched.deliver(moved(VERA, "member")) == []
