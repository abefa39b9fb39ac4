"""Journeys of files: a survey begins by itself after an order, a case, a score, on one's day; each once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.schedule.journey_planning import JourneyPlanning
from storage import tables
from storage.engines.database import Connection, Database
from storage.rows import Order
from surveys.language.text import Text
from surveys.offers.offer import Offer, OfferList
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import Action
from surveys.questions import callback
from tests.journey_files import EXAMPLE, journeys
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANN, ANNA, BORIS, Person

ASKED = "насколько вероятно"
AFTER_ORDER = """
trigger = "order_stored"
after = "2d"
survey = "nps"
rest = "30d"
stop = ["answered", "case_opened", "left"]
"""
AFTER_CASE = 'trigger = "case_closed"\nafter = "1d"\nsurvey = "nps"\nrest = "7d"\n'
BRANCHES = (
    AFTER_ORDER
    + """
[[then]]
score = "0..6"
after = "1h"
[then.message]
ru = "Спасибо за прямоту, {business} разберётся."
en = "Thank you for being frank."

[[then]]
score = "9..10"
after = "1d"
[then.message]
ru = "Будем рады отзыву на карте."
en = "A review on the map would help us."
"""
)


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        yield running


async def _planned(outreach_harness: OutreachHarness) -> None:
    """A round as a process makes it that has started just now."""
    parts = outreach_harness.harness.parts
    await JourneyPlanning(parts.database, parts.contexts, parts.clock, parts.ids).run_once()


async def _passes(outreach_harness: OutreachHarness, **by: float) -> None:
    outreach_harness.harness.fake_clock.move(**by)
    await _planned(outreach_harness)
    await outreach_harness.run_once()


async def _ordered(outreach_harness: OutreachHarness, person: Person, **values: Any) -> Order:
    customer = (await outreach_harness.customer(person))["id"]
    order = Order(outreach_harness.harness.ids.next(), customer, outreach_harness.now, **values)
    await outreach_harness.store(order)
    return order


def _questions(outreach_harness: OutreachHarness, person: Person = ANNA) -> list[dict[str, Any]]:
    return [body for body in outreach_harness.heard(person) if ASKED in body["text"]]


async def _states(outreach_harness: OutreachHarness, journey: str) -> list[tuple[str, str | None]]:
    return [(plan["state"], plan["why"]) for plan in await outreach_harness.plans(journey)]


async def _conversations(outreach_harness: OutreachHarness) -> list[Any]:
    return list(await outreach_harness.harness.rows(tables.conversations))


async def _switch_off(outreach_harness: OutreachHarness, survey: str) -> None:
    catalogue = outreach_harness.harness.contexts.current.catalogue
    outreach_harness.change_context(catalogue=replace(catalogue, off=frozenset({survey})))


async def _begin(outreach_harness: OutreachHarness, **files: str) -> None:
    outreach_harness.change_context(journeys=journeys(**files))
    for person in (ANNA, ANN, BORIS):
        await outreach_harness.say(person, "/start")


# An order ------------------------------------------------------------------------------------------


async def test_a_survey_begins_two_days_after_an_order_with_its_touchpoint(
    outreach_harness: OutreachHarness,
) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    order = await _ordered(outreach_harness, ANNA, touchpoint="Arbat")
    await _planned(outreach_harness)
    assert await _states(outreach_harness, "after-order") == [(PlanState.WAITING, None)]
    await _passes(outreach_harness, days=2, minutes=-1)
    assert _questions(outreach_harness) == []
    await _passes(outreach_harness, minutes=1)
    assert len(_questions(outreach_harness)) == 1
    [talk] = await _conversations(outreach_harness)
    assert (talk["touchpoint"], talk["order_id"], talk["invited"]) == ("Arbat", order.id, True)
    await outreach_harness.say(ANNA, "9")
    [answer] = await outreach_harness.harness.rows(tables.answers)
    assert (answer["score"], answer["touchpoint"]) == (9, "Arbat")
    assert await outreach_harness.verdicts() == [
        ("planning", "send", "due"),
        ("sending", "send", "due"),
    ]


async def test_each_order_is_planned_once_also_after_restarts(outreach_harness: OutreachHarness) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    await _ordered(outreach_harness, ANNA)
    for _ in range(3):
        await _planned(outreach_harness)
    assert len(await outreach_harness.plans("after-order")) == 1
    await _passes(outreach_harness, days=2)
    await _passes(outreach_harness, minutes=1)
    assert len(_questions(outreach_harness)) == 1


async def test_an_order_of_long_ago_is_history(outreach_harness: OutreachHarness) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    await _ordered(outreach_harness, ANNA)
    await _passes(outreach_harness, days=10)
    assert await outreach_harness.plans("after-order") == []


async def test_an_order_that_was_cancelled_meanwhile_is_not_asked_about(
    outreach_harness: OutreachHarness,
) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)

    def cancel(connection: Connection) -> None:
        connection.execute(update(tables.orders).values(status="cancelled"))

    await outreach_harness.harness.database.write(cancel)
    await _passes(outreach_harness, days=2)
    assert await _states(outreach_harness, "after-order") == [(PlanState.DROPPED, "obsolete")]
    assert await _conversations(outreach_harness) == []


async def test_two_orders_are_one_survey(outreach_harness: OutreachHarness) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    await _ordered(outreach_harness, ANNA)
    await _ordered(outreach_harness, ANNA)
    await _passes(outreach_harness, days=2)
    await _passes(outreach_harness, days=1)
    assert len(_questions(outreach_harness)) == 1
    assert len(await _conversations(outreach_harness)) == 1
    assert sorted(await _states(outreach_harness, "after-order")) == [
        (PlanState.DROPPED, "obsolete"),
        (PlanState.SENT, "due"),
    ]


async def test_two_surveys_due_at_once_keep_their_distance(outreach_harness: OutreachHarness) -> None:
    leaving = AFTER_ORDER.replace('"nps"', '"leaving"')
    await _begin(outreach_harness, after_order=AFTER_ORDER, other=leaving)
    await _ordered(outreach_harness, ANNA)
    await _passes(outreach_harness, days=2)
    await _passes(outreach_harness, minutes=1)
    assert len(await _conversations(outreach_harness)) == 1


async def test_an_open_question_is_not_asked_a_second_time(outreach_harness: OutreachHarness) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=1)
    await outreach_harness.say(ANNA, "/rate")
    await _passes(outreach_harness, days=1)
    assert len(_questions(outreach_harness)) == 1
    assert await _states(outreach_harness, "after-order") == [(PlanState.DROPPED, "obsolete")]


async def test_a_question_asked_for_while_it_waits_to_be_sent_comes_once(
    outreach_harness: OutreachHarness,
) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=2)
    page = await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    assert len(page.rows) == 1
    outreach_harness.harness.fake_clock.move(seconds=1)
    await outreach_harness.say(ANNA, "/rate")
    assert len(_questions(outreach_harness)) == 1
    assert len(await _conversations(outreach_harness)) == 1


async def test_what_never_went_was_never_asked(outreach_harness: OutreachHarness) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=2)
    await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    await outreach_harness.say(ANNA, "/stop")
    assert _questions(outreach_harness) == []
    assert await _states(outreach_harness, "after-order") == [(PlanState.DROPPED, "stopped")]
    assert await _conversations(outreach_harness) == []
    assert await outreach_harness.plans("reminder") == []


async def test_nobody_is_interrupted_who_answers_something_else(outreach_harness: OutreachHarness) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=2)
    await outreach_harness.say(ANNA, "/complain")
    await _passes(outreach_harness)
    assert await _states(outreach_harness, "after-order") == [(PlanState.WAITING, "in_talk")]
    await _passes(outreach_harness, hours=1)
    assert len(_questions(outreach_harness)) == 1


async def test_whoever_leaves_it_open_is_reminded_once(outreach_harness: OutreachHarness) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    await _passes(outreach_harness, days=2)
    await _passes(outreach_harness, days=3)
    reminders = [one for one in outreach_harness.heard(ANNA) if "Вы не успели ответить" in one["text"]]
    assert len(reminders) == 1


async def test_a_question_that_is_tried_again_does_not_stand_in_its_own_way(
    outreach_harness: OutreachHarness,
) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=2)
    page = await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    gate = outreach_harness.harness.parts.gate
    for _ in range(2):
        said = await gate.ask(page.rows[0])
        assert said is not None
        assert said.action is Action.SEND
    await outreach_harness.settled()
    assert len(_questions(outreach_harness)) == 1


async def test_more_orders_than_a_page_are_all_planned(
    outreach_harness: OutreachHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.schedule.journey_planning._PAGE", 2)
    await _begin(outreach_harness, after_order=AFTER_ORDER)
    n = 5
    for _ in range(n):
        await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    assert len(await outreach_harness.plans("after-order")) == n


async def test_its_touchpoints_are_those_of_its_file(outreach_harness: OutreachHarness) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER + '[when]\ntouchpoints = ["Arbat"]\n')
    await _ordered(outreach_harness, ANNA, touchpoint="Arbat")
    await _ordered(outreach_harness, ANN, touchpoint="Tver")
    await _planned(outreach_harness)
    [plan] = await outreach_harness.plans("after-order")
    assert plan["customer_id"] == (await outreach_harness.customer(ANNA))["id"]


@pytest.mark.parametrize(("score", "words"), [(10, "на карте"), (4, "/complain")])
async def test_the_example_of_the_document_goes_as_it_says(
    outreach_harness: OutreachHarness, score: int, words: str
) -> None:
    await _begin(outreach_harness, after_delivery=EXAMPLE)
    await _ordered(outreach_harness, ANNA, touchpoint="courier")
    await _ordered(outreach_harness, ANN, touchpoint="shop")
    await _passes(outreach_harness, days=3)
    assert len(await _conversations(outreach_harness)) == 1
    await outreach_harness.say(ANNA, str(score))
    await _passes(outreach_harness, hours=1)
    assert words in outreach_harness.heard(ANNA)[-1]["text"]


# A case --------------------------------------------------------------------------------------------


async def test_a_day_after_a_case_was_closed_it_is_asked_and_never_twice_in_a_week(
    outreach_harness: OutreachHarness,
) -> None:
    await _begin(outreach_harness, after_case=AFTER_CASE)
    await outreach_harness.close(await outreach_harness.complain(ANNA), BORIS)
    await _passes(outreach_harness, days=1)
    assert len(_questions(outreach_harness)) == 1
    await outreach_harness.say(ANNA, "8")
    await outreach_harness.close(await outreach_harness.complain(ANNA), BORIS)
    await _passes(outreach_harness, days=2)
    await _passes(outreach_harness, days=3)
    assert len(_questions(outreach_harness)) == 1


async def test_a_case_that_was_opened_again_is_asked_about_after_its_last_closing(
    outreach_harness: OutreachHarness,
) -> None:
    await _begin(outreach_harness, after_case=AFTER_CASE)
    case = await outreach_harness.complain(ANNA)
    await outreach_harness.close(case, BORIS)
    outreach_harness.harness.fake_clock.move(hours=20)

    def reopen(connection: Connection) -> None:
        connection.execute(update(tables.cases).values(closed_at=None))

    await outreach_harness.harness.database.write(reopen)
    await outreach_harness.close(case, BORIS)
    await _passes(outreach_harness, hours=4)
    assert _questions(outreach_harness) == []
    await _passes(outreach_harness, hours=23)
    assert len(_questions(outreach_harness)) == 1


# An answer -----------------------------------------------------------------------------------------


async def _asked(outreach_harness: OutreachHarness, files: str = BRANCHES) -> None:
    await _begin(outreach_harness, after_order=files)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    await _passes(outreach_harness, days=2)


@pytest.mark.parametrize(("score", "words"), [(2, "разберётся"), (7, None), (10, "отзыву на карте")])
async def test_what_follows_depends_on_the_answer(
    outreach_harness: OutreachHarness, score: int, words: str | None
) -> None:
    await _asked(outreach_harness)
    await outreach_harness.say(ANNA, str(score))
    await _passes(outreach_harness, days=1)
    said = [one["text"] for one in outreach_harness.heard(ANNA)]
    branches = ("разберётся", "отзыву на карте")
    assert [one for one in branches if any(one in text for text in said)] == ([words] if words else [])


async def test_a_branch_may_make_an_offer_to_those_who_allowed_it(
    outreach_harness: OutreachHarness,
) -> None:
    ten = Offer("ten", Text("Скидка 10 %", "10% off"), timedelta(days=14), codes=("A-1", "A-2"))
    outreach_harness.change_context(offers=OfferList((ten,)))
    offering = BRANCHES.replace('after = "1h"', 'after = "1h"\nkind = "promotion"\noffer = "ten"')
    await _begin(outreach_harness, after_order=offering)
    await outreach_harness.agree(ANNA)
    for person in (ANNA, ANN):
        await _ordered(outreach_harness, person)
    await _planned(outreach_harness)
    await _passes(outreach_harness, days=2)
    for person in (ANNA, ANN):
        await outreach_harness.say(person, "2")
    await _passes(outreach_harness, hours=2)
    shown = outreach_harness.heard(ANNA)[-1]
    assert shown["text"].endswith("разберётся.\n\n🎁 Скидка 10 %\nКод A-1, действует 14 дней.")
    labels = [row[0]["text"] for row in shown["reply_markup"]["inline_keyboard"]]
    assert labels == ["📋 Скопировать код A-1", "🔕 Без предложений"]
    assert "10% off" not in str(outreach_harness.heard(ANN))
    [given] = await outreach_harness.harness.rows(tables.offers_given)
    assert given["customer_id"] == (await outreach_harness.customer(ANNA))["id"]


async def test_a_correction_takes_the_other_branch(outreach_harness: OutreachHarness) -> None:
    await _asked(outreach_harness)
    await outreach_harness.say(ANNA, "10")
    [talk] = await _conversations(outreach_harness)
    await outreach_harness.tap(ANNA, callback.pack(talk["id"], "score", "7"))
    await _passes(outreach_harness, days=1)
    assert await _states(outreach_harness, "after-order/2") == [(PlanState.DROPPED, "obsolete")]
    assert not any("отзыву на карте" in one["text"] for one in outreach_harness.heard(ANNA))


async def test_a_low_score_alone_may_begin_a_journey(outreach_harness: OutreachHarness) -> None:
    file = 'trigger = "score_given"\nafter = "2h"\n[when]\nscore = "0..6"\nsurvey = "nps"\n'
    file += '[message]\nru = "Мы на связи."\nen = "We are here."\n'
    await _begin(outreach_harness, frank=file)
    for person, score in ((ANNA, "3"), (ANN, "9")):
        await outreach_harness.say(person, "/rate")
        await outreach_harness.say(person, score)
    await _passes(outreach_harness, hours=2)
    assert [one["text"] for one in outreach_harness.heard(ANNA)].count("Мы на связи.") == 1
    assert "We are here." not in [one["text"] for one in outreach_harness.heard(ANN)]


# The calendar --------------------------------------------------------------------------------------


async def test_everybodys_turn_comes_once_a_quarter_on_a_working_day(
    outreach_harness: OutreachHarness,
) -> None:
    file = 'trigger = "schedule"\nevery = "quarter"\nsurvey = "nps"\nrest = "60d"\n'
    await _begin(outreach_harness, drip=file)
    outreach_harness.harness.fake_clock.move(days=79)  # the second of January
    for _ in range(88):  # until the last day of March
        await _passes(outreach_harness, days=1)
    people = 3
    plans = await outreach_harness.plans("drip")
    assert len(plans) == people
    assert {plan["planned_at"].weekday() for plan in plans} <= set(range(5))
    assert len(_questions(outreach_harness)) == 1


# A silence -----------------------------------------------------------------------------------------


async def test_a_silence_longer_than_ones_own_rhythm_is_asked_about_once(
    outreach_harness: OutreachHarness,
) -> None:
    file = 'trigger = "silent"\nsurvey = "leaving"\nstop = ["answered", "came_back", "left"]\n'
    await _begin(outreach_harness, quiet=file)
    for _ in range(3):
        await _ordered(outreach_harness, ANNA)
        outreach_harness.harness.fake_clock.move(days=10)
    await _passes(outreach_harness, days=19)
    assert await outreach_harness.plans("quiet") == []
    await _passes(outreach_harness, days=1, hours=1)
    await _passes(outreach_harness, days=1)
    assert await _states(outreach_harness, "quiet") == [(PlanState.SENT, "due")]
    [talk] = await _conversations(outreach_harness)
    assert talk["survey_id"] == "leaving"


# What is told ---------------------------------------------------------------------------------------


async def test_why_tells_what_comes_and_what_it_follows(outreach_harness: OutreachHarness) -> None:
    await _begin(outreach_harness, after_order=BRANCHES)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    await outreach_harness.say(BORIS, f"/why {ANNA.id}")
    assert "17.10.2026 12:00 · опрос после заказа (nps), если" in outreach_harness.heard(BORIS)[-1]["text"]
    await _passes(outreach_harness, days=2)
    await outreach_harness.say(ANNA, "10")
    await outreach_harness.say(BORIS, f"/why {ANNA.id}")
    told = outreach_harness.heard(BORIS)[-1]["text"]
    assert "✅ 17.10.2026 12:00 · опрос после заказа (nps): отправлено" in told
    assert "18.10.2026 12:00 · сообщение после ответа (after-order), если" in told
    await outreach_harness.say(ANNA, "/stop")
    await outreach_harness.say(BORIS, f"/why {ANNA.id}")
    assert "Что дальше" not in outreach_harness.heard(BORIS)[-1]["text"]


# A survey that is switched off ---------------------------------------------------------------------


async def test_a_journey_plans_nothing_and_sends_nothing_while_its_survey_is_switched_off(
    outreach_harness: OutreachHarness,
) -> None:
    await _begin(outreach_harness, after_order=AFTER_ORDER, after_case=AFTER_CASE)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    await _switch_off(outreach_harness, "nps")
    await _ordered(outreach_harness, ANN)
    await _passes(outreach_harness, days=2)
    assert _questions(outreach_harness) == _questions(outreach_harness, ANN) == []
    assert await _states(outreach_harness, "after-order") == [(PlanState.DROPPED, "obsolete")]


async def test_what_follows_a_survey_that_was_begun_goes_although_it_is_switched_off(
    outreach_harness: OutreachHarness,
) -> None:
    await _begin(outreach_harness, after_order=BRANCHES)
    await _ordered(outreach_harness, ANNA)
    await _planned(outreach_harness)
    await _passes(outreach_harness, days=2)
    await _switch_off(outreach_harness, "nps")
    await outreach_harness.say(ANNA, "10")
    await _passes(outreach_harness, days=1)
    assert any("отзыву на карте" in one["text"] for one in outreach_harness.heard(ANNA))
