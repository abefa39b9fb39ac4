"""Exports hold what the tables hold, and nothing in them is run or changed by a spreadsheet."""

import csv
import os
import stat
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from reports import exports
from reports.exports import ExportFormat, ExportLimit
from storage.engines.database import Database
from storage.reports.exports import EXPORTS, ExportRequest
from surveys.language.languages import Language
from surveys.statistics.periods import Period
from tests.storage.history import at, keep, order
from tests.storage.samples import MOSCOW, answer, conversation, customer

HOSTILE = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "=HYPERLINK(\"http://x\")",
    "|calc", "=cmd|'/c calc'!A1",
)  # fmt: skip
KEPT = ("007", "03/04", "1E5", "12.05", "+79161234567", "-5", "http://example.com", "_x0041_", 'a"b;c,d\nе')


async def _csv(
    database: Database, file: Path, request: ExportRequest, language: Language = Language.EN
) -> list[dict[str, str]]:
    await database.read(exports.write, request, ExportFormat.CSV, file, MOSCOW, language)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=exports.delimiter(language)))


async def _sheet(database: Database, file: Path, request: ExportRequest) -> list[dict[str, Any]]:
    await database.read(exports.write, request, ExportFormat.XLSX, file, MOSCOW, Language.RU)
    heading, *rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


async def _said(database: Database, *words: str) -> None:
    anna = customer(name="=Анна", external_id="007", telegram_id=7)
    talks = [conversation(anna) for _ in words]
    said = [answer(one, None, words=text, kind="text") for one, text in zip(talks, words, strict=True)]
    await keep(database, anna, *talks, *said)


@pytest.mark.parametrize("words", HOSTILE)
async def test_no_words_are_a_formula(database: Database, tmp_path: Path, words: str) -> None:
    await _said(database, words)
    (row,) = await _csv(database, tmp_path / "a.csv", ExportRequest("answers", has_names=True))
    assert row["words"] == f"'{words}"
    assert row["customer_name"] == "'=Анна"
    (row,) = await _sheet(database, tmp_path / "a.xlsx", ExportRequest("answers", has_names=True))
    assert row["words"] == words


async def test_text_that_looks_like_a_number_or_a_day_stays_as_it_is(
    database: Database, tmp_path: Path
) -> None:
    await _said(database, *KEPT)
    request = ExportRequest("answers")
    assert [row["words"] for row in await _csv(database, tmp_path / "a.csv", request)] == [*KEPT]
    rows = await _sheet(database, tmp_path / "a.xlsx", request)
    assert [row["words"] for row in rows] == [*KEPT]
    assert {row["customer_external_id"] for row in rows} == {"007"}


async def test_numbers_days_and_ids_keep_their_worth(database: Database, tmp_path: Path) -> None:
    anna = customer(id=9_007_199_254_740_993)
    await keep(database, anna, order(anna, at(31, 10, 21, 30), amount_minor=123_450, external_id="A1"))
    (row,) = await _sheet(database, tmp_path / "a.xlsx", ExportRequest("orders"))
    assert row["customer_id"] == "9007199254740993"
    assert row["amount"] == 1234.5
    assert row["ordered_at"] == datetime(2026, 11, 1, 0, 30)  # noqa: DTZ001  # as a sheet holds it
    assert row["is_cancelled"] is False
    assert row["margin"] == ""
    (english,) = await _csv(database, tmp_path / "a.csv", ExportRequest("orders"))
    (russian,) = await _csv(database, tmp_path / "b.csv", ExportRequest("orders"), Language.RU)
    assert (english["amount"], russian["amount"]) == ("1234.50", "1234,50")
    assert english["ordered_at"] == "2026-11-01 00:30:00"


@pytest.mark.parametrize("name", EXPORTS)
async def test_ids_stand_instead_of_names(database: Database, tmp_path: Path, name: str) -> None:
    anna = customer(name="canary", telegram_id=777_000_777)
    talk = conversation(anna)
    await keep(database, anna, talk, answer(talk), order(anna, at(1, 10), status="x"))
    for has_names in (False, True):
        file = tmp_path / f"{has_names}.csv"
        await _csv(database, file, ExportRequest(name, has_names=has_names))
        text = file.read_text(encoding="utf-8-sig")
        assert "customer_id" in text
        rows = text.count("\n") > 1
        assert ("canary" in text) is (has_names and rows)


async def test_the_days_of_the_business_bound_a_file(database: Database, tmp_path: Path) -> None:
    anna = customer()
    moments = {
        "before": at(30, 9, 20, 59),
        "first": at(30, 9, 21),
        "last": at(31, 10, 20),
        "after": at(31, 10, 21),
    }
    orders = [order(anna, moment, external_id=name) for name, moment in moments.items()]
    await keep(database, anna, *orders)
    october = Period(date(2026, 10, 1), date(2026, 11, 1), MOSCOW)
    rows = await _csv(database, tmp_path / "a.csv", ExportRequest("orders", october))
    assert {row["external_id"] for row in rows} == {"first", "last"}


async def test_a_file_is_its_owners_and_there_once_it_is_whole(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("older")
    monkeypatch.setattr(exports, "MOST_ROWS", 0)
    await _said(database, "хорошо")
    request = ExportRequest("answers")
    with pytest.raises(ExportLimit):
        await database.read(exports.write, request, ExportFormat.XLSX, file, MOSCOW, Language.RU)
    assert file.read_text() == "older"
    await _csv(database, file, request)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "a.csv.part" not in os.listdir(tmp_path)


async def test_progress_adds_up_to_the_rows(database: Database, tmp_path: Path) -> None:
    anna = customer()
    await keep(database, anna, *(order(anna, at(1, 10), external_id=str(n)) for n in range(1001)))
    steps: list[int] = []
    n = await database.read(
        exports.write,
        ExportRequest("orders"),
        ExportFormat.CSV,
        tmp_path / "a.csv",
        MOSCOW,
        Language.RU,
        steps.append,
    )
    assert (n, steps) == (1001, [1000, 1])
