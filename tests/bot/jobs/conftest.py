from collections.abc import AsyncIterator

import pytest

from bot.delivery.bot_api_client import BotApiClient
from playground import Playground


@pytest.fixture
async def client(telegram: Playground) -> AsyncIterator[BotApiClient]:
    client = BotApiClient(telegram.url, telegram.token)
    yield client
    await client.close()
