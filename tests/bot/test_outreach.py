"""What is due is looked at, judged twice and sent at most once; every verdict is stored."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from storage import outbox, plans, tables
from storage.database import Database
from storage.delivery import give_up_claimed
from surveys.policy import Limits
from tests.campaign import Campaign, begun
from tests.updates import ANN, ANNA, BORIS, Person

REMINDED = "Мы всё ещё будем рады вашему ответу"
INVITED = "Вы нашли вариант лучше нашего"
CONSENT = "можно иногда присылать вам предложения"


@pytest.fixture
async def campaign(office_database: Database) -> AsyncIterator[Campaign]:
    async with begun(office_database) as running:
        yield running


def _sent(campaign: Campaign, person: Person, words: str) -> list[dict[str, Any]]:
    return [body for body in campaign.heard(person) if words in body["text"]]


async def _states(campaign: Campaign, journey: str) -> list[tuple[str, str | None]]:
    return [(plan["state"], plan["why"]) for plan in await campaign.plans(journey)]


async def _left(campaign: Campaign, reason: str = "COMPETITOR") -> None:
    """Anna agreed to offers long ago and leaves now; her invitation is due in thirty days."""
    await campaign.say(ANNA, "/start")
    await campaign.agree(ANNA)
    await campaign.leave(ANNA, reason)


# Reminders ------------------------------------------------------------------------------------------


async def test_an_unanswered_question_is_replied_to_once_with_its_buttons(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/rate")
    await campaign.wait(days=3, minutes=-1)
    assert _sent(campaign, ANNA, REMINDED) == []
    await campaign.wait(minutes=1)
    [reminder] = _sent(campaign, ANNA, REMINDED)
    question = next(body for body in campaign.heard(ANNA) if "насколько вероятно" in body["text"])
    asked_as = [body for _, body in campaign.letterbox.calls].index(question) + 1
    assert reminder["reply_parameters"] == {"message_id": asked_as}
    assert reminder["reply_markup"] == question["reply_markup"]
    assert await _states(campaign, plans.REMINDER) == [(plans.SENT, "due")]
    assert await campaign.verdicts() == [("planning", "send", "due"), ("sending", "send", "due")]
    await campaign.wait(days=7)
    assert len(_sent(campaign, ANNA, REMINDED)) == 1


async def test_who_answered_is_not_reminded_and_it_is_written_why(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/rate")
    await campaign.say(ANNA, "9")
    await campaign.wait(days=3)
    assert _sent(campaign, ANNA, REMINDED) == []
    assert await _states(campaign, plans.REMINDER) == [(plans.DROPPED, "settled")]
    assert await campaign.verdicts() == [("planning", "never", "settled")]


async def test_a_reminder_that_falls_into_the_night_waits_for_the_morning(campaign: Campaign) -> None:
    campaign.office.hands.move(hours=11)  # 23:00 in Moscow
    await campaign.say(ANNA, "/rate")
    await campaign.wait(days=3)
    await campaign.wait(hours=9, minutes=59)
    assert _sent(campaign, ANNA, REMINDED) == []
    assert await campaign.verdicts() == [("planning", "wait", "quiet_hours")]
    await campaign.wait(minutes=1)
    assert len(_sent(campaign, ANNA, REMINDED)) == 1


async def test_an_answer_between_planning_and_sending_is_noticed_at_the_gate(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/rate")
    campaign.office.hands.move(days=3)
    page = await campaign.office.database.write(campaign.outreach._turn_page)
    assert len(page.rows) == 1
    await campaign.say(ANNA, "9")
    assert _sent(campaign, ANNA, REMINDED) == []
    assert await campaign.verdicts() == [("planning", "send", "due"), ("sending", "never", "settled")]
    assert await _states(campaign, plans.REMINDER) == [(plans.DROPPED, "settled")]
    states = [row["state"] for row in await campaign.office.rows(tables.outbox) if row["kind"]]
    assert states == [outbox.REFUSED]


async def test_a_message_that_night_overtook_in_the_outbox_waits_there(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/rate")
    campaign.office.hands.move(days=3)
    await campaign.office.database.write(campaign.outreach._turn_page)
    campaign.office.hands.move(hours=12)  # as if Telegram had been away until the night
    await campaign.settled()
    assert _sent(campaign, ANNA, REMINDED) == []
    assert await campaign.verdicts() == [("planning", "send", "due"), ("sending", "wait", "quiet_hours")]
    [row] = [row for row in await campaign.office.rows(tables.outbox) if row["kind"]]
    assert (row["state"], row["due_at"]) == (outbox.READY, datetime(2026, 10, 19, 6, tzinfo=UTC))
    await campaign.wait(hours=9)
    assert len(_sent(campaign, ANNA, REMINDED)) == 1
    assert (await campaign.verdicts())[1:] == [("sending", "send", "due")]


async def test_the_same_plan_found_by_two_rounds_is_posted_once(campaign: Campaign) -> None:
    people = [ANNA, ANN]
    for person in people:
        await campaign.say(person, "/rate")
    campaign.office.hands.move(days=3)
    first = await campaign.office.database.write(campaign.outreach._turn_page)
    second = await campaign.office.database.write(campaign.outreach._turn_page)
    assert (len(first.rows), len(second.rows)) == (2, 0)
    await campaign.go_round()
    assert len(_sent(campaign, ANNA, REMINDED)) == 1
    assert len(_sent(campaign, ANN, "We'd still love to hear from you")) == 1


async def test_who_blocked_the_bot_is_not_reminded(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/rate")
    campaign.letterbox.closed.add(ANNA.id)
    await campaign.wait(days=3)
    assert await _states(campaign, plans.REMINDER) == [(plans.DROPPED, "unreachable")]
    assert (await campaign.customer(ANNA))["blocked_at"] is not None


async def test_a_question_asked_again_after_an_absence_waits_for_the_day_and_goes_only_if_it_is_open(
    campaign: Campaign,
) -> None:
    from bot.presence import Presence

    office = campaign.office
    presence = Presence(
        office.database, office.sender, office.premises, campaign.bot, office.ids, office.metrics
    )
    office.hands.move(hours=11)
    for person in (ANNA, BORIS):
        await campaign.say(person, "/rate")
    await presence.seen(campaign.now)
    office.hands.move(hours=1)
    await presence.seen(campaign.now)
    await campaign.settled()
    again = "Мы ненадолго пропадали"
    assert _sent(campaign, ANNA, again) == []
    await campaign.say(BORIS, "9")
    await campaign.wait(hours=10)
    assert len(_sent(campaign, ANNA, again)) == 1
    assert _sent(campaign, BORIS, again) == []


# Invitations ----------------------------------------------------------------------------------------


async def test_who_agreed_to_offers_is_invited_back_when_it_fits_the_reason(campaign: Campaign) -> None:
    await _left(campaign)
    assert await campaign.verdicts() == [("planning", "wait", "not_yet")]
    await campaign.wait(days=30, minutes=-1)
    assert _sent(campaign, ANNA, INVITED) == []
    await campaign.wait(minutes=1)
    [invitation] = _sent(campaign, ANNA, INVITED)
    labels = [row[0]["text"] for row in invitation["reply_markup"]["inline_keyboard"]]
    assert labels == ["👋 Я снова с вами", "Не пишите мне"]
    [plan] = await campaign.plans(plans.WINBACK)
    assert (plan["state"], plan["arm"], plan["about"]) == (plans.SENT, "treated", "COMPETITOR")
    assert plan["done_at"] is not None
    await campaign.wait(days=40)
    assert len(_sent(campaign, ANNA, INVITED)) == 1


async def test_the_holdout_is_never_written_to_and_stays_in_it(campaign: Campaign) -> None:
    campaign.change_house(holdout=1.0)
    await _left(campaign)
    campaign.change_house(holdout=0.0)
    await campaign.wait(days=31)
    [plan] = await campaign.plans(plans.WINBACK)
    assert (plan["state"], plan["arm"], plan["why"]) == (plans.HOLDOUT, "holdout", "held_out")
    assert _sent(campaign, ANNA, INVITED) == []
    assert await campaign.verdicts() == [("planning", "never", "held_out")]


async def test_the_day_that_the_customer_named_goes_before_the_usual_delay(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/start")
    await campaign.agree(ANNA)
    await campaign.leave(ANNA, "TEMP_CHILD", date(2026, 12, 1))
    [plan] = await campaign.plans(plans.WINBACK)
    assert plan["planned_at"] == datetime(2026, 12, 1, 8, tzinfo=UTC)  # eleven in Moscow


async def test_without_a_decision_about_offers_the_customer_is_asked_once_and_yes_plans(
    campaign: Campaign,
) -> None:
    await campaign.say(ANNA, "/start")
    session = await campaign.leave(ANNA, "COMPETITOR")
    await campaign.correct(ANNA, session)
    [question] = _sent(campaign, ANNA, CONSENT)
    buttons = {
        button["text"]: button["callback_data"]
        for row in question["reply_markup"]["inline_keyboard"]
        for button in row
    }
    assert buttons == {"Да, можно": "offers:yes", "Нет, не нужно": "offers:no"}
    assert await campaign.plans(plans.WINBACK) == []
    assert await campaign.verdicts() == [("planning", "never", "no_consent")]
    await campaign.tap(ANNA, buttons["Да, можно"])
    [consent] = await campaign.office.rows(tables.consents)
    assert (consent["given"], consent["kind"]) == (True, "promotion")
    assert consent["text_version"].startswith("ru-")
    [plan] = await campaign.plans(plans.WINBACK)
    assert (plan["state"], plan["arm"]) == (plans.WAITING, "treated")
    await campaign.wait(days=30)
    assert len(_sent(campaign, ANNA, INVITED)) == 1


async def test_no_is_stored_and_nothing_is_planned_or_asked_again(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/start")
    await campaign.leave(ANNA, "COMPETITOR")
    await campaign.tap(ANNA, "offers:no")
    campaign.office.hands.move(days=100)
    await campaign.leave(ANNA, "PRICE_HIGH")
    assert await campaign.plans(plans.WINBACK) == []
    assert len(_sent(campaign, ANNA, CONSENT)) == 1
    assert [row["given"] for row in await campaign.office.rows(tables.consents)] == [False]


@pytest.mark.parametrize("reason", ["MOVED", "OTHER", "NO_ANSWER"])
async def test_a_reason_without_an_invitation_plans_and_asks_nothing(campaign: Campaign, reason: str) -> None:
    await campaign.say(ANNA, "/start")
    await campaign.leave(ANNA, reason)
    assert await campaign.plans(plans.WINBACK) == []
    assert await campaign.verdicts() == []
    assert _sent(campaign, ANNA, CONSENT) == []


async def test_a_reason_whose_answer_promises_silence_withdraws_the_consent(campaign: Campaign) -> None:
    await _left(campaign, "COMMS")
    assert [row["given"] for row in await campaign.office.rows(tables.consents)] == [True, False]
    assert await campaign.plans(plans.WINBACK) == []


async def test_a_corrected_reason_replaces_the_plan_in_the_same_arm(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/start")
    await campaign.agree(ANNA)
    session = await campaign.leave(ANNA, "COMPETITOR")
    campaign.change_house(holdout=1.0)
    await campaign.correct(ANNA, replace(session, reason="PRICE_HIGH"))
    [plan] = await campaign.plans(plans.WINBACK)
    assert (plan["about"], plan["arm"], plan["state"]) == ("PRICE_HIGH", "treated", plans.WAITING)
    assert plan["planned_at"] == session.told_at + timedelta(days=3)
    await campaign.correct(ANNA, replace(session, reason="MOVED"))
    assert await _states(campaign, plans.WINBACK) == [(plans.DROPPED, "settled")]
    await campaign.wait(days=31)
    assert _sent(campaign, ANNA, INVITED) == []


async def test_a_reason_corrected_after_the_invitation_was_posted_stops_it(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/start")
    await campaign.agree(ANNA)
    session = await campaign.leave(ANNA, "COMPETITOR")
    campaign.office.hands.move(days=30)
    await campaign.office.database.write(campaign.outreach._turn_page)
    await campaign.correct(ANNA, replace(session, reason="TEMP_CAR"))
    assert _sent(campaign, ANNA, INVITED) == []
    [plan] = await campaign.plans(plans.WINBACK)
    assert (plan["about"], plan["state"]) == ("TEMP_CAR", plans.WAITING)


async def test_who_left_over_a_complaint_is_invited_only_after_it_is_closed(campaign: Campaign) -> None:
    await campaign.say(BORIS, "/start")
    await campaign.say(ANNA, "/start")
    await campaign.agree(ANNA)
    case = await campaign.complain(ANNA)
    await campaign.leave(ANNA, "QUALITY")
    assert await campaign.plans(plans.WINBACK) == []
    assert await campaign.verdicts() == [("planning", "wait", "open_case")]
    await campaign.wait(days=5)
    await campaign.close(case, BORIS)
    [plan] = await campaign.plans(plans.WINBACK)
    assert plan["planned_at"] == campaign.now + timedelta(days=3)
    await campaign.wait(days=3)
    assert len(_sent(campaign, ANNA, "Вы ушли, потому что вас подвело качество")) == 1


async def test_who_was_not_asked_about_offers_is_asked_by_day_when_the_case_is_closed(
    campaign: Campaign,
) -> None:
    for person in (ANNA, BORIS):
        await campaign.say(person, "/start")
    case = await campaign.complain(ANNA)
    await campaign.leave(ANNA, "QUALITY")
    assert _sent(campaign, ANNA, CONSENT) == []
    campaign.office.hands.move(hours=12)
    await campaign.close(case, BORIS)
    assert _sent(campaign, ANNA, CONSENT) == []
    await campaign.wait(hours=9)
    assert len(_sent(campaign, ANNA, CONSENT)) == 1
    await campaign.tap(ANNA, "offers:yes")
    assert await _states(campaign, plans.WINBACK) == [(plans.WAITING, "not_yet")]


@pytest.mark.parametrize(
    ("said", "why"),
    [("/stop", "stopped"), ("offers:no", "no_consent"), ("came-back:1", "settled"), ("order", "settled")],
)
async def test_an_invitation_stops_when_the_person_comes_back_or_does_not_want_it(
    campaign: Campaign, said: str, why: str
) -> None:
    await _left(campaign)
    campaign.office.hands.move(days=1)
    if said == "order":
        await campaign.order(ANNA)
    elif said.startswith("/"):
        await campaign.say(ANNA, said)
    else:
        await campaign.tap(ANNA, said)
    await campaign.wait(days=29)
    assert _sent(campaign, ANNA, INVITED) == []
    assert await _states(campaign, plans.WINBACK) == [(plans.DROPPED, why)]
    assert (await campaign.verdicts())[-1] == ("planning", "never", why)


async def test_while_a_complaint_is_open_nothing_is_offered_until_it_is_closed(campaign: Campaign) -> None:
    for person in (BORIS,):
        await campaign.say(person, "/start")
    await _left(campaign)
    campaign.office.hands.move(days=29)
    case = await campaign.complain(ANNA)
    for _ in range(4):
        await campaign.wait(days=1)
    assert _sent(campaign, ANNA, INVITED) == []
    assert (await campaign.verdicts())[1:] == [("planning", "wait", "open_case")], "the same is told once"
    await campaign.close(case, BORIS)
    await campaign.wait(days=3)
    assert len(_sent(campaign, ANNA, INVITED)) == 1


async def test_stop_between_planning_and_sending_is_noticed_at_the_gate(campaign: Campaign) -> None:
    await _left(campaign)
    campaign.office.hands.move(days=30)
    await campaign.office.database.write(campaign.outreach._turn_page)
    await campaign.say(ANNA, "/stop")
    assert _sent(campaign, ANNA, INVITED) == []
    assert (await campaign.verdicts())[-1] == ("sending", "never", "stopped")
    assert await _states(campaign, plans.WINBACK) == [(plans.DROPPED, "stopped")]


async def test_no_more_than_the_cap_within_a_week_also_when_all_are_due_at_once(campaign: Campaign) -> None:
    campaign.change_house(limits=Limits(weekly_cap=1))
    await _left(campaign)
    campaign.office.hands.move(days=27)
    await campaign.say(ANNA, "/rate")
    campaign.office.hands.move(days=3)
    page = await campaign.office.database.write(campaign.outreach._turn_page)
    assert len(page.rows) == 2
    await campaign.settled()
    assert len(_sent(campaign, ANNA, REMINDED)) == 1, "the more urgent one goes first"
    assert _sent(campaign, ANNA, INVITED) == []
    assert ("sending", "wait", "weekly_cap") in await campaign.verdicts()
    await campaign.wait(days=7)
    assert len(_sent(campaign, ANNA, INVITED)) == 1


# What may go wrong ----------------------------------------------------------------------------------


async def test_an_invitation_that_was_being_sent_when_the_process_ended_is_never_repeated(
    campaign: Campaign,
) -> None:
    await _left(campaign)
    campaign.office.hands.move(days=30)
    page = await campaign.office.database.write(campaign.outreach._turn_page)
    said = await campaign.office.sender._gate.ask(page.rows[0])
    assert said is not None
    assert await campaign.office.sender._gate.ask(page.rows[0]) is None, "claimed once"
    await campaign.office.database.write(give_up_claimed, campaign.now)
    await campaign.wait(days=40)
    assert _sent(campaign, ANNA, INVITED) == []
    assert await _states(campaign, plans.WINBACK) == [(plans.DROPPED, "uncertain")]
    assert (await campaign.verdicts())[-1] == ("sending", "send", "due"), "it counts as a contact"


async def test_an_invitation_whose_answer_was_lost_is_never_repeated(campaign: Campaign) -> None:
    await _left(campaign)
    campaign.letterbox.cuts = 1
    await campaign.wait(days=30)
    await campaign.wait(days=40)
    assert len(_sent(campaign, ANNA, INVITED)) == 1
    assert await _states(campaign, plans.WINBACK) == [(plans.DROPPED, "uncertain")]


async def test_an_invitation_that_came_too_late_is_dropped(campaign: Campaign) -> None:
    await _left(campaign)
    await campaign.wait(days=38)
    assert _sent(campaign, ANNA, INVITED) == []
    assert await _states(campaign, plans.WINBACK) == [(plans.DROPPED, "too_late")]


async def test_more_than_a_page_is_worked_off_in_one_round(campaign: Campaign) -> None:
    from tests.updates import customers, said

    people = customers(120)
    for start in range(0, 120, 40):
        await campaign.deliver(*(said(person, "/rate") for person in people[start : start + 40]))
    await campaign.wait(days=3)
    reminded = [body["chat_id"] for _, body in campaign.letterbox.calls if REMINDED in body.get("text", "")]
    assert sorted(reminded) == [person.id for person in people]


# The whole way ------------------------------------------------------------------------------------


def _button(campaign: Campaign, person: Person, label: str) -> str:
    """Data of the latest button of that label in somebody's chat."""
    rows = [
        row
        for _, body in campaign.letterbox.calls
        if body.get("chat_id") == person.id
        for row in (body.get("reply_markup") or {}).get("inline_keyboard", ())
    ]
    return next(
        str(button["callback_data"]) for row in reversed(rows) for button in row if label in button["text"]
    )


