"""What is said after a month is over is counted on its own day: the month stays as it was."""

from datetime import date
from typing import Any

import pytest

from storage import tables
from storage.reports import base, churn, complaints, quotes, totals
from surveys.questions.reasons import ReasonClass
from surveys.statistics.periods import Asked, Period
from tests.handlers.customer.test_complaint_and_leaving import choose
from tests.harness import Harness, app_context
from tests.updates import ANNA, said

ZONE = app_context().zone
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1), ZONE)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1), ZONE)
BOTH = Period(date(2026, 10, 1), date(2026, 12, 1), ZONE)
EXPENSIVE = "Дорого"


@pytest.fixture
def october(harness: Harness) -> Harness:
    """Noon of the last day of October."""
    noon = harness.fake_clock.now
    harness.fake_clock.move(days=(date(2026, 10, 31) - noon.date()).days)
    return harness


async def _leave(harness: Harness) -> dict[str, str]:
    """Anna has left since it is too expensive; returns the buttons that are before her eyes."""
    asked = (await harness.say(ANNA, "/leave")).buttons
    groups = ("✋ Другое / Я не ухожу", "🏠 Изменилась жизнь", "💰 Цена и выгода")
    shown = [(await choose(harness, ANNA, asked[group]))[0].buttons for group in groups]
    buttons = {label: data for each in shown for label, data in each.items()}
    await choose(harness, ANNA, buttons[EXPENSIVE])
    return buttons


async def _told(harness: Harness, period: Period) -> list[tuple[str, Any]]:
    found = await harness.database.read(churn.farewells, period, None, {})
    return [(one.reason, one.kind) for one in found]


async def _losses(harness: Harness, period: Period) -> dict[ReasonClass, int]:
    found = (await harness.database.read(base.bridge, period)).lost
    return {kind: n for kind, n in found.items() if n}


async def test_a_reason_that_is_corrected_at_once_is_the_reason(october: Harness) -> None:
    buttons = await _leave(october)
    october.fake_clock.move(minutes=15)
    await choose(october, ANNA, buttons["Стало меньше денег"])
    [(reason, kind)] = await _told(october, OCTOBER)
    assert (reason, kind) == ("FINANCE", ReasonClass.NATURAL)
    assert await _losses(october, OCTOBER) == {ReasonClass.NATURAL: 1}


async def test_a_reason_that_is_corrected_in_november_leaves_october_as_it_was(october: Harness) -> None:
    buttons = await _leave(october)
    await october.deliver(said(ANNA, "Кофе по триста рублей"))
    before = await _told(october, OCTOBER), await _losses(october, OCTOBER)
    october.fake_clock.move(days=2)
    await choose(october, ANNA, buttons["Стало меньше денег"])

    assert (await _told(october, OCTOBER), await _losses(october, OCTOBER)) == before
    assert before[1] == {ReasonClass.AVOIDABLE: 1}
    assert await _told(october, NOVEMBER) == await _told(october, BOTH) == [("FINANCE", ReasonClass.NATURAL)]
    assert await _losses(october, NOVEMBER) == {}
    standing, earlier = sorted(await october.rows(tables.churn_sessions), key=lambda row: row["id"])
    assert (standing["reason"], earlier["reason"]) == ("FINANCE", "PRICE_HIGH")
    assert earlier["conversation_id"] == standing["id"]
    await _agree(october)

    for period, reason in ((OCTOBER, "PRICE_HIGH"), (NOVEMBER, "FINANCE"), (BOTH, "FINANCE")):
        found = await october.database.read(quotes.of_leavers, period.start, period.end, None, 10)
        assert [(one.words, one.reason) for one in found] == [("Кофе по триста рублей", reason)]


async def test_whoever_says_in_november_that_they_are_still_here_has_come_back(october: Harness) -> None:
    buttons = await _leave(october)
    october.fake_clock.move(days=2)
    await choose(october, ANNA, buttons["Я не ухожу, просто пауза"])
    assert await _told(october, OCTOBER) == [("PRICE_HIGH", ReasonClass.AVOIDABLE)]
    assert await _told(october, NOVEMBER) == [("STILL_HERE", None)]
    assert await _losses(october, OCTOBER) == {ReasonClass.AVOIDABLE: 1}
    assert (await october.database.read(base.bridge, NOVEMBER)).returned == 1
    await _agree(october)


async def test_what_a_complaint_of_october_is_about_stays_as_october_counted_it(october: Harness) -> None:
    asking = await october.say(ANNA, "/complain")
    await choose(october, ANNA, asking.buttons["📦 Качество"])
    await october.deliver(said(ANNA, "Разбито"))
    october.fake_clock.move(hours=20)
    told = await choose(october, ANNA, asking.buttons["🚚 Доставка"])
    assert await _complaints(october) == {"quality": 1}
    [case] = await october.rows(tables.cases)
    assert (case["category"], case["touchpoint"]) == ("quality", None)
    assert any("🚚 Доставка" in row["words"] for row in await october.rows(tables.messages) if row["words"])
    assert told, "the customer sees their answer as they changed it"
    await _agree(october)


async def test_what_a_complaint_is_about_is_put_right_while_its_month_runs(harness: Harness) -> None:
    asking = await harness.say(ANNA, "/complain")
    await choose(harness, ANNA, asking.buttons["📦 Качество"])
    await harness.deliver(said(ANNA, "Разбито"))
    harness.fake_clock.move(hours=20)
    await choose(harness, ANNA, asking.buttons["🚚 Доставка"])
    [case] = await harness.rows(tables.cases)
    assert (case["category"], case["touchpoint"]) == ("delivery", "delivery")


async def _complaints(harness: Harness) -> dict[str, int]:
    report = await harness.database.read(
        complaints.report, Asked(OCTOBER, OCTOBER.before, {}), harness.fake_clock.now
    )
    return {group.name: group.handling.complaints for group in report.groups}


async def _agree(harness: Harness) -> None:
    assert await harness.database.read(totals.differences) == []
