"""Whoever taps or asks again and again gets the latest answer, and little waits for them."""

import pytest

from storage import tables
from surveys.base36 import base36
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness
from tests.updates import ANN, ANNA, said, tapped


async def waiting(harness: Harness, chat_id: int) -> int:
    rows = await harness.rows(tables.outbox)
    return len([row for row in rows if row["state"] == "ready" and row["chat_id"] == chat_id])


@pytest.mark.parametrize("command", ["/start", "/rate", "/settings", "/help", "/wish", "/nonsense", "да"])
async def test_the_same_request_thirty_times_leaves_one_answer_waiting(
    harness: Harness, command: str
) -> None:
    await harness.deliver(*[said(ANNA, command) for _ in range(30)], said(ANN, command))
    assert await waiting(harness, ANNA.id) == await waiting(harness, ANN.id) == 1


async def test_all_requests_in_turn_leave_as_many_answers_as_there_are_kinds(harness: Harness) -> None:
    commands = ["/start", "/rate", "/complain", "/leave", "/wish", "/settings", "/stop", "/privacy", "/help"]
    await harness.deliver(*[said(ANNA, commands[number % len(commands)]) for number in range(54)])
    assert await waiting(harness, ANNA.id) <= 2 * len(commands)


async def test_of_many_taps_under_one_message_the_last_one_waits(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/rate")
    buttons = [asked.buttons[score] for score in ("9", "8")]
    await harness.deliver(*[tapped(ANNA, buttons[number % 2], 77) for number in range(31)])
    edits = [
        row
        for row in await harness.rows(tables.outbox)
        if row["state"] == "ready" and row["method"] == "editMessageText"
    ]
    assert len(edits) == 1
    assert "9" in edits[0]["body"]


async def test_the_phone_shows_the_last_of_many_taps_once_its_chat_is_open_again(
    support: SupportHarness,
) -> None:
    anna, harness = support.anna, support.harness
    await support.deliver(await anna.start())
    await support.deliver(await anna.say("/rate"))
    question = anna.chat.messages[-1]
    data = {score: next(b.data for b in question.buttons if b.text == score) for score in ("9", "3")}
    until = harness.fake_clock.clock.monotonic() + 3600
    harness.parts.limiter.park(anna.id, until)
    taps = [await anna.forge(question, str(data["93"[number % 2]])) for number in range(21)]
    await support.hand_over(*taps)
    harness.fake_clock.move(hours=2)
    await support.deliver(await anna.say("/help"))
    assert "9" in question.text
    assert "3" not in question.text
    states = [row["state"] for row in await support.outbox() if row["method"] == "editMessageText"]
    assert sorted(set(states)) == ["replaced", "sent"]
    assert states.count("sent") <= 2


async def test_the_card_of_a_case_is_edited_as_often_as_it_can_be_and_shows_the_last_state(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain("Курьер опоздал")
    harness = support.harness
    harness.parts.limiter.park(support.group.id, harness.fake_clock.clock.monotonic() + 3600)
    [topic] = support.group.topics.values()
    for number in range(10):
        await support.hand_over(
            await support.vera.say(f"ответ {number}", to=support.group, topic=topic),
            await support.anna.say(f"вопрос {number}"),
        )
    ready = [
        row
        for row in await support.outbox()
        if row["state"] == "ready" and row["method"] == "editMessageText"
    ]
    assert len(ready) == 1
    harness.fake_clock.move(hours=2)
    await support.deliver(await support.vera.say("последний ответ", to=support.group, topic=topic))
    assert "💬 Ответ дан: Вера" in support.card().text


@pytest.mark.parametrize(
    ("asked", "left"),
    [("/rate", ["/complain", "/cancel"]), ("/complain", ["/rate", "отмена"]), ("/rate", ["/cancel"])],
)
async def test_whoever_left_a_survey_goes_on_with_the_one_that_waits(
    harness: Harness, asked: str, left: list[str]
) -> None:
    """Leaving one opens no second asking of any."""
    await harness.say(ANNA, asked)
    [begun] = await harness.rows(tables.conversations)
    for words in left:
        await harness.say(ANNA, words)
    again = await harness.say(ANNA, asked)
    rows = await harness.rows(tables.conversations)
    [known] = [row for row in rows if row["survey_id"] == begun["survey_id"]]
    assert known["id"] == begun["id"]
    assert known["awaiting"] == begun["awaiting"]
    assert all(f"{base36(begun['id'])}:" in data for data in again.buttons.values())
