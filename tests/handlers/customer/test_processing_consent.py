"""Where the company asks for it, nothing is handled before a person agrees, and nothing is lost."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from bot.jobs.erasure import ERASURE
from bot.processing.updates import inbox_updates_of
from storage import tables
from storage.states import InboxState
from surveys.roles import INVITATION
from tests.handlers.customer import test_signed_links as signed
from tests.handlers.customer.test_albums import of_photos
from tests.handlers.support_harness import PATIENCE_S, SupportHarness
from tests.harness import Harness, SentCall
from tests.updates import ANNA, membership, said, tapped

AGREE = "✅ Соглашаюсь"


@pytest.fixture
def asking(harness: Harness) -> Harness:
    return _version(harness, "1")


def _version(harness: Harness, version: str | None) -> Harness:
    harness.contexts.current = replace(harness.contexts.current, consent_version=version)
    return harness


async def _all_rows(harness: Harness) -> str:
    told = [await harness.rows(table) for table in tables.metadata.sorted_tables if table is not tables.inbox]
    return json.dumps(told, default=str, ensure_ascii=False)


def _states(rows: list[Any]) -> list[str]:
    return [row["state"] for row in rows]


async def _agree(harness: Harness, asked: SentCall) -> list[SentCall]:
    told = await harness.deliver(tapped(ANNA, asked.buttons[AGREE]))
    return [*told, *await harness.deliver()]


async def test_what_was_said_first_is_handled_once_the_person_agrees(asking: Harness) -> None:
    asked = await asking.say(ANNA, "Суп остыл, кенар")
    assert "Соглашаетесь?" in asked.text
    assert await asking.rows(tables.customers) == []
    assert "кенар" not in await _all_rows(asking)
    assert ANNA.name not in await _all_rows(asking)

    told = await _agree(asking, asked)
    assert told[0].text.startswith("Спасибо, согласие записали")
    assert len(told) > 1
    assert "кенар" in json.dumps(await asking.rows(tables.messages), default=str, ensure_ascii=False)
    [consent] = await asking.rows(tables.consents)
    assert (consent["kind"], consent["given"], consent["text_version"]) == ("processing", True, "1")
    assert set(_states(await asking.rows(tables.inbox))) == {InboxState.DONE}


async def test_all_that_was_said_is_handled_in_its_order(asking: Harness) -> None:
    for text in ("/rate", "9", "кенар первый"):
        asked = await asking.say(ANNA, text)
    assert await asking.rows(tables.answers) == []
    await _agree(asking, asked)
    assert 9 in {row["score"] for row in await asking.rows(tables.answers)}
    assert "кенар первый" in {row["words"] for row in await asking.rows(tables.answers)}


async def test_a_link_is_followed_after_the_consent(asking: Harness) -> None:
    asked = await asking.say(ANNA, "/start s_nps_delivery")
    told = await _agree(asking, asked)
    assert told[-1].buttons
    assert [row["survey_id"] for row in await asking.rows(tables.conversations)] == ["nps"]


async def test_an_imported_customer_who_comes_by_link_is_asked_too(asking: Harness) -> None:
    await signed.keep(asking, signed.BELOVA, signed.LUNCH)
    [asked] = await signed.follow(asking, ANNA, await signed.link(asking, order="o-1", customer="A-007"))
    assert "Соглашаетесь?" in asked.text
    assert await asking.rows(tables.conversations) == []
    await _agree(asking, asked)
    [talk] = await asking.rows(tables.conversations)
    [joined] = await asking.rows(tables.customers)
    assert (joined["segment"], talk["order_id"]) == ("gold", signed.LUNCH.id)
    assert talk["customer_id"] == joined["id"]
    [consent] = await asking.rows(tables.consents)
    assert consent["customer_id"] == joined["id"]
    assert "Соглашаетесь?" not in (await asking.say(ANNA, "/help")).text


async def test_typing_the_button_agrees_too(asking: Harness) -> None:
    await asking.say(ANNA, "/start")
    await asking.deliver(said(ANNA, "Согласна!"))
    await asking.deliver()
    assert len(await asking.rows(tables.consents)) == 1


async def test_whoever_was_not_asked_agrees_to_nothing(asking: Harness) -> None:
    asked = await asking.say(ANNA, "да")
    assert "Соглашаетесь?" in asked.text
    assert await asking.rows(tables.consents) == []


async def test_two_taps_agree_once_and_an_empty_chat_is_greeted(asking: Harness) -> None:
    told, asked = await asking.deliver(said(ANNA, "/privacy"))
    assert "Сколько храним" in told.text
    assert await asking.rows(tables.customers) == []
    assert _states(await asking.rows(tables.inbox)) == [InboxState.DONE]
    told, greeting, *_ = await _agree(asking, asked)
    assert told.text.startswith("Спасибо")
    assert "Оценить" in " ".join(greeting.buttons)
    await _agree(asking, asked)
    assert len(await asking.rows(tables.consents)) == 1


async def test_a_new_text_asks_again_and_an_old_button_is_no_consent_to_it(asking: Harness) -> None:
    first = await asking.say(ANNA, "/start")
    await _agree(asking, first)
    _version(asking, "2")
    asked = await asking.say(ANNA, "/rate")
    assert "Соглашаетесь?" in asked.text
    await _agree(asking, first)
    assert [row["text_version"] for row in await asking.rows(tables.consents)] == ["1"]
    await _agree(asking, asked)
    assert [row["text_version"] for row in await asking.rows(tables.consents)] == ["1", "2"]
    assert [row["survey_id"] for row in await asking.rows(tables.conversations)] == ["nps"]


async def test_a_tap_waits_as_well(harness: Harness) -> None:
    question = await harness.say(ANNA, "/rate")
    _version(harness, "1")
    asked = (await harness.deliver(tapped(ANNA, question.buttons["9"])))[-1]
    assert await harness.rows(tables.answers) == []
    await _agree(harness, asked)
    assert [row["score"] for row in await harness.rows(tables.answers)] == [9]


async def test_rights_need_no_consent_and_forgetting_takes_it_back(asking: Harness) -> None:
    await _agree(asking, await asking.say(ANNA, "/start"))
    _version(asking, "2")
    await asking.say(ANNA, "секрет кенар")
    asked = await asking.say(ANNA, "/forget")
    await asking.deliver(tapped(ANNA, asked.buttons["Удалить навсегда"]))
    assert [row["given"] for row in await asking.rows(tables.consents)] == [True, False]


async def test_what_waits_for_a_week_goes(asking: Harness) -> None:
    await asking.say(ANNA, "кенар")
    asking.fake_clock.move(days=6)
    await asking.parts.housekeeping.tidy()
    assert _states(await asking.rows(tables.inbox)) == [InboxState.HELD]
    asking.fake_clock.move(days=2)
    await asking.parts.housekeeping.tidy()
    assert await asking.rows(tables.inbox) == []


async def test_a_stranger_who_blocks_the_bot_leaves_no_trace(asking: Harness) -> None:
    await asking.deliver(membership(ANNA, "member", "kicked"))
    assert await asking.rows(tables.customers) == []
    assert _states(await asking.rows(tables.inbox)) == [InboxState.DONE]


async def test_nobody_is_asked_where_the_company_does_not(harness: Harness) -> None:
    told = await harness.say(ANNA, "/start")
    assert "Соглашаетесь?" not in told.text


async def test_staff_are_not_asked(asking: Harness) -> None:
    app = asking.contexts.current
    asking.contexts.current = replace(app, owner_ids=frozenset({ANNA.id}))
    told = (await asking.deliver(said(ANNA, "/help")))[-1]
    assert "Соглашаетесь?" not in told.text


async def test_what_waited_is_handled_without_anything_else_arriving(asking: Harness) -> None:
    asked = await asking.say(ANNA, "/rate")
    tap = json.loads(json.dumps([tapped(ANNA, asked.buttons[AGREE])]))
    await asking.worker.take(inbox_updates_of(tap, 42, asking.fake_clock.now))
    async with asyncio.timeout(4):  # the inbox is looked at each five seconds anyway
        while InboxState.WAITING in _states(await asking.rows(tables.inbox)):  # noqa: ASYNC110  # rings no bell
            await asyncio.sleep(0.01)
    assert len(await asking.rows(tables.conversations)) == 1


async def test_a_link_that_makes_staff_is_followed_at_once(asking: Harness) -> None:
    told = (await asking.deliver(said(ANNA, f"/start {INVITATION}wrong")))[-1]
    assert "Соглашаетесь?" not in told.text


async def test_an_album_and_a_complaint_reach_staff_after_the_consent(support: SupportHarness) -> None:
    await support.reload(forum=True)
    _version(support.harness, "1")
    await support.deliver(await support.anna.say("/complain"))
    await support.deliver(await support.anna.say("Суп остыл"))
    await support.deliver(*await support.anna.album([b"1", b"2", b"3"], "Вот"))
    assert await support.all_cases() == []
    assert await support.harness.rows(tables.files) == []
    asked = [message for message in support.anna.chat.messages if message.from_bot][-1]
    await support.deliver(await support.anna.tap(asked, AGREE))
    while await support.harness.waits():
        await support.deliver()
    assert [case["words"] for case in await support.all_cases()] == ["Суп остыл"]
    assert await of_photos(support) == [1, 1, 1]


async def test_what_was_held_is_forgotten_too(support: SupportHarness) -> None:
    _version(support.harness, "1")
    support.harness.jobs.kinds = {ERASURE.name: ERASURE}
    await support.deliver(await support.anna.say("секрет кенар"))
    await support.deliver(await support.anna.say("/forget"))
    asked = [message for message in support.anna.chat.messages if message.from_bot][-1]
    await support.deliver(await support.anna.tap(asked, "Удалить навсегда"))
    async with asyncio.timeout(PATIENCE_S):
        while InboxState.HELD in _states(await support.harness.rows(tables.inbox)):
            support.harness.jobs.wake()
            await asyncio.sleep(0.01)
    told = await support.harness.rows(tables.inbox)
    assert "кенар" not in json.dumps(told, default=str, ensure_ascii=False)
