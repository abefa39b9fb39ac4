"""A server that does not know the descriptions of a bot is left alone."""

from storage import tables
from tests.harness import Harness


async def test_a_server_that_answers_anything_gets_no_texts_and_stops_nothing(harness: Harness) -> None:
    harness.fake_bot_api.result = True
    await harness.parts.bot_profile.run_once()
    assert [method for method, _ in harness.fake_bot_api.calls if method.startswith("setMy")] == []
    assert [row["name"] for row in await harness.rows(tables.settings) if row["name"] == "bot_profile"] == []
