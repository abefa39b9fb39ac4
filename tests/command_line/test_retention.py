"""Who orders again, at a terminal and for programs."""

import json
from pathlib import Path

from storage.engines.database import Database
from tests.command_line.terminal import Terminal
from tests.storage.history import at, keep, order
from tests.storage.samples import customer

AUTUMN = ("--from", "2026-08-01", "--to", "2026-11-01")


async def test_cohorts_for_programs_and_in_words(
    otklik: Terminal, database: Database, database_url: str, tmp_path: Path
) -> None:
    people = [customer() for _ in range(10)]
    again = [order(who, at(5, 9), amount_minor=500_00) for who in people[:4]]
    await keep(database, *people, *(order(who, at(5, 8)) for who in people), *again)
    said = otklik(tmp_path, "report", "retention", *AUTUMN, "--json", DATABASE__URL=database_url)
    document = json.loads(said.out)
    assert (said.code, document["report"], document["period"]["from"]) == (0, "retention", "2026-08-01")
    whole, *rows = document["rows"]
    assert (whole["customers"], whole["orders"], whole["repeat_rate"]) == (10, 14, 0.4)
    assert (whole["average_order"], whole["orders_with_amount"], whole["clv"]) == (500.0, 4, None)
    assert [(row["cohort"], row["month"], row["active"], row["share"]) for row in rows[:3]] == [
        ("2026-08-01", 0, 10, 1.0),
        ("2026-08-01", 1, 4, 0.4),
        ("2026-08-01", 2, 0, 0.0),
    ]
    assert {row["active"] for row in rows[3:]} == {None}  # nobody was new in September and October
    words = otklik(tmp_path, "report", "retention", *AUTUMN, DATABASE__URL=database_url)
    assert "авг." in words.out


async def test_without_orders_a_sentence_says_what_to_load(
    otklik: Terminal, database: Database, database_url: str, tmp_path: Path
) -> None:
    said = otklik(tmp_path, "report", "retention", DATABASE__URL=database_url)
    assert said.code == 0
    assert "/import" in said.out
