"""What people of the company answer as customers is a preview: it counts nowhere and reaches nobody."""

from dataclasses import replace
from typing import Any

import pytest

from storage import tables
from storage.people import staff
from storage.reports import totals
from storage.reports.base import records
from storage.reports.churn import bases
from surveys.outreach.plan_state import PlanState
from surveys.roles import Role
from surveys.statistics.periods import DAY, Period
from tests.handlers.manager.test_nps_command import given, lines
from tests.handlers.staff.teams import LENA, VERA, enroll, fresh_link, meet, open_link
from tests.harness import Harness, SentCall
from tests.storage.samples import MOSCOW
from tests.updates import ANNA, BORIS, Person, said, sent, tapped
from tests.words import interface

COUNTED = (
    tables.answers, tables.score_days, tables.cases, tables.case_days, tables.churn_sessions, tables.plans,
)  # fmt: skip


async def asked(harness: Harness, who: Person, command: str) -> SentCall:
    told = await harness.deliver(said(who, command))
    return [one for one in told if not one.is_menu][-1]


def of_option(told: SentCall, option: str) -> str:
    """The data of the button for an option."""
    [data] = [data for data in told.buttons.values() if data.endswith(f":{option}")]
    return data


def choice(told: SentCall, n: int) -> str:
    return [*told.buttons.values()][n]


async def rate(harness: Harness, who: Person, score: int) -> SentCall:
    question = await asked(harness, who, "/rate")
    [told] = await harness.deliver(tapped(who, question.buttons[str(score)]))
    return told


async def nothing_counts(harness: Harness) -> None:
    for table in COUNTED:
        assert await harness.rows(table) == [], table.name
    assert await harness.database.read(totals.differences) == []


async def everybody(harness: Harness) -> list[Person]:
    """An owner of the configuration, a manager and an agent."""
    await meet(harness, BORIS)
    await enroll(harness, LENA, Role.MANAGER)
    await enroll(harness, VERA, Role.SUPPORT)
    return [BORIS, LENA, VERA]


async def test_scores_of_staff_are_no_answers(harness: Harness) -> None:
    for person in await everybody(harness):
        await rate(harness, person, 10)
    assert lines((await harness.say(BORIS, "/nps")).text)[0] == "📊 NPS 16 сент. – 15 окт. 2026: ответов нет"
    assert await harness.scores() == {}
    await nothing_counts(harness)


async def test_customers_beside_them_count_as_before(harness: Harness) -> None:
    people = await everybody(harness)
    await given(harness.database, [9, 9, 0, 7])
    for person in people:
        await rate(harness, person, 10)
    await meet(harness, ANNA)
    await rate(harness, ANNA, 3)
    assert await harness.scores() == {9: 2, 0: 1, 7: 1, 3: 1}


@pytest.mark.parametrize("who", range(3))
async def test_a_complaint_of_staff_opens_no_case_and_is_said_to_be_a_preview(
    harness: Harness, who: int
) -> None:
    person = (await everybody(harness))[who]
    question = await asked(harness, person, "/complain")
    assert interface("preview") in question.text
    told = [question]
    for answer in ("Торт привезли разбитым, верните деньги", "Заказ 551"):
        if told[-1].buttons:
            told = await harness.deliver(tapped(person, choice(told[-1], 0)))
        told += await harness.deliver(said(person, answer))
    await nothing_counts(harness)
    texts = [one.text for one in told if not one.is_menu]
    assert not [text for text in texts if "обращение" in text and "номер" in text]
    assert {one.body["chat_id"] for one in told} == {person.id}


async def test_a_low_score_explained_opens_no_case(harness: Harness) -> None:
    [_, _, vera] = await everybody(harness)
    await rate(harness, vera, 2)
    told = await harness.deliver(said(vera, "Долго ждала, но извинились"))
    await nothing_counts(harness)
    assert interface("preview-end") in told[-1].text


async def test_a_picture_instead_of_words_opens_no_case(harness: Harness) -> None:
    [_, _, vera] = await everybody(harness)
    await rate(harness, vera, 2)
    photo: dict[str, Any] = {"file_id": "AgAC", "file_unique_id": "u", "width": 9, "height": 9}
    await harness.deliver(sent(vera, photo=[photo]))
    await nothing_counts(harness)


async def test_staff_who_leave_have_not_left(harness: Harness) -> None:
    [_, lena, _] = await everybody(harness)
    told = await asked(harness, lena, "/leave")
    for _ in range(4):
        if not told.buttons:
            break
        rest = await harness.deliver(tapped(lena, choice(told, 0)))
        if not [one for one in rest if one.method != "editMessageReplyMarkup"]:
            continue
        told = [one for one in rest if "text" in one.body][-1]
    await harness.deliver(said(lena, "Дорого"), said(lena, "У соседей дешевле"))
    await nothing_counts(harness)
    assert [row for row in await harness.customers() if row["left_at"] is not None] == []
    report = await harness.say(BORIS, "/churn")
    assert "Дорого" not in report.text


async def test_an_interview_of_staff_is_no_interview_begun(harness: Harness) -> None:
    """Reports count those that were begun beside those that were told to the end."""
    for person in await everybody(harness):
        await asked(harness, person, "/leave")
    rows = await harness.rows(tables.conversations)
    assert len(rows) == 3
    assert all(row["by_staff"] for row in rows)


async def test_nobody_of_staff_is_reminded_of_a_question(harness: Harness) -> None:
    for person in await everybody(harness):
        await asked(harness, person, "/rate")
    assert await harness.rows(tables.plans) == []