async def test_from_the_first_tap_of_leaving_to_the_invitation_and_back(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/leave")
    for label in ("Цена и выгода", "Нет выгоды постоянным", "Да, можно"):
        await campaign.tap(ANNA, _button(campaign, ANNA, label))
    assert (await campaign.customer(ANNA))["left_at"] is not None
    [plan] = await campaign.plans(plans.WINBACK)
    assert (plan["about"], plan["arm"], plan["state"]) == ("NO_BENEFIT", "treated", plans.WAITING)
    await campaign.wait(days=3)
    await campaign.tap(ANNA, _button(campaign, ANNA, "Я снова с вами"))
    assert (await campaign.customer(ANNA))["left_at"] is None
    assert await _states(campaign, plans.WINBACK) == [(plans.SENT, "due")]


async def test_the_day_named_in_the_interview_is_the_day_of_the_invitation(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/start")
    await campaign.agree(ANNA)
    await campaign.say(ANNA, "/leave")
    for label in ("Это временно", "Нужно только в сезон", "Через месяц"):
        await campaign.tap(ANNA, _button(campaign, ANNA, label))
    [plan] = await campaign.plans(plans.WINBACK)
    assert plan["planned_at"] == datetime(2026, 11, 14, 8, tzinfo=UTC)


async def test_whoever_answers_an_invitation_in_words_reaches_a_person(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/start")
    await campaign.agree(ANNA)
    await campaign.say(ANNA, "/leave")
    for label in ("Товар", "Нет моего размера", "Пропустить"):
        await campaign.tap(ANNA, _button(campaign, ANNA, label))
    await campaign.say(ANNA, "Спасибо")
    await campaign.wait(days=30)
    await campaign.say(ANNA, "Сороковой")
    [case] = await campaign.office.rows(tables.cases)
    assert (case["source"], case["category"]) == ("leaving", "NO_SIZE")
    assert str(case["words"]).endswith("Сороковой")
