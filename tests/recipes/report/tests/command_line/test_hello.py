"""All that a report is on the command line follows from its name in the catalogue."""

import json
from datetime import UTC, datetime
from pathlib import Path

from storage.engines.database import Database
from tests.command_line.terminal import Terminal
from tests.storage.history import keep
from tests.storage.samples import customer

SEPTEMBER = ("--from", "2026-09-01", "--to", "2026-10-01")


async def test_it_is_told_to_programs_and_to_people(
    otklik: Terminal, database: Database, database_url: str, tmp_path: Path
) -> None:
    await keep(database, *(customer(joined_at=datetime(2026, 9, day, 12, tzinfo=UTC)) for day in (3, 9)))
    said = otklik(tmp_path, "report", "hello", *SEPTEMBER, "--json", DATABASE__URL=database_url)
    assert json.loads(said.out) == {
        "report": "hello",
        "period": {"from": "2026-09-01", "to": "2026-10-01", "timezone": "Europe/Moscow"},
        "rows": [{"joined": 2, "previous_joined": 0}],
        "actions": [],
    }
    said = otklik(tmp_path, "report", "hello", *SEPTEMBER, DATABASE__URL=database_url)
    assert said.out == "👋 сентябрь 2026: новых клиентов 2, до этого 0\n"
