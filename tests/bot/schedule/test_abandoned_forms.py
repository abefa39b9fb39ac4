"""A complaint that was begun and left is reminded of once; then a person learns of what was told."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from storage import tables
from storage.engines.database import Database
from tests.handlers.customer.stray_input import PLACE, says
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANN, ANNA, Person, sent


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        yield running


def reminders(harness: OutreachHarness, person: Person = ANNA) -> list[dict[str, Any]]:
    reminder = harness.harness.contexts.current.catalogue["complaint"].reminder
    assert reminder is not None
    words = reminder.text.render((person.language or "")[:2])
    return [body for body in harness.heard(person) if words in body["text"]]


async def days_pass(harness: OutreachHarness, days: int = 4) -> None:
    """So many days, looked at every six hours."""
    for _ in range(days * 4):
        await harness.wait(hours=6)
        await harness.harness.parts.abandoned_forms.run_once()
        await harness.settled()


async def cases(harness: OutreachHarness) -> list[tuple[str, str | None, str | None]]:
    rows = await harness.harness.rows(tables.cases)
    return [(row["source"], row["category"], row["words"]) for row in rows]


async def say(harness: OutreachHarness, *texts: str, person: Person = ANNA) -> None:
    for text in texts:
        await harness.say(person, text)


@pytest.mark.parametrize("person", [ANNA, ANN], ids=["ru", "en"])
async def test_a_category_without_a_story_is_reminded_of_once_and_then_a_case(
    outreach_harness: OutreachHarness, person: Person
) -> None:
    await say(outreach_harness, "/complain", "Доставка", person=person)
    await days_pass(outreach_harness, 2)
    assert len(reminders(outreach_harness, person)) == 1
    assert await cases(outreach_harness) == []
    await days_pass(outreach_harness, 4)
    assert len(reminders(outreach_harness, person)) == 1
    assert await cases(outreach_harness) == [("complaint", "delivery", None)]
    told = says("case-unfinished", number="1")((person.language or "")[:2])
    assert [body["text"] for body in outreach_harness.heard(person)].count(told) == 1


async def test_a_reminder_that_would_come_at_night_waits_for_the_morning(
    outreach_harness: OutreachHarness,
) -> None:
    outreach_harness.harness.fake_clock.move(hours=8)  # 20:00 in Moscow
    await say(outreach_harness, "/complain", "Доставка")
    await outreach_harness.wait(hours=5)
    await outreach_harness.wait(hours=5)
    assert reminders(outreach_harness) == []
    await outreach_harness.wait(hours=6)
    assert len(reminders(outreach_harness)) == 1


async def test_whoever_only_looked_is_reminded_and_nothing_follows(outreach_harness: OutreachHarness) -> None:
    await say(outreach_harness, "/complain")
    await days_pass(outreach_harness, 6)
    assert len(reminders(outreach_harness)) == 1
    assert await cases(outreach_harness) == []


async def test_a_greeting_alone_is_answered_by_a_person_in_the_end(outreach_harness: OutreachHarness) -> None:
    await say(outreach_harness, "/complain", "Здравствуйте")
    await days_pass(outreach_harness, 6)
    assert await cases(outreach_harness) == [("complaint", None, "Здравствуйте")]


async def test_a_place_on_the_map_alone_is_seen_by_a_person_in_the_end(
    outreach_harness: OutreachHarness,
) -> None:
    await say(outreach_harness, "/complain")
    await outreach_harness.deliver(sent(ANNA, **PLACE))
    await days_pass(outreach_harness, 6)
    [case] = await outreach_harness.harness.rows(tables.cases)
    [message] = await outreach_harness.harness.rows(tables.messages)
    assert message["case_id"] == case["id"]


async def test_a_low_score_that_was_to_be_sorted_out_is_a_case_with_its_score(
    outreach_harness: OutreachHarness,
) -> None:
    await say(outreach_harness, "/rate", "2")
    await outreach_harness.tap(ANNA, "complain")
    await days_pass(outreach_harness, 6)
    [case] = await outreach_harness.harness.rows(tables.cases)
    assert (case["source"], case["score"], case["words"]) == ("score", 2, None)


async def test_a_high_score_before_an_empty_complaint_is_no_case(outreach_harness: OutreachHarness) -> None:
    await say(outreach_harness, "/rate", "9", "/complain")
    await days_pass(outreach_harness, 6)
    assert await cases(outreach_harness) == []


async def test_whoever_told_their_story_is_neither_reminded_nor_given_a_second_case(
    outreach_harness: OutreachHarness,
) -> None:
    await say(outreach_harness, "/complain", "Торт разбит")
    await days_pass(outreach_harness, 6)
    assert reminders(outreach_harness) == []
    assert await cases(outreach_harness) == [("complaint", None, "Торт разбит")]


async def test_after_stop_nobody_is_reminded_and_a_person_learns_of_it_all_the_same(
    outreach_harness: OutreachHarness,
) -> None:
    await say(outreach_harness, "/complain", "Доставка", "/stop")
    heard = len(outreach_harness.heard(ANNA))
    await days_pass(outreach_harness, 6)
    assert len(outreach_harness.heard(ANNA)) == heard
    assert await cases(outreach_harness) == [("complaint", "delivery", None)]


async def test_a_story_told_after_the_reminder_ends_it(outreach_harness: OutreachHarness) -> None:
    await say(outreach_harness, "/complain", "Доставка")
    await days_pass(outreach_harness, 1)
    await say(outreach_harness, "Не приехали")
    await days_pass(outreach_harness, 6)
    assert await cases(outreach_harness) == [("complaint", "delivery", "Не приехали")]


async def test_what_is_written_after_it_became_a_case_is_passed_on(outreach_harness: OutreachHarness) -> None:
    await say(outreach_harness, "/complain", "Доставка")
    await days_pass(outreach_harness, 6)
    await say(outreach_harness, "Курьер так и не приехал")
    [message] = await outreach_harness.harness.rows(tables.messages)
    assert message["case_id"] is not None
    assert len(await cases(outreach_harness)) == 1


async def test_words_of_an_interview_that_was_left_are_still_there(outreach_harness: OutreachHarness) -> None:
    await say(outreach_harness, "/leave", "Нужно только в сезон", "Когда-нибудь потом, мне дорого")
    await days_pass(outreach_harness, 10)
    kept = [row["words"] for row in await outreach_harness.harness.rows(tables.messages)]
    assert kept == ["Когда-нибудь потом, мне дорого"]
