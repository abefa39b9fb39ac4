"""What is due is looked at, judged twice and sent at most once; every verdict is stored."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from storage import tables
from storage.delivery.outcomes import give_up_claimed
from storage.engines.database import Database
from storage.states import OutboxState
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactLimits
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANN, ANNA, BORIS, Person

REMINDED = "Вы не успели ответить"
INVITED = "Вы нашли вариант лучше нашего"
CONSENT = "можно иногда присылать вам предложения"


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        yield running


def _sent(outreach_harness: OutreachHarness, person: Person, words: str) -> list[dict[str, Any]]:
    return [body for body in outreach_harness.heard(person) if words in body["text"]]


async def _states(outreach_harness: OutreachHarness, journey: str) -> list[tuple[str, str | None]]:
    return [(plan["state"], plan["why"]) for plan in await outreach_harness.plans(journey)]


async def _left(outreach_harness: OutreachHarness, reason: str = "COMPETITOR") -> None:
    """Anna agreed to offers long ago and leaves now; her invitation is due in thirty days."""
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    await outreach_harness.leave(ANNA, reason)


# Reminders ------------------------------------------------------------------------------------------


async def test_an_unanswered_question_is_replied_to_once_with_its_buttons(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    await outreach_harness.wait(days=3, minutes=-1)
    assert _sent(outreach_harness, ANNA, REMINDED) == []
    await outreach_harness.wait(minutes=1)
    [reminder] = _sent(outreach_harness, ANNA, REMINDED)
    question = next(body for body in outreach_harness.heard(ANNA) if "насколько вероятно" in body["text"])
    asked_as = [body for _, body in outreach_harness.fake_bot_api.calls].index(question) + 1
    assert reminder["reply_parameters"] == {"message_id": asked_as}
    assert reminder["reply_markup"] == question["reply_markup"]
    assert await _states(outreach_harness, "reminder") == [(PlanState.SENT, "due")]
    assert await outreach_harness.verdicts() == [("planning", "send", "due"), ("sending", "send", "due")]
    await outreach_harness.wait(days=7)
    assert len(_sent(outreach_harness, ANNA, REMINDED)) == 1


async def test_who_answered_is_not_reminded_and_it_is_written_why(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.say(ANNA, "/rate")
    await outreach_harness.say(ANNA, "9")
    await outreach_harness.wait(days=3)
    assert _sent(outreach_harness, ANNA, REMINDED) == []
    assert await _states(outreach_harness, "reminder") == [(PlanState.DROPPED, "obsolete")]
    assert await outreach_harness.verdicts() == [("planning", "never", "obsolete")]


async def test_a_reminder_that_falls_into_the_night_waits_for_the_morning(
    outreach_harness: OutreachHarness,
) -> None:
    outreach_harness.harness.fake_clock.move(hours=11)  # 23:00 in Moscow
    await outreach_harness.say(ANNA, "/rate")
    await outreach_harness.wait(days=3)
    await outreach_harness.wait(hours=9, minutes=59)
    assert _sent(outreach_harness, ANNA, REMINDED) == []
    assert await outreach_harness.verdicts() == [("planning", "wait", "quiet_hours")]
    await outreach_harness.wait(minutes=1)
    assert len(_sent(outreach_harness, ANNA, REMINDED)) == 1


async def test_an_answer_between_planning_and_sending_is_noticed_at_the_gate(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    outreach_harness.harness.fake_clock.move(days=3)
    page = await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    assert len(page.rows) == 1
    await outreach_harness.say(ANNA, "9")
    assert _sent(outreach_harness, ANNA, REMINDED) == []
    assert await outreach_harness.verdicts() == [
        ("planning", "send", "due"),
        ("sending", "never", "obsolete"),
    ]
    assert await _states(outreach_harness, "reminder") == [(PlanState.DROPPED, "obsolete")]
    states = [row["state"] for row in await outreach_harness.harness.rows(tables.outbox) if row["kind"]]
    assert states == [OutboxState.REFUSED]


async def test_a_message_that_night_overtook_in_the_outbox_waits_there(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    outreach_harness.harness.fake_clock.move(days=3)
    await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    outreach_harness.harness.fake_clock.move(hours=12)  # as if Telegram had been away until the night
    await outreach_harness.settled()
    assert _sent(outreach_harness, ANNA, REMINDED) == []
    assert await outreach_harness.verdicts() == [
        ("planning", "send", "due"),
        ("sending", "wait", "quiet_hours"),
    ]
    [row] = [row for row in await outreach_harness.harness.rows(tables.outbox) if row["kind"]]
    assert (row["state"], row["due_at"]) == (OutboxState.READY, datetime(2026, 10, 19, 6, tzinfo=UTC))
    await outreach_harness.wait(hours=9)
    assert len(_sent(outreach_harness, ANNA, REMINDED)) == 1
    assert (await outreach_harness.verdicts())[1:] == [("sending", "send", "due")]


async def test_the_same_plan_found_by_two_rounds_is_posted_once(outreach_harness: OutreachHarness) -> None:
    people = [ANNA, ANN]
    for person in people:
        await outreach_harness.say(person, "/rate")
    outreach_harness.harness.fake_clock.move(days=3)
    first = await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    second = await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    assert (len(first.rows), len(second.rows)) == (2, 0)
    await outreach_harness.run_once()
    assert len(_sent(outreach_harness, ANNA, REMINDED)) == 1
    assert len(_sent(outreach_harness, ANN, "You haven't answered yet")) == 1


async def test_who_blocked_the_bot_is_not_reminded(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.say(ANNA, "/rate")
    outreach_harness.fake_bot_api.closed.add(ANNA.id)
    await outreach_harness.wait(days=3)
    assert await _states(outreach_harness, "reminder") == [(PlanState.DROPPED, "unreachable")]
    assert (await outreach_harness.customer(ANNA))["blocked_at"] is not None


async def test_a_question_asked_again_after_an_absence_waits_for_the_day_and_goes_only_if_it_is_open(
    outreach_harness: OutreachHarness,
) -> None:
    harness = outreach_harness.harness
    recovery = harness.parts.recovery
    harness.fake_clock.move(hours=11)
    for person in (ANNA, BORIS):
        await outreach_harness.say(person, "/rate")
    await recovery.seen(outreach_harness.now)
    harness.fake_clock.move(hours=1)
    await recovery.seen(outreach_harness.now)
    await outreach_harness.settled()
    again = "Мы ненадолго пропадали"
    assert _sent(outreach_harness, ANNA, again) == []
    await outreach_harness.say(BORIS, "9")
    await outreach_harness.wait(hours=10)
    assert len(_sent(outreach_harness, ANNA, again)) == 1
    assert _sent(outreach_harness, BORIS, again) == []


# Invitations ----------------------------------------------------------------------------------------


async def test_who_agreed_to_offers_is_invited_back_when_it_fits_the_reason(
    outreach_harness: OutreachHarness,
) -> None:
    await _left(outreach_harness)
    assert await outreach_harness.verdicts() == [("planning", "wait", "not_yet")]
    await outreach_harness.wait(days=30, minutes=-1)
    assert _sent(outreach_harness, ANNA, INVITED) == []
    await outreach_harness.wait(minutes=1)
    [invitation] = _sent(outreach_harness, ANNA, INVITED)
    labels = [row[0]["text"] for row in invitation["reply_markup"]["inline_keyboard"]]
    assert labels == ["👋 Я снова с вами", "🔕 Без предложений"]
    [plan] = await outreach_harness.plans("winback")
    assert (plan["state"], plan["arm"], plan["about"]) == (PlanState.SENT, "treated", "COMPETITOR")
    assert plan["done_at"] is not None
    await outreach_harness.wait(days=40)
    assert len(_sent(outreach_harness, ANNA, INVITED)) == 1


async def test_the_holdout_is_never_written_to_and_stays_in_it(outreach_harness: OutreachHarness) -> None:
    outreach_harness.change_context(holdout=1.0)
    await _left(outreach_harness)
    outreach_harness.change_context(holdout=0.0)
    await outreach_harness.wait(days=31)
    [plan] = await outreach_harness.plans("winback")
    assert (plan["state"], plan["arm"], plan["why"]) == (PlanState.HOLDOUT, "holdout", "held_out")
    assert _sent(outreach_harness, ANNA, INVITED) == []
    assert await outreach_harness.verdicts() == [("planning", "never", "held_out")]


async def test_the_day_that_the_customer_named_goes_before_the_usual_delay(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    await outreach_harness.leave(ANNA, "TEMP_CHILD", date(2026, 12, 1))
    [plan] = await outreach_harness.plans("requested_reminder")
    assert plan["planned_at"] == datetime(2026, 12, 1, 8, tzinfo=UTC)  # eleven in Moscow


async def test_without_a_decision_about_offers_the_customer_is_asked_once_and_yes_plans(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    session = await outreach_harness.leave(ANNA, "COMPETITOR")
    await outreach_harness.correct(ANNA, session)
    [question] = _sent(outreach_harness, ANNA, CONSENT)
    buttons = {
        button["text"]: button["callback_data"]
        for row in question["reply_markup"]["inline_keyboard"]
        for button in row
    }
    assert buttons == {"Да, можно": "offers:yes", "Нет, не нужно": "offers:no"}
    assert await outreach_harness.plans("winback") == []
    assert await outreach_harness.verdicts() == [("planning", "never", "no_consent")]
    await outreach_harness.tap(ANNA, buttons["Да, можно"])
    [consent] = await outreach_harness.harness.rows(tables.consents)
    assert (consent["given"], consent["kind"]) == (True, "promotion")
    assert consent["text_version"].startswith("ru-")
    [plan] = await outreach_harness.plans("winback")
    assert (plan["state"], plan["arm"]) == (PlanState.WAITING, "treated")
    await outreach_harness.wait(days=30)
    assert len(_sent(outreach_harness, ANNA, INVITED)) == 1


async def test_no_is_stored_and_nothing_is_planned_or_asked_again(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.leave(ANNA, "COMPETITOR")
    await outreach_harness.tap(ANNA, "offers:no")
    outreach_harness.harness.fake_clock.move(days=100)
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    assert await outreach_harness.plans("winback") == []
    assert len(_sent(outreach_harness, ANNA, CONSENT)) == 1
    assert [row["given"] for row in await outreach_harness.harness.rows(tables.consents)] == [False]


@pytest.mark.parametrize("reason", ["MOVED", "OTHER", "NO_ANSWER"])
async def test_a_reason_without_an_invitation_plans_and_asks_nothing(
    outreach_harness: OutreachHarness, reason: str
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.leave(ANNA, reason)
    assert await outreach_harness.plans("winback") == []
    assert await outreach_harness.verdicts() == []
    assert _sent(outreach_harness, ANNA, CONSENT) == []


async def test_a_reason_whose_answer_promises_silence_withdraws_the_consent(
    outreach_harness: OutreachHarness,
) -> None:
    await _left(outreach_harness, "COMMS")
    assert [row["given"] for row in await outreach_harness.harness.rows(tables.consents)] == [True, False]
    assert await outreach_harness.plans("winback") == []


async def test_a_corrected_reason_replaces_the_plan_in_the_same_arm(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    session = await outreach_harness.leave(ANNA, "COMPETITOR")
    outreach_harness.change_context(holdout=1.0)
    await outreach_harness.correct(ANNA, replace(session, reason="PRICE_HIGH"))
    [plan] = await outreach_harness.plans("winback")
    assert (plan["about"], plan["arm"], plan["state"]) == ("PRICE_HIGH", "treated", PlanState.WAITING)
    assert plan["planned_at"] == session.told_at + timedelta(days=3)
    await outreach_harness.correct(ANNA, replace(session, reason="MOVED"))
    assert await _states(outreach_harness, "winback") == [(PlanState.DROPPED, "obsolete")]
    await outreach_harness.wait(days=31)
    assert _sent(outreach_harness, ANNA, INVITED) == []


async def test_a_reason_corrected_after_the_invitation_was_posted_stops_it(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    session = await outreach_harness.leave(ANNA, "COMPETITOR")
    outreach_harness.harness.fake_clock.move(days=30)
    await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    await outreach_harness.correct(ANNA, replace(session, reason="TEMP_CAR"))
    assert _sent(outreach_harness, ANNA, INVITED) == []
    [plan] = await outreach_harness.plans("winback")
    assert (plan["about"], plan["state"]) == ("TEMP_CAR", PlanState.WAITING)


async def test_who_left_over_a_complaint_is_invited_only_after_it_is_closed(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(BORIS, "/start")
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    case = await outreach_harness.complain(ANNA)
    await outreach_harness.leave(ANNA, "QUALITY")
    assert await outreach_harness.plans("winback") == []
    assert await outreach_harness.verdicts() == [("planning", "wait", "open_case")]
    await outreach_harness.wait(days=5)
    await outreach_harness.close(case, BORIS)
    [plan] = await outreach_harness.plans("winback")
    assert plan["planned_at"] == outreach_harness.now + timedelta(days=3)
    await outreach_harness.wait(days=3)
    assert len(_sent(outreach_harness, ANNA, "Вы ушли, потому что вас подвело качество")) == 1


async def test_who_was_not_asked_about_offers_is_asked_by_day_when_the_case_is_closed(
    outreach_harness: OutreachHarness,
) -> None:
    for person in (ANNA, BORIS):
        await outreach_harness.say(person, "/start")
    case = await outreach_harness.complain(ANNA)
    await outreach_harness.leave(ANNA, "QUALITY")
    assert _sent(outreach_harness, ANNA, CONSENT) == []
    outreach_harness.harness.fake_clock.move(hours=12)
    await outreach_harness.close(case, BORIS)
    assert _sent(outreach_harness, ANNA, CONSENT) == []
    await outreach_harness.wait(hours=9)
    assert len(_sent(outreach_harness, ANNA, CONSENT)) == 1
    await outreach_harness.tap(ANNA, "offers:yes")
    assert await _states(outreach_harness, "winback") == [(PlanState.WAITING, "not_yet")]


@pytest.mark.parametrize(
    ("said", "why"),
    [("/stop", "stopped"), ("offers:no", "no_consent"), ("came-back:1", "obsolete"), ("order", "obsolete")],
)
async def test_an_invitation_stops_when_the_person_comes_back_or_does_not_want_it(
    outreach_harness: OutreachHarness, said: str, why: str
) -> None:
    await _left(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=1)
    if said == "order":
        await outreach_harness.order(ANNA)
    elif said.startswith("/"):
        await outreach_harness.say(ANNA, said)
    else:
        await outreach_harness.tap(ANNA, said)
    await outreach_harness.wait(days=29)
    assert _sent(outreach_harness, ANNA, INVITED) == []
    assert await _states(outreach_harness, "winback") == [(PlanState.DROPPED, why)]
    assert (await outreach_harness.verdicts())[-1] == ("planning", "never", why)


async def test_while_a_complaint_is_open_nothing_is_offered_until_it_is_closed(
    outreach_harness: OutreachHarness,
) -> None:
    for person in (BORIS,):
        await outreach_harness.say(person, "/start")
    await _left(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=29)
    case = await outreach_harness.complain(ANNA)
    for _ in range(4):
        await outreach_harness.wait(days=1)
    assert _sent(outreach_harness, ANNA, INVITED) == []
    assert (await outreach_harness.verdicts())[1:] == [("planning", "wait", "open_case")], (
        "the same is told once"
    )
    await outreach_harness.close(case, BORIS)
    await outreach_harness.wait(days=3)
    assert len(_sent(outreach_harness, ANNA, INVITED)) == 1


async def test_stop_between_planning_and_sending_is_noticed_at_the_gate(
    outreach_harness: OutreachHarness,
) -> None:
    await _left(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=30)
    await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    await outreach_harness.say(ANNA, "/stop")
    assert _sent(outreach_harness, ANNA, INVITED) == []
    assert (await outreach_harness.verdicts())[-1] == ("sending", "never", "stopped")
    assert await _states(outreach_harness, "winback") == [(PlanState.DROPPED, "stopped")]


async def test_who_has_not_agreed_to_the_present_text_is_sent_nothing_that_we_start(
    outreach_harness: OutreachHarness,
) -> None:
    await _left(outreach_harness)
    outreach_harness.change_context(consent_version="2")
    await outreach_harness.wait(days=30)
    assert _sent(outreach_harness, ANNA, INVITED) == []
    assert await _states(outreach_harness, "winback") == [(PlanState.DROPPED, "not_agreed")]


async def test_who_agreed_is_written_to_as_before(outreach_harness: OutreachHarness) -> None:
    outreach_harness.change_context(consent_version="2")
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.tap(ANNA, "agree:2")
    await _left(outreach_harness)
    await outreach_harness.wait(days=30)
    assert len(_sent(outreach_harness, ANNA, INVITED)) == 1


async def test_no_more_than_the_cap_within_a_week_also_when_all_are_due_at_once(
    outreach_harness: OutreachHarness,
) -> None:
    outreach_harness.change_context(limits=ContactLimits(weekly_cap=1))
    await _left(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=27)
    await outreach_harness.say(ANNA, "/rate")
    outreach_harness.harness.fake_clock.move(days=3)
    page = await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    assert len(page.rows) == 2
    await outreach_harness.settled()
    assert len(_sent(outreach_harness, ANNA, REMINDED)) == 1, "the more urgent one goes first"
    assert _sent(outreach_harness, ANNA, INVITED) == []
    assert ("sending", "wait", "weekly_cap") in await outreach_harness.verdicts()
    await outreach_harness.wait(days=7)
    assert len(_sent(outreach_harness, ANNA, INVITED)) == 1


# What may go wrong ----------------------------------------------------------------------------------


async def test_an_invitation_that_was_being_sent_when_the_process_ended_is_never_repeated(
    outreach_harness: OutreachHarness,
) -> None:
    await _left(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=30)
    page = await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    said = await outreach_harness.harness.parts.gate.ask(page.rows[0])
    assert said is not None
    assert await outreach_harness.harness.parts.gate.ask(page.rows[0]) is None, "claimed once"
    await outreach_harness.harness.database.write(give_up_claimed, outreach_harness.now)
    await outreach_harness.wait(days=40)
    assert _sent(outreach_harness, ANNA, INVITED) == []
    assert await _states(outreach_harness, "winback") == [(PlanState.DROPPED, "uncertain")]
    assert (await outreach_harness.verdicts())[-1] == ("sending", "send", "due"), "it counts as a contact"


async def test_an_invitation_whose_answer_was_lost_is_never_repeated(
    outreach_harness: OutreachHarness,
) -> None:
    await _left(outreach_harness)
    outreach_harness.fake_bot_api.cuts = 1
    await outreach_harness.wait(days=30)
    await outreach_harness.wait(days=40)
    assert len(_sent(outreach_harness, ANNA, INVITED)) == 1
    assert await _states(outreach_harness, "winback") == [(PlanState.DROPPED, "uncertain")]


async def test_an_invitation_that_came_too_late_is_dropped(outreach_harness: OutreachHarness) -> None:
    await _left(outreach_harness)
    await outreach_harness.wait(days=38)
    assert _sent(outreach_harness, ANNA, INVITED) == []
    assert await _states(outreach_harness, "winback") == [(PlanState.DROPPED, "too_late")]


async def test_more_than_a_page_is_worked_off_in_one_round(outreach_harness: OutreachHarness) -> None:
    from tests.updates import customers, said

    people = customers(120)
    for start in range(0, 120, 40):
        await outreach_harness.deliver(*(said(person, "/rate") for person in people[start : start + 40]))
    await outreach_harness.wait(days=3)
    reminded = [
        body["chat_id"] for _, body in outreach_harness.fake_bot_api.calls if REMINDED in body.get("text", "")
    ]
    assert sorted(reminded) == [person.id for person in people]


# The whole way ------------------------------------------------------------------------------------


def _button(outreach_harness: OutreachHarness, person: Person, label: str) -> str:
    """Data of the latest button of that label in somebody's chat."""
    rows = [
        row
        for _, body in outreach_harness.fake_bot_api.calls
        if body.get("chat_id") == person.id
        for row in (body.get("reply_markup") or {}).get("inline_keyboard", ())
    ]
    return next(
        str(button["callback_data"]) for row in reversed(rows) for button in row if label in button["text"]
    )


