"""`otklik export`: the file, what is wrong with an order, and the line in the audit log."""

import csv
import os
import stat
from pathlib import Path

from storage import audit
from storage.engines.database import Database
from storage.states import AuditAction
from tests.command_line.terminal import Terminal
from tests.storage.history import at, keep, order
from tests.storage.samples import customer


async def _orders(database: Database) -> None:
    anna = customer(name="Анна", external_id="007")
    await keep(database, anna, *(order(anna, at(day, 10), amount_minor=100) for day in (1, 2, 3)))


async def test_a_file_is_written_and_audited(
    database: Database, database_url: str, otklik: Terminal, tmp_path: Path
) -> None:
    await _orders(database)
    file = tmp_path / "orders.csv"
    said = otklik(
        tmp_path, "export", "orders", "--out", str(file), "--from", "2026-10-02", "--to", "2026-10-03",
        DATABASE__URL=database_url, BUSINESS__LANGUAGE="ru",
    )  # fmt: skip
    assert (said.code, said.err) == (0, "")
    assert said.out.strip() == f"{file}: 1 rows."
    with file.open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened, delimiter=";")
    assert (row["amount"], row["customer_external_id"]) == ("1,00", "007")
    assert "customer_name" not in row
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (entry,) = await database.read(audit.latest, 9)
    assert (entry.action, entry.staff_telegram_id, entry.subject) == (AuditAction.EXPORT, None, "orders")
    assert entry.details == {"rows": 1, "days": ["2026-10-02", "2026-10-03"], "names": False}


async def test_what_is_wrong_is_said_in_a_sentence(
    database: Database, database_url: str, otklik: Terminal, tmp_path: Path
) -> None:
    await _orders(database)

    def ask(out: str, *more: str) -> tuple[int, str]:
        said = otklik(tmp_path, "export", "orders", "--out", out, *more, DATABASE__URL=database_url)
        return said.code, said.sentence

    assert ask("a.ods") == (2, "a.ods: the name must end with .csv or .xlsx.")
    assert ask("gone/a.csv") == (2, "gone/a.csv cannot be written (ENOENT).")
    (tmp_path / "plain").touch()
    assert ask("plain/a.csv") == (2, "plain/a.csv cannot be written (ENOTDIR).")
    assert ask("a.csv", "--from", "2026-10-02", "--to", "2026-10-02")[0] == 2
    assert [name for name in os.listdir(tmp_path) if "a.csv" in name] == []
    assert await database.read(audit.latest, 9) == []
