"""From adding the bot to a group to the support chat, and what threatens it afterwards."""

from typing import Any

import pytest

from storage import tables
from surveys.roles import Role
from tests.desk import Office, Told
from tests.groups import FORUM, PLAIN, became
from tests.handlers.counter import Counter
from tests.updates import ANNA, BORIS, GROUP, ZOYA, Person, Raw, message, said, tapped, update

LENA = Person(500_000_401, "Лена", "en")


async def _owner(office: Office) -> None:
    """Boris has spoken to the bot, so he can be written to."""
    await office.deliver(said(BORIS, "/help"))


async def _added(office: Office, chat: Raw, status: str = "administrator", **rights: bool) -> list[Told]:
    return await office.deliver(became(BORIS, chat, status, **rights))


async def _press(office: Office, chat: Raw) -> list[Told]:
    told = await office.deliver(tapped(BORIS, f"group:{chat['id']}"))
    return [one for one in told if not one.is_menu]


async def _support(office: Office) -> Any:
    return {row["name"]: row["value"] for row in await office.rows(tables.settings)}.get("support_chat")


async def _chosen(office: Office, chat: Raw) -> None:
    await _owner(office)
    await _added(office, chat)
    await _press(office, chat)


@pytest.mark.parametrize("chat", [FORUM, PLAIN])
async def test_one_button_makes_a_group_the_support_group(office: Office, chat: Raw) -> None:
    await _owner(office)
    [offer] = await _added(office, chat)
    assert offer.body["chat_id"] == BORIS.id
    assert "«Поддержка»" in offer.text
    assert "нет в вашей команде" not in offer.text
    assert list(offer.buttons.values()) == [f"group:{chat['id']}"]
    greeting, done = await _press(office, chat)
    assert greeting.body["chat_id"] == chat["id"]
    assert "группа поддержки" in done.text
    assert await _support(office) == {"id": chat["id"], "is_forum": chat is FORUM}


async def test_every_owner_is_asked_in_their_own_language(office: Office) -> None:
    await _owner(office)
    [link] = await office.deliver(tapped(BORIS, "invite:owner"))
    await office.deliver(said(LENA, f"/start {link.text.rpartition('start=')[2].strip()}"))
    offers = await _added(office, FORUM)
    assert {one.body["chat_id"]: "Shall it be" in one.text for one in offers} == {
        BORIS.id: False,
        LENA.id: True,
    }


async def test_without_rights_it_says_which_and_how_and_the_button_checks_again(office: Office) -> None:
    await _owner(office)
    [offer] = await _added(office, FORUM, "member")
    [lacks] = await _press(office, FORUM)
    assert "администратором" in lacks.text
    assert "темами" in lacks.text
    assert lacks.buttons == {"Проверить ещё раз": offer.buttons["Сделать группой поддержки"]}
    assert await _added(office, FORUM, "administrator", topics=False) == []
    [lacks] = await _press(office, FORUM)
    assert "администратором:" not in lacks.text
    assert "темами" in lacks.text
    assert await _support(office) is None
    await _added(office, FORUM)
    assert len(await _press(office, FORUM)) == 2
    assert await _support(office) is not None


async def test_a_group_without_topics_needs_no_right_to_manage_them(office: Office) -> None:
    await _owner(office)
    await _added(office, PLAIN, "administrator", topics=False)
    await _press(office, PLAIN)
    assert await _support(office) is not None


async def test_a_strangers_group_is_offered_with_a_warning_and_not_at_all_once_there_is_one(
    office: Office,
) -> None:
    await _owner(office)
    [offer] = await office.deliver(became(ZOYA, GROUP, "member"))
    assert "Зоя" in offer.text
    assert "нет в вашей команде" in offer.text
    await _added(office, FORUM)
    await _press(office, FORUM)
    other = {**PLAIN, "id": PLAIN["id"] - 1}
    assert await office.deliver(became(ZOYA, other, "administrator")) == []
    assert await _press(office, other) == []
    assert len(await _added(office, PLAIN)) == 1