async def test_from_the_first_tap_of_leaving_to_the_invitation_and_back(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/leave")
    for label in ("Цена и выгода", "Нет выгоды постоянным", "Да, можно"):
        await outreach_harness.tap(ANNA, _button(outreach_harness, ANNA, label))
    assert (await outreach_harness.customer(ANNA))["left_at"] is not None
    [plan] = await outreach_harness.plans("winback")
    assert (plan["about"], plan["arm"], plan["state"]) == ("NO_BENEFIT", "treated", PlanState.WAITING)
    await outreach_harness.wait(days=3)
    await outreach_harness.tap(ANNA, _button(outreach_harness, ANNA, "Я снова с вами"))
    assert (await outreach_harness.customer(ANNA))["left_at"] is None
    assert await _states(outreach_harness, "winback") == [(PlanState.SENT, "due")]


async def test_the_day_named_in_the_interview_is_that_of_the_reminder_and_nobody_is_invited_besides(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    await outreach_harness.say(ANNA, "/leave")
    for label in ("Это временно", "Нужно только в сезон", "Через месяц"):
        await outreach_harness.tap(ANNA, _button(outreach_harness, ANNA, label))
    [plan] = await outreach_harness.plans("requested_reminder")
    assert plan["planned_at"] == datetime(2026, 11, 14, 8, tzinfo=UTC)
    assert await _states(outreach_harness, "winback") == [(PlanState.DROPPED, "obsolete")]


async def test_whoever_answers_an_invitation_in_words_reaches_a_person(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    await outreach_harness.say(ANNA, "/leave")
    for label in ("Товар", "Нет моего размера", "Пропустить"):
        await outreach_harness.tap(ANNA, _button(outreach_harness, ANNA, label))
    await outreach_harness.say(ANNA, "Спасибо")
    await outreach_harness.wait(days=30)
    await outreach_harness.say(ANNA, "Сороковой")
    [case] = await outreach_harness.harness.rows(tables.cases)
    assert (case["source"], case["category"]) == ("leaving", "NO_SIZE")
    assert str(case["words"]).endswith("Сороковой")


# Buttons, typed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Я снова с вами", "я снова с вами!", "I'm back"])
async def test_the_button_of_an_invitation_may_be_typed(
    outreach_harness: OutreachHarness, typed: str
) -> None:
    await _left(outreach_harness)
    await outreach_harness.wait(days=31)
    assert len(_sent(outreach_harness, ANNA, INVITED)) == 1
    await outreach_harness.say(ANNA, typed)
    assert (await outreach_harness.customer(ANNA))["left_at"] is None
    assert await outreach_harness.harness.rows(tables.cases) == []
