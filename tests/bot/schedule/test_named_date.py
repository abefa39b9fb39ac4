"""A day that a customer named is its own consent: the reminder goes then, whatever they say to offers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from storage.engines.database import Database
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactLimits
from tests.handlers.customer.stray_input import says
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANN, ANNA, BORIS, Person

JOURNEY = "requested_reminder"
DAY = datetime(2026, 11, 15, 8, tzinfo=UTC)
"""Eleven in the morning of the named day, in Moscow."""
PEOPLE = pytest.mark.parametrize("person", [ANNA, ANN], ids=["ru", "en"])


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        yield running


def tongue(person: Person) -> str:
    return (person.language or "")[:2]


def reminders(harness: OutreachHarness, person: Person = ANNA) -> list[dict[str, Any]]:
    words = says("requested-reminder")(tongue(person))
    return [body for body in harness.heard(person) if words in body["text"]]


async def named(
    harness: OutreachHarness, person: Person = ANNA, reason: str = "Заказывали, пока болели"
) -> None:
    for text in ("/leave", reason, "через месяц" if person is ANNA else "In a month"):
        await harness.say(person, text)


async def on_the_day(harness: OutreachHarness) -> None:
    harness.harness.fake_clock.now = DAY
    await harness.run_once()


async def state(harness: OutreachHarness) -> tuple[str, str | None]:
    [plan] = await harness.plans(JOURNEY)
    return plan["state"], plan["why"]


def button(harness: OutreachHarness, person: Person, label: str) -> str:
    keyboards = [body["reply_markup"] for body in harness.heard(person) if body.get("reply_markup")]
    rows = [row for keyboard in keyboards for row in keyboard["inline_keyboard"]]
    return next(str(one["callback_data"]) for row in reversed(rows) for one in row if label == one["text"])


@PEOPLE
async def test_the_reminder_comes_on_the_day_though_offers_were_never_allowed(
    outreach_harness: OutreachHarness, person: Person
) -> None:
    await named(outreach_harness, person)
    await outreach_harness.wait(days=20)
    assert reminders(outreach_harness, person) == []
    await on_the_day(outreach_harness)
    assert len(reminders(outreach_harness, person)) == 1
    assert await state(outreach_harness) == (PlanState.SENT, "due")
    await outreach_harness.wait(days=40)
    assert len(reminders(outreach_harness, person)) == 1


async def test_no_to_offers_does_not_cancel_it(outreach_harness: OutreachHarness) -> None:
    await named(outreach_harness)
    await outreach_harness.tap(ANNA, "offers:no")
    await on_the_day(outreach_harness)
    assert len(reminders(outreach_harness)) == 1


async def test_offers_that_were_refused_long_ago_do_not_cancel_it(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA, given=False)
    await named(outreach_harness, reason="Стало меньше денег")
    await on_the_day(outreach_harness)
    assert len(reminders(outreach_harness)) == 1


async def test_another_reason_that_mutes_offers_does_not_cancel_it(outreach_harness: OutreachHarness) -> None:
    await named(outreach_harness)
    await outreach_harness.wait(days=2)
    for text in ("/leave", "Слишком много сообщений"):
        await outreach_harness.say(ANNA, text)
    await on_the_day(outreach_harness)
    assert len(reminders(outreach_harness)) == 1


async def test_it_is_no_offer_and_belongs_to_no_experiment(outreach_harness: OutreachHarness) -> None:
    outreach_harness.change_context(holdout=1.0)
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    await named(outreach_harness)
    assert [plan["arm"] for plan in await outreach_harness.plans(JOURNEY)] == [None]
    assert [plan["state"] for plan in await outreach_harness.plans("winback")] == [PlanState.HOLDOUT]
    await on_the_day(outreach_harness)
    assert len(reminders(outreach_harness)) == 1


async def test_the_cap_of_a_week_does_not_stop_what_was_asked_for(outreach_harness: OutreachHarness) -> None:
    outreach_harness.change_context(limits=ContactLimits(weekly_cap=0))
    await named(outreach_harness)
    await on_the_day(outreach_harness)
    assert len(reminders(outreach_harness)) == 1


@pytest.mark.parametrize(("text", "why"), [("/stop", "stopped"), ("order", "obsolete")])
async def test_stop_and_coming_back_end_it(outreach_harness: OutreachHarness, text: str, why: str) -> None:
    await named(outreach_harness)
    await outreach_harness.wait(days=1)
    if text == "order":
        await outreach_harness.order(ANNA)
    else:
        await outreach_harness.say(ANNA, text)
    await on_the_day(outreach_harness)
    assert reminders(outreach_harness) == []
    assert await state(outreach_harness) == (PlanState.DROPPED, why)


async def test_it_waits_for_the_morning_and_for_the_end_of_a_complaint(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(BORIS, "/start")
    await named(outreach_harness)
    case = await outreach_harness.complain(ANNA)
    await on_the_day(outreach_harness)
    assert await state(outreach_harness) == (PlanState.WAITING, "open_case")
    await outreach_harness.close(case, BORIS)
    await outreach_harness.wait(hours=15)  # 02:00 in Moscow
    await outreach_harness.wait(hours=0)
    assert reminders(outreach_harness) == []
    await outreach_harness.wait(hours=9)
    assert len(reminders(outreach_harness)) == 1


@PEOPLE
async def test_the_button_of_the_confirmation_cancels_it_and_says_so(
    outreach_harness: OutreachHarness, person: Person
) -> None:
    await named(outreach_harness, person)
    label = says("button-no-reminder")(tongue(person))
    await outreach_harness.tap(person, button(outreach_harness, person, label))
    assert outreach_harness.heard(person)[-1]["text"] == says("reminder-cancelled")(tongue(person))
    assert await state(outreach_harness) == (PlanState.DROPPED, "declined")
    await on_the_day(outreach_harness)
    assert reminders(outreach_harness, person) == []


async def test_the_button_of_somebody_else_s_confirmation_does_nothing(
    outreach_harness: OutreachHarness,
) -> None:
    await named(outreach_harness)
    await outreach_harness.say(BORIS, "/start")
    await outreach_harness.tap(BORIS, button(outreach_harness, ANNA, says("button-no-reminder")("ru")))
    await on_the_day(outreach_harness)
    assert len(reminders(outreach_harness)) == 1


async def test_another_day_takes_the_place_of_the_first(outreach_harness: OutreachHarness) -> None:
    await named(outreach_harness)
    await outreach_harness.tap(ANNA, button(outreach_harness, ANNA, "Через три месяца"))
    await on_the_day(outreach_harness)
    assert reminders(outreach_harness) == []
    [plan] = await outreach_harness.plans(JOURNEY)
    assert plan["planned_at"] == datetime(2027, 1, 13, 8, tzinfo=UTC)


async def test_a_day_named_in_a_later_interview_takes_the_place_of_the_earlier_one(
    outreach_harness: OutreachHarness,
) -> None:
    await named(outreach_harness)
    await outreach_harness.wait(days=2)
    for text in ("/leave", "Нужно только в сезон", "Через полгода"):
        await outreach_harness.say(ANNA, text)
    open_ones = [plan for plan in await outreach_harness.plans(JOURNEY) if plan["state"] == PlanState.WAITING]
    assert [plan["planned_at"] for plan in open_ones] == [datetime(2027, 4, 17, 8, tzinfo=UTC)]


async def test_a_pause_that_is_no_leaving_is_reminded_of_too(outreach_harness: OutreachHarness) -> None:
    await named(outreach_harness, reason="Я не ухожу, просто пауза")
    await on_the_day(outreach_harness)
    assert len(reminders(outreach_harness)) == 1


@PEOPLE
async def test_why_says_that_the_customer_asked_for_it(
    outreach_harness: OutreachHarness, person: Person
) -> None:
    await outreach_harness.say(BORIS, "/start")
    await named(outreach_harness, person)
    await outreach_harness.say(BORIS, f"/why {person.id}")
    assert says("why-requested")("ru") in outreach_harness.heard(BORIS)[-1]["text"]
