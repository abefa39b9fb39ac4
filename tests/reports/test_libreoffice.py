"""Exports opened by LibreOffice, told to guess and run what it can: no formula runs, no number is a day."""

import csv
import os
import re
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from reports import exports
from reports.exports import ExportFormat
from storage.engines.database import Database
from storage.reports.exports import ExportRequest
from surveys.language.languages import Language
from tests.storage.history import at, keep, order
from tests.storage.samples import MOSCOW, customer

REQUIRED: Final = "OTKLIK_REQUIRE_LIBREOFFICE"
PATIENCE_S: Final = 120
RUN: Final = ('=HYPERLINK("http://a")', "=1+1", "@SUM(A1)", "\t=1+1", "-1+1", '=cmd|"/c calc"!A1')
KEPT: Final = (
    "+1",
    "-2",
    "@x",
    "1/2",
    "03.04",
    "0012",
    "12345678901234567",
    "1E5",
    "10:30",
    "5%",
    "2026-10-01",
)
# Delimiter, quote, UTF-8, from line 1; the language of the file; numbers are detected, formulas evaluated.
CSV_FILTER: Final = {
    Language.RU: "CSV:59,34,76,1,,1049,false,true,false,false,false,0,true",
    Language.EN: "CSV:44,34,76,1,,1033,false,true,false,false,false,0,true",
}


@pytest.fixture(scope="session")
def soffice() -> str:
    program = shutil.which("soffice")
    if program is None:
        reason = "no LibreOffice on the PATH (looked for soffice): exports are not opened by a spreadsheet"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return program


def opened(soffice: str, file: Path, infilter: str | None = None) -> tuple[list[list[Any]], list[str]]:
    """The cells of a file as LibreOffice understood it and saved it again, and its formulas and links."""
    folder = file.parent / f"opened-{file.stem}"
    filters = [f"--infilter={infilter}"] if infilter else []
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    command = [
        soffice,
        profile,
        "--headless",
        *filters,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_S)
    saved = folder / f"{file.stem}.xlsx"
    xml = ZipFile(saved).read("xl/worksheets/sheet1.xml").decode()
    # It saves what is true or false as a formula.
    run = set(re.findall(r"<f\b[^>]*>([^<]*)|(<hyperlink )", xml)) - {("TRUE()", ""), ("FALSE()", "")}
    return CalamineWorkbook.from_path(str(saved)).get_sheet_by_index(0).to_python(), sorted(map("".join, run))


def columns(found: list[list[Any]]) -> dict[str, list[Any]]:
    heading, *rows = found
    return dict(zip(heading, map(list, zip(*rows, strict=True)), strict=True))


async def _orders(database: Database) -> None:
    people = [customer(name=text, external_id=f"C{n}") for n, text in enumerate((*RUN, *KEPT))]
    ordered = [order(one, at(3, 10), external_id=f"A{n}", amount_minor=1205) for n, one in enumerate(people)]
    await keep(database, *people, *ordered)


async def test_a_sheet_stays_what_it_is(database: Database, tmp_path: Path, soffice: str) -> None:
    await _orders(database)
    file, request = tmp_path / "orders.xlsx", ExportRequest("orders", has_names=True)
    await database.read(exports.write, request, ExportFormat.XLSX, file, MOSCOW, Language.RU)
    found, run = opened(soffice, file)
    cells = columns(found)
    assert cells["customer_name"] == [*RUN, *KEPT]
    assert set(cells["amount"]) == {12.05}
    assert {type(moment) for moment in cells["ordered_at"]} == {datetime}
    assert run == []


@pytest.mark.parametrize("language", list(Language))
async def test_no_formula_of_a_csv_runs_and_no_amount_is_a_day(
    database: Database, tmp_path: Path, soffice: str, language: Language
) -> None:
    await _orders(database)
    file, request = tmp_path / "orders.csv", ExportRequest("orders", has_names=True)
    await database.read(exports.write, request, ExportFormat.CSV, file, MOSCOW, language)
    found, run = opened(soffice, file, CSV_FILTER[language])
    cells = columns(found)
    assert cells["customer_name"][: len(RUN)] == [f"'{text}" for text in RUN]
    assert set(cells["amount"]) == {12.05}
    assert {type(moment) for moment in cells["ordered_at"]} == {datetime}
    assert run == []


def test_what_is_not_written_by_us_does_run(tmp_path: Path, soffice: str) -> None:
    file = tmp_path / "raw.csv"
    with file.open("w", encoding="utf-8", newline="") as raw:
        csv.writer(raw).writerows([["words"], ["=1+1"], ["1/2"]])
    found, run = opened(soffice, file, CSV_FILTER[Language.EN])
    assert found[1] == [2.0]
    assert run == ["1+1"]
    assert isinstance(found[2][0], date)
