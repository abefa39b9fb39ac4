"""`otklik poison` at a terminal: updates that could not be handled are seen, tried again and dropped."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.delivery import inbox
from storage.engines.database import Database
from storage.rows import InboxUpdate
from storage.states import InboxState
from storage.tables import inbox as inbox_table
from tests.command_line.terminal import Terminal

ARRIVED = datetime(2026, 10, 5, 9, tzinfo=UTC)
WORDS = "Привезли разбитую вазу"


@pytest.fixture
async def shop(database: Database, database_url: str) -> str:
    """Two updates that could not be handled and one that waits; the database's address."""
    message = {"text": WORDS, "chat": {"id": 500, "type": "private"}, "from": {"first_name": "Анна"}}
    updates = [
        InboxUpdate(42, number, 500, "message", InboxState.WAITING, ARRIVED, payload={"message": message})
        for number in (7, 8, 9)
    ]
    await database.write(inbox.store_waiting, updates)
    await database.write(inbox.poison, [(one, "ValidationError") for one in updates[:2]])
    return database_url


async def _states(database: Database) -> dict[int, tuple[InboxState, bool]]:
    rows = await database.read(lambda found: found.execute(select(inbox_table)).mappings().all())
    return {row["update_id"]: (row["state"], row["payload"] is not None) for row in rows}


def test_a_list_says_what_it_was_and_when_and_why(otklik: Terminal, shop: str, tmp_path: Path) -> None:
    said = otklik(tmp_path, "poison", "list", DATABASE__URL=shop)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"{number}  message  2026-10-05 09:00:00 UTC  ValidationError" for number in (7, 8)
    ]


def test_peoples_words_are_shown_only_when_they_are_asked_for(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    said = otklik(tmp_path, "poison", "show", "7", DATABASE__URL=shop)
    assert (said.code, said.err) == (0, "")
    assert WORDS not in said.out
    assert "Анна" not in said.out
    assert '"private"' in said.out
    assert f"<{len(WORDS)}>" in said.out
    assert WORDS in otklik(tmp_path, "poison", "show", "7", "--words", DATABASE__URL=shop).out


async def test_what_is_replayed_waits_again_and_what_is_dropped_is_forgotten(
    otklik: Terminal, shop: str, database: Database, tmp_path: Path
) -> None:
    assert otklik(tmp_path, "poison", "replay", "7", DATABASE__URL=shop).code == 0
    assert otklik(tmp_path, "poison", "drop", "--all", DATABASE__URL=shop).code == 0
    assert await _states(database) == {
        7: (InboxState.WAITING, True),
        8: (InboxState.DONE, False),
        9: (InboxState.WAITING, True),
    }
    said = otklik(tmp_path, "poison", "list", language="ru", DATABASE__URL=shop)
    assert said.out.startswith("Необработанных сообщений нет")


@pytest.mark.parametrize("action", ["show", "replay", "drop"])
def test_a_number_that_is_no_poison_is_a_sentence(
    otklik: Terminal, shop: str, tmp_path: Path, action: str
) -> None:
    said = otklik(tmp_path, "poison", action, "9", DATABASE__URL=shop)
    assert said.code == 2
    assert said.sentence.startswith("None of these numbers")
    assert "--all" in otklik(tmp_path, "poison", action, DATABASE__URL=shop).sentence