async def test_corrections_of_staff_count_nowhere(harness: Harness) -> None:
    [_, _, vera] = await everybody(harness)
    told = await rate(harness, vera, 9)
    again = await harness.deliver(tapped(vera, of_option(told, "change")))
    await harness.deliver(tapped(vera, again[-1].buttons["2"]))
    await nothing_counts(harness)
    assert await harness.rows(tables.corrections) == []


async def test_who_is_enrolled_later_keeps_what_they_answered_before(harness: Harness) -> None:
    await meet(harness, BORIS, VERA)
    told = await rate(harness, VERA, 9)
    await enroll(harness, VERA, Role.SUPPORT)
    assert await harness.scores() == {9: 1}
    again = await harness.deliver(tapped(VERA, of_option(told, "change")))
    await harness.deliver(tapped(VERA, again[-1].buttons["2"]))
    assert await harness.scores() == {9: 1}


async def test_who_is_removed_counts_from_then_on(harness: Harness) -> None:
    await meet(harness, BORIS)
    await enroll(harness, VERA, Role.SUPPORT)
    told = await rate(harness, VERA, 9)
    await harness.database.write(staff.revoke, VERA.id, harness.fake_clock.now)
    assert await harness.scores() == {}
    again = await harness.deliver(tapped(VERA, of_option(told, "change")))
    await harness.deliver(tapped(VERA, again[-1].buttons["2"]))
    assert await harness.scores() == {2: 1}


async def test_a_preview_is_called_one_in_english_too(harness: Harness) -> None:
    inga = Person(500_000_405, "Inga", "en")
    await meet(harness, BORIS)
    await enroll(harness, inga, Role.OWNER)
    assert interface("preview", "en") in (await asked(harness, inga, "/rate")).text


async def test_customers_are_told_of_no_preview(harness: Harness) -> None:
    await meet(harness, ANNA)
    assert interface("preview") not in (await asked(harness, ANNA, "/rate")).text


async def test_a_story_told_before_any_tap_is_a_preview_too(harness: Harness) -> None:
    for person in await everybody(harness):
        await asked(harness, person, "/complain")
        told = await harness.deliver(said(person, "Торт привезли разбитым! Заказ 551"))
        assert {one.body["chat_id"] for one in told} == {person.id}
    harness.fake_clock.move(days=9)
    await harness.parts.outreach.run_once()
    await nothing_counts(harness)


async def test_whoever_is_hired_meanwhile_is_not_reminded(harness: Harness) -> None:
    await meet(harness, BORIS, VERA)
    await asked(harness, VERA, "/rate")
    [plan] = await harness.rows(tables.plans)
    await enroll(harness, VERA, Role.SUPPORT)
    harness.fake_clock.move(days=3, hours=2)
    await harness.told()
    await harness.parts.outreach.run_once()
    assert await harness.told() == []
    [after] = await harness.rows(tables.plans)
    assert (plan["state"], after["state"]) == (PlanState.WAITING, PlanState.DROPPED)


async def test_an_owner_of_the_configuration_is_not_reminded_either(harness: Harness) -> None:
    """Written into the configuration after they had asked as a customer."""
    await meet(harness, LENA)
    await asked(harness, LENA, "/rate")
    app = harness.contexts.current
    harness.contexts.current = replace(app, owner_ids=app.owner_ids | {LENA.id})
    harness.fake_clock.move(days=3, hours=2)
    await harness.parts.outreach.run_once()
    [after] = await harness.rows(tables.plans)
    assert after["state"] == PlanState.DROPPED


@pytest.mark.parametrize("words", ["Макс, извините нас, пожалуйста", "спасибо", "у меня порвался пакет"])
@pytest.mark.parametrize("command", ["/rate", "/complain"])
async def test_words_that_answer_nothing_in_a_preview_are_said_to_reach_nobody(
    harness: Harness, command: str, words: str
) -> None:
    [boris, *_] = await everybody(harness)
    question = await asked(harness, boris, command)
    told = await harness.say(boris, words)
    assert told.text == interface("preview-words")
    assert told.buttons == question.buttons
    assert await harness.rows(tables.feedback) == []


async def test_a_wish_and_stray_words_of_staff_are_not_thanked_for(harness: Harness) -> None:
    [_, _, vera] = await everybody(harness)
    assert (await harness.say(vera, "/wish больше мест")).text == interface("preview-words")
    assert await harness.rows(tables.feedback) == []


async def test_what_was_given_in_a_preview_is_not_called_stored(harness: Harness) -> None:
    for person in await everybody(harness):
        await rate(harness, person, 9)
        await harness.deliver(said(person, "Вкусно"))
        again = await asked(harness, person, "/rate")
        assert interface("answer-known") not in again.text
        assert interface("preview") in again.text


async def test_staff_are_in_no_number_of_customers(harness: Harness) -> None:
    """Met as the owner, or by the link that made them staff; once they have gone they may be customers."""
    await meet(harness, BORIS, ANNA)
    await open_link(harness, LENA, await fresh_link(harness, BORIS, Role.MANAGER))
    harness.fake_clock.move(days=1)
    for person in (BORIS, LENA):
        await rate(harness, person, 10)
    found = await harness.database.read(records)
    assert (found.records, found.reachable) == (1, 1)
    day = harness.fake_clock.now.date()
    base = await harness.database.read(bases, Period(day, day + DAY, MOSCOW), None, {})
    assert base is not None
    assert base[""].started == 1
    await harness.database.write(staff.revoke, LENA.id, harness.fake_clock.now)
    await meet(harness, LENA)
    assert (await harness.database.read(records)).records == 2
    await harness.scores()
