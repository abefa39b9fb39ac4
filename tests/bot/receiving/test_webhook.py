"""What comes of deliveries that are no usual updates."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.receiving.webhook import TelegramWebhook
from storage import tables
from tests.bot.receiving.test_polling import nested
from tests.harness import Harness
from tests.loopback import answering
from tests.updates import ANNA, sent

SECRET = "s"


@pytest.mark.parametrize("deep", ["LISTS", "OBJECTS"])
async def test_a_delivery_nested_without_end_keeps_its_words(harness: Harness, deep: str) -> None:
    assert await delivered(harness, sent(ANNA, text="раз", checklist=deep)) == 200
    assert [row["words"] for row in await harness.rows(tables.messages)] == ["раз"]


@pytest.mark.parametrize("content", ["LISTS", 7, None, {"update_id": "7"}])
async def test_a_delivery_without_a_number_is_passed_over(harness: Harness, content: Any) -> None:
    assert await delivered(harness, content) == 200
    assert await harness.rows(tables.inbox) == []


async def delivered(harness: Harness, content: Any) -> int:
    """The status with which a delivery is answered."""
    webhook = TelegramWebhook("/telegram", SECRET, 42, harness.worker, harness.parts.clock)
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    body = nested(json.dumps(content)).encode()
    async with (
        asyncio.timeout(20),
        answering("/telegram", webhook.deliver) as url,
        aiohttp.ClientSession() as session,
        session.post(f"{url}/telegram", data=body, headers=headers) as response,
    ):
        return response.status
