"""The payload of a link is read whole: what begins something, and what only begins like it."""

from typing import Any

import pytest

from storage import tables
from tests.harness import Harness, SentCall, app_context
from tests.updates import ANNA, BORIS, said


def text(name: str, **values: Any) -> str:
    return app_context().texts.text("ru", name, **values)


async def follow(harness: Harness, payload: str) -> SentCall:
    [told, *_] = await harness.deliver(said(ANNA, f"/start {payload}"))
    return told


GREETED = [
    "ratecard2026",
    "rate_card",
    "wishlist",
    "wish_more",
    "complaint",
    "complain_order_551",
    "leave2",
    "invoice_551",
    "inv",
    "s_nothing",
    "RATE",
]


@pytest.mark.parametrize("payload", GREETED)
async def test_what_only_begins_like_a_payload_is_greeted_and_kept(harness: Harness, payload: str) -> None:
    assert (await follow(harness, payload)).text == text("start", business=app_context().business)
    assert await harness.rows(tables.conversations) == []
    [kept] = await harness.rows(tables.messages)
    assert payload in kept["words"]


async def test_an_unknown_payload_leaves_an_open_question_alone(harness: Harness) -> None:
    await harness.say(ANNA, "/complain")
    await follow(harness, "complain_order_551")
    for words in ("Доставка", "Опоздали"):
        await harness.deliver(said(ANNA, words))
    [case] = await harness.rows(tables.cases)
    assert case["words"] == "Опоздали"


async def test_a_survey_begins_also_where_its_touchpoint_is_unknown_which_is_kept(harness: Harness) -> None:
    assert "насколько вероятно" in (await follow(harness, "s_nps_moon17")).text
    [asked] = await harness.rows(tables.conversations)
    assert asked["touchpoint"] is None
    [kept] = await harness.rows(tables.messages)
    assert "s_nps_moon17" in kept["words"]
    assert kept["conversation_id"] == asked["id"]


async def test_a_survey_with_a_known_touchpoint_keeps_nothing_beside(harness: Harness) -> None:
    await follow(harness, "s_complaint_shop")
    [asked] = await harness.rows(tables.conversations)
    assert asked["touchpoint"] == "shop"
    assert await harness.rows(tables.messages) == []


@pytest.mark.parametrize("start", ["/start@otklik_bot rate", "/START rate", "/start\nrate", "/start  rate "])
async def test_a_start_is_read_however_it_is_written(harness: Harness, start: str) -> None:
    [told, *_] = await harness.deliver(said(ANNA, start))
    assert "насколько вероятно" in told.text


async def test_an_invitation_is_one_however_start_is_written(harness: Harness) -> None:
    [told, *_] = await harness.deliver(said(BORIS, "/start inv_x"))
    assert told.text == text("invitation-unknown")


async def test_a_plain_start_keeps_nothing(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    assert await harness.rows(tables.messages) == []
