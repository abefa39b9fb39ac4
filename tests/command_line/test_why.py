"""`otklik why` at a terminal."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.rows import ContactLogEntry, Customer
from surveys.language.languages import Language
from surveys.outreach.policy import Action, ContactKind, PolicyReason, PolicyStage
from tests.command_line.terminal import Terminal

MOMENT = datetime(2026, 10, 5, 9, tzinfo=UTC)


@pytest.fixture
async def shop(database: Database, database_url: str) -> str:
    """A customer who was spared a reminder at night; the database's address."""
    effects = Effects()
    effects.add(Customer(1, 500, Language.RU, MOMENT, external_id="A-7"))
    spared = (ContactKind.REMINDER, PolicyStage.PLANNING, Action.NEVER, PolicyReason.STOPPED)
    effects.add(ContactLogEntry(1, 1, *spared, MOMENT, MOMENT, about="nps"))
    await database.write(flush, [effects])
    return database_url


@pytest.mark.parametrize("who", ["A-7", "500"])
def test_the_story_is_told_in_the_language_of_the_terminal(
    otklik: Terminal, shop: str, tmp_path: Path, who: str
) -> None:
    said = otklik(tmp_path, "why", who, DATABASE__URL=shop)
    assert (said.code, said.err) == (0, "")
    line = "🚫 2026-10-05 12:00 · a reminder (nps): not sent, asked us not to write (/stop)"
    assert line in said.out.splitlines()
    said = otklik(tmp_path, "why", who, language="ru", DATABASE__URL=shop)
    assert "не отправлено, клиент попросил не писать (/stop)" in said.out


def test_an_unknown_customer_is_a_sentence_and_a_wrong_input(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    said = otklik(tmp_path, "why", "nobody", DATABASE__URL=shop)
    assert said.code == 2
    assert said.sentence.startswith("There is no such customer")
