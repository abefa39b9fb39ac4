"""Answers that only other servers give: none is repeated for ever, none keeps others from being noted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiogram.methods import CreateForumTopic

from bot.delivery import addressing
from bot.delivery.bot_api_client import ApiResponse, Uncertain
from playground import Group, Playground
from storage.engines.database import Database
from storage.rows import Place
from storage.states import OutboxState
from surveys.outreach.urgency import Urgency
from tests.bot.delivery.sender_harness import PATIENCE_S, Post
from tests.bot.delivery.test_bot_api_client import client
from tests.bot.delivery.test_retries import complain
from tests.scripted_bot_api import ScriptedBotApi, refusal, scripted

TOKEN = "42:test"
GROUP, PERSON = -5, 5


@asynccontextmanager
async def sending(database: Database, *answers: Any) -> AsyncIterator[tuple[Post, ScriptedBotApi]]:
    """A sender whose messages are answered so, the last answer for ever."""
    async with scripted(TOKEN) as api:
        api.say("sendMessage", *answers)
        post = Post(database, api)
        async with post.working():
            yield post, api


async def reported(post: Post) -> list[OutboxState]:
    """The states of the rows, once each was tried and that was written down."""
    async with asyncio.timeout(PATIENCE_S):
        while any(row["state"] == OutboxState.READY and not row["error"] for row in await post.rows()):  # noqa: ASYNC110  # what is written down is no event
            await asyncio.sleep(0.01)
    return [row["state"] for row in await post.rows()]


async def test_an_answer_without_a_result_was_carried_out_and_is_not_repeated(
    harness_database: Database,
) -> None:
    async with sending(harness_database, {"ok": True}) as (post, api):
        await post.say(PERSON, "1", "2", "3", "4", "5")
        assert await post.settled() == [OutboxState.SENT] * 5
        assert api.calls.count("sendMessage") == 5


async def test_a_refusal_without_a_number_is_a_refusal_and_the_method_is_not_given_up(
    harness_database: Database,
) -> None:
    refused = {"ok": False, "description": "Bad Request: message is too long"}
    async with sending(harness_database, refused) as (post, api):
        await post.say(PERSON, "1", "2", "3", "4", "5")
        assert await post.settled() == [OutboxState.DEAD] * 5
        api.say("sendMessage", {"ok": True, "result": {"message_id": 1, "chat": {"id": PERSON}}})
        await post.say(PERSON, "6")
        assert (await post.settled())[-1] == OutboxState.SENT


@pytest.mark.parametrize("to", [GROUP, 7, 2**70, -(2**70)])
async def test_a_group_that_became_itself_or_no_group_is_not_followed(
    harness_database: Database, to: int
) -> None:
    refused = refusal(400, "Bad Request: upgraded", migrate_to_chat_id=to)
    async with sending(harness_database, refused) as (post, api):
        await post.say(GROUP, "words", urgency=Urgency.ESCALATION)
        assert await reported(post) == [OutboxState.READY]
        assert [row["chat_id"] for row in await post.rows()] == [GROUP]
        assert api.calls.count("sendMessage") == 1


async def test_two_groups_that_became_each_other_are_not_followed_in_a_circle(
    harness_database: Database,
) -> None:
    there = refusal(400, "Bad Request: upgraded", migrate_to_chat_id=-6)
    back = refusal(400, "Bad Request: upgraded", migrate_to_chat_id=GROUP)
    async with sending(harness_database, there, back) as (post, api):
        await post.say(GROUP, "words", urgency=Urgency.ESCALATION)
        await reported(post)
        assert api.calls.count("sendMessage") == 2


@pytest.mark.parametrize("seconds", [10**9, 10**12])
async def test_whoever_asks_to_wait_for_years_is_asked_again_after_an_hour(
    harness_database: Database, seconds: int
) -> None:
    refused = refusal(429, "Too Many Requests", retry_after=seconds)
    async with sending(harness_database, refused) as (post, _):
        await post.say(PERSON, "words", urgency=Urgency.ESCALATION)
        assert await reported(post) == [OutboxState.READY]
        (row,) = await post.rows()
        assert row["due_at"] - post.fake_clock.now <= timedelta(hours=1)


async def test_what_no_database_can_hold_keeps_no_outcome_from_being_written(
    harness_database: Database,
) -> None:
    answers = [
        refusal(400, "Bad \x00 Request \ud800"),
        {"ok": True, "result": {"message_id": 2**70, "chat": {"id": "x"}, "photo": [{}]}},
        {"ok": True, "result": {"message_id": 2, "chat": [], "document": {"file_id": "x" * 10_000}}},
        {"ok": False, "description": "x" * 10_000},
        {"ok": True, "result": {"message_id": 5, "chat": {"id": PERSON}}},
    ]
    async with sending(harness_database, *answers) as (post, _):
        for number in range(5):
            await post.say(PERSON, f"{number}", fills=f"place:{number}")
        states = await post.settled()
    sent, dead = OutboxState.SENT, OutboxState.DEAD
    assert states == [dead, sent, sent, dead, sent]


async def test_a_topic_that_takes_nothing_even_when_it_is_new_is_made_twice_more_and_what_waits_is_kept(
    post: Post, telegram: Playground
) -> None:
    forum: Group = telegram.group("Support", forum=True, members=[telegram.person("Boris")])
    rule = telegram.faults.add("refuse", "sendMessage", description="Bad Request: TOPIC_CLOSED")
    await complain(post, forum, 1, "words")
    async with asyncio.timeout(PATIENCE_S):
        while not all(row["error"] for row in await post.rows() if row["method"] == "sendMessage"):
            post.pass_time(seconds=1)
            await asyncio.sleep(0.01)
    assert len(forum.topics) == 3
    telegram.faults.remove(rule)
    assert set(await post.settled(passing_s=60)) == {OutboxState.SENT}
    assert [message.text for message in forum.messages if message.from_bot and message.text] == [
        "card 1",
        "words 1",
    ]


async def test_a_topic_is_made_again_later_when_it_is_gone_after_all(
    post: Post, telegram: Playground
) -> None:
    forum = telegram.group("Support", forum=True, members=[telegram.person("Boris")])
    gone = "Bad Request: message thread not found"
    rule = telegram.faults.add("refuse", "sendMessage", description=gone, times=3)
    await post.put(CreateForumTopic(chat_id=forum.id, name="#1"), urgency=Urgency.ESCALATION, fills="topic:1")
    await post.say(forum.id, "words", urgency=Urgency.ESCALATION, at="topic:1")
    assert set(await post.settled(passing_s=60)) == {OutboxState.SENT}
    assert rule.hits == 3


@pytest.mark.parametrize(
    ("status", "code"), [(413, 413), (429, 429), (400, None), (404, None), (502, None), (504, None)]
)
async def test_a_page_of_a_server_before_the_bot_api_is_understood_by_its_number(
    status: int, code: int | None
) -> None:
    async with scripted(TOKEN) as api:
        api.say("sendDocument", {"error_code": status})  # which tells only the page's number
        async with client(api.url) as telegram:
            if code is None:
                with pytest.raises(Uncertain):
                    await telegram.call("sendDocument", "{}")
            else:
                assert (await telegram.call("sendDocument", "{}")).code == code


async def test_a_gateway_in_trouble_makes_no_method_unknown() -> None:
    async with scripted(TOKEN) as api:
        api.say("sendDocument", *[{"error_code": 502}] * 6, {"ok": True, "result": True})
        async with client(api.url) as telegram:
            for _ in range(6):
                await telegram.call("getMe", "{}")
                with pytest.raises(Uncertain):
                    await telegram.call("sendDocument", "{}")
            assert await telegram.call("sendDocument", "{}") == ApiResponse(ok=True, result=True)


@pytest.mark.parametrize(
    "result",
    ["text", 5, [5], {"chat": 5, "photo": 5}, {"photo": [5]}, {"document": []}, {"message_id": True}],
)
def test_a_result_of_another_form_names_no_place(result: Any) -> None:
    assert addressing.landing(result) == Place(name="")
