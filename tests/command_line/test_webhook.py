"""`otklik webhook` at a terminal: other systems that are told of events."""

from pathlib import Path

import pytest

from storage.engines.database import Database
from storage.webhooks import deliveries, subscriptions
from surveys.webhooks.events import EventKind
from tests.command_line.terminal import Terminal

OUTSIDE = "https://hooks.example.com/otklik"


async def test_one_is_added_tested_listed_and_removed(
    otklik: Terminal, database: Database, database_url: str, tmp_path: Path
) -> None:
    said = otklik(tmp_path, "webhook", "add", OUTSIDE, "--event", "case.opened", DATABASE__URL=database_url)
    assert (said.code, said.err) == (0, "")
    (added,) = await database.read(subscriptions.all_webhooks)
    assert str(added.id) in said.out
    assert added.secret in said.out
    assert added.events == [EventKind.CASE_OPENED]
    number = str(added.id)
    assert otklik(tmp_path, "webhook", "test", number, DATABASE__URL=database_url).code == 0
    (waiting,) = await database.read(deliveries.latest_deliveries, added.id, 9)
    assert waiting.event is EventKind.TEST
    listed = otklik(tmp_path, "webhook", "list", DATABASE__URL=database_url).out
    assert listed.split() == [number, OUTSIDE, "case.opened"]
    assert "waiting" in otklik(tmp_path, "webhook", "log", number, DATABASE__URL=database_url).out
    assert otklik(tmp_path, "webhook", "remove", number, DATABASE__URL=database_url).code == 0
    assert OUTSIDE not in otklik(tmp_path, "webhook", "list", DATABASE__URL=database_url).out
    assert otklik(tmp_path, "webhook", "remove", number, DATABASE__URL=database_url).code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("add",),
        ("add", "hooks.example.com"),
        ("add", "ftp://hooks.example.com"),
        ("add", "http://127.0.0.1/hook"),
        ("add", "http://[::1]/hook"),
        ("add", OUTSIDE, "--event", "case.eaten"),
        ("log", "77"),
        ("log", "seven"),
        ("test",),
        ("remove", "9" * 30),
    ],
)
def test_what_cannot_be_is_answered_with_one_sentence(
    otklik: Terminal, database_url: str, database: Database, tmp_path: Path, words: tuple[str, ...]
) -> None:
    said = otklik(tmp_path, "webhook", *words, DATABASE__URL=database_url)
    assert said.code == 2
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
