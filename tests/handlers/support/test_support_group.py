"""From adding the bot to a group to the support chat, and what threatens it afterwards."""

from typing import Any

import pytest

from storage import tables
from surveys.roles import Role
from tests.groups import FORUM, PLAIN, became
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness, SentCall
from tests.updates import ANNA, BORIS, GROUP, ZOYA, Person, Raw, message, said, tapped, update

LENA = Person(500_000_401, "Лена", "en")


async def _owner(harness: Harness) -> None:
    """Boris has spoken to the bot, so he can be written to."""
    await harness.deliver(said(BORIS, "/help"))


async def _added(
    harness: Harness, chat: Raw, status: str = "administrator", **rights: bool
) -> list[SentCall]:
    return await harness.deliver(became(BORIS, chat, status, **rights))


async def _press(harness: Harness, chat: Raw) -> list[SentCall]:
    told = await harness.deliver(tapped(BORIS, f"group:{chat['id']}"))
    return [one for one in told if not one.is_menu and not _is_sample(one)]


def _is_sample(call: SentCall) -> bool:
    """The sample of a new group is tested beside the link that makes one."""
    return "🧪" in str(call.body)


async def _support(harness: Harness) -> Any:
    return {row["name"]: row["value"] for row in await harness.rows(tables.settings)}.get("support_chat")


async def _chosen(harness: Harness, chat: Raw) -> None:
    await _owner(harness)
    await _added(harness, chat)
    await _press(harness, chat)


@pytest.mark.parametrize("chat", [FORUM, PLAIN])
async def test_one_button_makes_a_group_the_support_group(harness: Harness, chat: Raw) -> None:
    await _owner(harness)
    [offer] = await _added(harness, chat)
    assert offer.body["chat_id"] == BORIS.id
    assert "«Поддержка»" in offer.text
    assert "нет в вашей команде" not in offer.text
    assert list(offer.buttons.values()) == [f"group:{chat['id']}"]
    greeting, done = await _press(harness, chat)
    assert greeting.body["chat_id"] == chat["id"]
    assert "группа поддержки" in done.text
    assert await _support(harness) == {"id": chat["id"], "is_forum": chat is FORUM}


async def test_every_owner_is_asked_in_their_own_language(harness: Harness) -> None:
    await _owner(harness)
    [link] = await harness.deliver(tapped(BORIS, "invite:owner"))
    await harness.deliver(said(LENA, f"/start {link.text.rpartition('start=')[2].strip()}"))
    offers = await _added(harness, FORUM)
    assert {one.body["chat_id"]: "Shall it be" in one.text for one in offers} == {
        BORIS.id: False,
        LENA.id: True,
    }


async def test_without_rights_it_says_which_and_how_and_the_button_checks_again(harness: Harness) -> None:
    await _owner(harness)
    [offer] = await _added(harness, FORUM, "member")
    [lacks] = await _press(harness, FORUM)
    assert "администратором" in lacks.text
    assert "темами" in lacks.text
    assert lacks.buttons == {"Проверить ещё раз": offer.buttons["Сделать группой поддержки"]}
    assert await _added(harness, FORUM, "administrator", topics=False) == []
    [lacks] = await _press(harness, FORUM)
    assert "администратором:" not in lacks.text
    assert "темами" in lacks.text
    assert await _support(harness) is None
    await _added(harness, FORUM)
    assert len(await _press(harness, FORUM)) == 2
    assert await _support(harness) is not None


async def test_a_group_without_topics_needs_no_right_to_manage_them(harness: Harness) -> None:
    await _owner(harness)
    await _added(harness, PLAIN, "administrator", topics=False)
    await _press(harness, PLAIN)
    assert await _support(harness) is not None


async def test_a_strangers_group_is_offered_with_a_warning_and_not_at_all_once_there_is_one(
    harness: Harness,
) -> None:
    await _owner(harness)
    [offer] = await harness.deliver(became(ZOYA, GROUP, "member"))
    assert "Зоя" in offer.text
    assert "нет в вашей команде" in offer.text
    await _added(harness, FORUM)
    await _press(harness, FORUM)
    other = {**PLAIN, "id": PLAIN["id"] - 1}
    assert await harness.deliver(became(ZOYA, other, "administrator")) == []
    assert await _press(harness, other) == []
    assert len(await _added(harness, PLAIN)) == 1