async def test_only_owners_choose(office: Office) -> None:
    await _owner(office)
    await _added(office, FORUM)
    [link] = await office.deliver(tapped(BORIS, "invite:manager"))
    await office.deliver(said(LENA, f"/start {link.text.rpartition('start=')[2].strip()}"))
    for person in (LENA, ANNA, ZOYA):
        assert await office.deliver(tapped(person, f"group:{FORUM['id']}")) == []
    assert await _support(office) is None


@pytest.mark.parametrize("data", ["group:", "group:x", "group:0", "group:-7", f"group:-{'9' * 40}"])
async def test_a_button_of_no_group_chooses_nothing(office: Office, data: str) -> None:
    await _owner(office)
    await office.tap(BORIS, data)
    assert await office.told() == []


async def test_what_was_complained_of_before_is_shown_in_the_new_group(counter: Counter) -> None:
    await counter.enroll(counter.boris, Role.OWNER)
    await counter.deliver(await counter.boris.start(), await counter.anna.start())
    await counter.complain("Суп был холодный")
    counter.group = counter.telegram.group("Поддержка", members=[counter.boris, counter.vera], forum=True)
    await counter.deliver(counter.telegram.updates.waiting()[-1])
    offer = counter.boris.chat.messages[-1]
    await counter.deliver(await counter.boris.tap(offer, "Сделать группой поддержки"))
    assert "группа поддержки" in offer.text
    assert any("Суп был холодный" in text for text in counter.said())
    assert len(counter.group.topics) == 1
    shown = len(counter.shown())
    await counter.deliver(await counter.boris.forge(offer, f"group:{counter.group.id}"))
    assert len(counter.shown()) == shown


async def test_owners_are_alarmed_when_the_bot_is_thrown_out_and_cases_wait_for_the_next_group(
    office: Office,
) -> None:
    await _chosen(office, FORUM)
    [alarm] = await office.deliver(became(ZOYA, FORUM, "kicked"))
    assert alarm.body["chat_id"] == BORIS.id
    assert "удалили из группы" in alarm.text
    assert await _support(office) == {}
    assert len(await _added(office, FORUM)) == 1
    assert await _press(office, FORUM)
    assert await _support(office) == {"id": FORUM["id"], "is_forum": True}


async def test_leaving_another_group_alarms_nobody(office: Office) -> None:
    await _chosen(office, FORUM)
    await _added(office, PLAIN)
    assert await office.deliver(became(ZOYA, PLAIN, "kicked")) == []
    assert "больше нет" in await office.tap(BORIS, f"group:{PLAIN['id']}")


@pytest.mark.parametrize(("status", "topics"), [("member", True), ("administrator", False)])
async def test_owners_are_alarmed_once_when_rights_are_taken(
    office: Office, status: str, topics: bool
) -> None:
    await _chosen(office, FORUM)
    [alarm] = await _added(office, FORUM, status, topics=topics)
    assert "не хватает прав" in alarm.text
    assert await _added(office, FORUM, status, topics=topics) == []
    assert await _added(office, FORUM) == []
    [done] = await _press(office, FORUM)
    assert "группа поддержки" in done.text


async def test_topics_that_are_switched_on_later_are_noticed(office: Office) -> None:
    await _chosen(office, PLAIN)
    talk = message(BORIS, text="коллеги, привет", chat={**PLAIN, "is_forum": True})
    assert await office.deliver(update(message=talk)) == []
    assert await _support(office) == {"id": PLAIN["id"], "is_forum": True}


async def test_a_group_that_becomes_a_supergroup_stays_the_support_group(office: Office) -> None:
    small = {"id": -555_000, "type": "group", "title": "Поддержка"}
    await _chosen(office, small)
    old = update(message=message(BORIS, chat=small, migrate_to_chat_id=PLAIN["id"]))
    new = update(message=message(BORIS, chat=PLAIN, migrate_from_chat_id=small["id"]))
    told = await office.deliver(old, new)
    assert await _support(office) == {"id": PLAIN["id"], "is_forum": False}
    assert {one.body["scope"]["chat_id"] for one in told} == {PLAIN["id"]}
