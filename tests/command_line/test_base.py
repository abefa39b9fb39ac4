"""The customer base and the freshness of orders, at a terminal."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.engines.database import Database
from storage.rows import Stay
from surveys.questions.reasons import ReasonClass
from tests.command_line.terminal import Terminal
from tests.storage.history import at, keep, order
from tests.storage.samples import customer

OCTOBER = ("--from", "2026-10-01", "--to", "2026-11-01")


async def test_the_base_is_told_to_programs_and_to_people(
    otklik: Terminal, database: Database, database_url: str, tmp_path: Path
) -> None:
    anna = customer(joined_at=at(1, 8), returned_at=at(20, 10))
    left = Stay(anna.id, 1, at(1, 8), at(3, 9), ReasonClass.NATURAL)
    boris = customer(joined_at=at(1, 8), left_at=at(9, 10))
    await keep(database, anna, left, boris, customer(7, joined_at=at(2, 10)))
    said = otklik(tmp_path, "report", "base", *OCTOBER, "--json", DATABASE__URL=database_url)
    document = json.loads(said.out)
    assert (said.code, document["report"]) == (0, "base")
    assert document["rows"] == [
        {
            "records": 3,
            "reachable": 1,
            "consented_promotion": 0,
            "blocked": 0,
            "active": None,
            "profile_complete": 0.0,
            "start": 1,
            "new": 1,
            "returned": 1,
            "lost_avoidable": 0,
            "lost_natural": 0,
            "lost_involuntary": 0,
            "lost_unknown": 1,
            "end": 2,
            "last_order_at": None,
        }
    ]
    said = otklik(tmp_path, "report", "base", *OCTOBER, DATABASE__URL=database_url)
    assert said.out.startswith("👥 Клиентская база, октябрь 2026: 2 клиента\n")


async def test_reports_accept_days_of_the_last_century(
    otklik: Terminal, database: Database, database_url: str, tmp_path: Path
) -> None:
    anna = customer(joined_at=at(3, 1, year=1997))
    await keep(database, anna, order(anna, at(9, 2, year=1997)))
    spring = ("--from", "1997-01-01", "--to", "1997-07-01", "--json")
    [row] = json.loads(otklik(tmp_path, "report", "base", *spring, DATABASE__URL=database_url).out)["rows"]
    assert (row["start"], row["new"], row["end"], row["active"]) == (0, 1, 1, 1)
    complaints = otklik(tmp_path, "report", "complaints", *spring, DATABASE__URL=database_url)
    assert json.loads(complaints.out)["rows"][0]["orders"] == 1


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(minutes=3, seconds=40), "4 min"),
        (timedelta(hours=46, minutes=50), "47 h"),
        (timedelta(days=9, hours=2), "9 d"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_doctor_says_how_fresh_the_orders_are(
    otklik: Terminal, database: Database, database_url: str, tmp_path: Path, ago: timedelta, said: str
) -> None:
    anna = customer()
    await keep(database, anna, order(anna, datetime.now(UTC) - ago))
    assert f"· Last order {said} ago.\n" in otklik(tmp_path, "doctor", DATABASE__URL=database_url).out