async def test_only_owners_choose(harness: Harness) -> None:
    await _owner(harness)
    await _added(harness, FORUM)
    [link] = await harness.deliver(tapped(BORIS, "invite:manager"))
    await harness.deliver(said(LENA, f"/start {link.text.rpartition('start=')[2].strip()}"))
    for person in (LENA, ANNA, ZOYA):
        assert await harness.deliver(tapped(person, f"group:{FORUM['id']}")) == []
    assert await _support(harness) is None


@pytest.mark.parametrize("data", ["group:", "group:x", "group:0", "group:-7", f"group:-{'9' * 40}"])
async def test_a_button_of_no_group_chooses_nothing(harness: Harness, data: str) -> None:
    await _owner(harness)
    await harness.tap(BORIS, data)
    assert await harness.told() == []


async def test_what_was_complained_of_before_is_shown_in_the_new_group(support: SupportHarness) -> None:
    await support.enroll(support.boris, Role.OWNER)
    await support.deliver(await support.boris.start(), await support.anna.start())
    await support.complain("Суп был холодный")
    support.group = support.telegram.group("Поддержка", members=[support.boris, support.vera], forum=True)
    await support.deliver(support.telegram.updates.waiting()[-1])
    offer = support.boris.chat.messages[-1]
    await support.deliver(await support.boris.tap(offer, "Сделать группой поддержки"))
    assert "группа поддержки" in offer.text
    assert any("Суп был холодный" in text for text in support.said())
    assert len(support.group.topics) == 1
    shown = len(support.shown())
    await support.deliver(await support.boris.forge(offer, f"group:{support.group.id}"))
    assert len(support.shown()) == shown


async def test_owners_are_alarmed_when_the_bot_is_thrown_out_and_cases_wait_for_the_next_group(
    harness: Harness,
) -> None:
    await _chosen(harness, FORUM)
    [alarm] = await harness.deliver(became(ZOYA, FORUM, "kicked"))
    assert alarm.body["chat_id"] == BORIS.id
    assert "удалили из группы" in alarm.text
    assert await _support(harness) == {}
    assert len(await _added(harness, FORUM)) == 1
    assert await _press(harness, FORUM)
    assert await _support(harness) == {"id": FORUM["id"], "is_forum": True}


async def test_leaving_another_group_alarms_nobody(harness: Harness) -> None:
    await _chosen(harness, FORUM)
    await _added(harness, PLAIN)
    assert await harness.deliver(became(ZOYA, PLAIN, "kicked")) == []
    assert "больше нет" in await harness.tap(BORIS, f"group:{PLAIN['id']}")


@pytest.mark.parametrize(("status", "topics"), [("member", True), ("administrator", False)])
async def test_owners_are_alarmed_once_when_rights_are_taken(
    harness: Harness, status: str, topics: bool
) -> None:
    await _chosen(harness, FORUM)
    [alarm] = await _added(harness, FORUM, status, topics=topics)
    assert "не хватает прав" in alarm.text
    assert await _added(harness, FORUM, status, topics=topics) == []
    assert await _added(harness, FORUM) == []
    [done] = await _press(harness, FORUM)
    assert "группа поддержки" in done.text


async def test_topics_that_are_switched_on_later_are_noticed(harness: Harness) -> None:
    await _chosen(harness, PLAIN)
    talk = message(BORIS, text="коллеги, привет", chat={**PLAIN, "is_forum": True})
    assert await harness.deliver(update(message=talk)) == []
    assert await _support(harness) == {"id": PLAIN["id"], "is_forum": True}


async def test_a_group_that_becomes_a_supergroup_stays_the_support_group(harness: Harness) -> None:
    small = {"id": -555_000, "type": "group", "title": "Поддержка"}
    await _chosen(harness, small)
    old = update(message=message(BORIS, chat=small, migrate_to_chat_id=PLAIN["id"]))
    new = update(message=message(BORIS, chat=PLAIN, migrate_from_chat_id=small["id"]))
    told = await harness.deliver(old, new)
    assert await _support(harness) == {
        "id": PLAIN["id"],
        "is_forum": False,
        "before": small["id"],
    }
    assert {one.body["scope"]["chat_id"] for one in told} == {PLAIN["id"]}
