"""A case whose customer blocked the bot calls nobody until they are back: no answer can reach them."""

from datetime import datetime, timedelta

from storage.cases import unanswered
from storage.cases.case_queue import case_queue
from storage.people import customers
from surveys.cases.lifecycle import Status
from tests.handlers.cases.test_case_conversation import in_topic, topic_of
from tests.handlers.cases.test_case_times import STORY, at, wait_until
from tests.handlers.cases.test_overdue_cases import Team, begun, of
from tests.handlers.support.test_case_list import asked
from tests.handlers.support.test_cases_for_callers import PHONE
from tests.handlers.support.test_customer_card import known
from tests.handlers.support_harness import SupportHarness
from tests.words import interface

GONE = interface("support-left")
BACK = interface("support-back")
MARK = interface("case-unreachable")


async def leaves(support: SupportHarness, moment: datetime) -> None:
    """Anna blocks the bot at that moment, and the clock looks who is gone."""
    wait_until(support, moment)
    support.anna.block()
    await support.deliver(support.telegram.updates.log[-1])
    await support.look_for_undelivered()


async def returns(support: SupportHarness, moment: datetime) -> None:
    wait_until(support, moment)
    await support.deliver(await support.anna.start())
    await support.look_for_undelivered()


async def test_nobody_is_called_while_the_customer_is_gone_and_the_steps_begin_anew_on_their_return(
    support: SupportHarness,
) -> None:
    team = await begun(support, at(19, 9))
    assert of(await team.hear(at(19, 11))) == ["тема"]
    await leaves(support, at(19, 11, 5))
    assert list(team.news()) == [f"тема: {GONE}"]
    assert MARK in support.card().text
    assert topic_of(support, 1).name.startswith("#1 🚫 Вера")
    gone = await support.case(1)
    assert (gone.status, gone.awaiting_since, gone.overdue_step_at) == (Status.TAKEN, None, None)
    assert gone.waited_s == timedelta(hours=2, minutes=5).total_seconds()
    assert [await team.hear(at(day, 12)) for day in (19, 20, 22, 23)] == [[], [], [], []]
    assert (await support.harness.database.read(case_queue)).n == 0
    assert await support.harness.database.read(unanswered.opened_between, None, at(30, 12), 10) == []
    await returns(support, at(26, 9))
    assert [one for one in team.news() if one.startswith("тема")] == [f"тема: {BACK}"]
    assert MARK not in support.card().text
    assert topic_of(support, 1).name.startswith("#1 ✋ Вера")
    assert (await support.case(1)).awaiting_since == at(26, 9)
    assert await team.hear(at(26, 10, 59)) == []
    assert of(await team.hear(at(26, 11))) == ["тема"]
    assert of(await team.hear(at(26, 11, 10))) == ["Вера"]


async def test_lists_say_who_cannot_be_reached_and_managers_what_to_do(support: SupportHarness) -> None:
    team = await begun(support, at(19, 9))
    await leaves(support, at(19, 9, 30))
    await asked(support, team.lena)
    said = team.last(team.lena).text
    assert interface("cases-unreachable") in said
    assert interface("cases-do-reach") in said


async def test_an_answered_or_closed_case_of_whoever_is_gone_waits_for_nobody_when_they_return(
    support: SupportHarness,
) -> None:
    team = await begun(support, at(19, 9))
    await in_topic(support, 1, "Везём")
    await leaves(support, at(19, 10))
    assert MARK in support.card().text
    await returns(support, at(19, 11))
    answered = await support.case(1)
    assert (answered.status, answered.awaiting_since) == (Status.ANSWERED, None)
    await leaves(support, at(19, 12))
    await in_topic(support, 1, "/close delivery")
    assert MARK not in support.card().text
    list(team.news())
    await returns(support, at(19, 12, 30))
    assert BACK not in " ".join(team.news())


async def test_a_case_that_staff_open_for_whoever_blocked_the_bot_waits_for_the_solution_only(
    support: SupportHarness,
) -> None:
    team = Team(support)
    await team.begin()
    await support.harness.database.write(customers.mark_blocked, [support.anna.id], at(19, 9))
    wait_until(support, at(19, 9))
    await known(support)
    await support.deliver(await support.vera.say(f"/open {PHONE} {STORY}", to=support.group))
    assert f"{interface('open-done', number='1')}\n{MARK}" in support.said()
    await support.look_for_undelivered()
    case = await support.case(1)
    assert (case.by_phone, case.awaiting_since, case.first_reply_due_at) == (True, at(19, 9), None)
    assert any(MARK in said for said in support.said())
