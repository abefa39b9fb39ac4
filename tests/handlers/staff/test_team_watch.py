"""Whoever leaves the support group keeps the right to read cases until an owner's tap ends it."""

import pytest

from handlers.shared.app_context import SUPPORT_CHAT
from storage.engines.database import Connection
from storage.people import settings, staff
from storage.rows import Staff
from surveys.roles import Role
from tests.groups import FORUM, PLAIN
from tests.harness import Harness, SentCall
from tests.updates import ANNA, BORIS, ZOYA, Person, Raw, said, update

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
