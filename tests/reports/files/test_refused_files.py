"""A file that cannot be read is refused whole, with its name and what to do, before it costs memory."""

import zipfile
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reports.files.table_file import open_table, records
from reports.files.workbook import MOST_CELLS
from surveys.errors import UserError
from surveys.records.reading import Conventions
from surveys.records.records import RecordKind
from texts.catalogue import Texts

ZONE = ZoneInfo("Europe/Moscow")
HEADER = "id;date;total;phone"


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        list(records(open_table(path, RecordKind.ORDERS), Conventions(ZONE)))
    [text] = caught.value.texts
    for language in ("ru", "en"):
        assert path.name in Texts().render(language, text)
    return text.id


def sheet_of(path: Path, blocks: Iterable[bytes]) -> Path:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as content,
    ):
        for block in blocks:
            content.write(block)
    return path


def test_a_workbook_of_too_many_cells_is_refused_before_they_are_read(tmp_path: Path) -> None:
    thousand = b'<c r="A1"><v>1</v></c>' * 1000
    path = sheet_of(tmp_path / "large.xlsx", (thousand for _ in range(MOST_CELLS // 1000 + 1)))
    assert refused(path) == "import-too-large"


def test_two_cells_that_span_a_huge_sheet_are_refused(tmp_path: Path) -> None:
    cells = b'<c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c>'
    assert refused(sheet_of(tmp_path / "span.xlsx", [cells])) == "import-too-large"


def test_a_file_that_unpacks_to_more_than_memory_is_refused(tmp_path: Path) -> None:
    megabyte = b" " * (1024 * 1024)
    path = sheet_of(tmp_path / "bomb.xlsx", (megabyte for _ in range(701)))
    assert path.stat().st_size < 2 * 1024 * 1024
    assert refused(path) == "import-too-large"


@pytest.mark.parametrize(
    ("name", "content", "text_id"),
    [
        ("empty.csv", b"", "import-empty"),
        ("blank.csv", b"\r\n;;;\r\n", "import-empty"),
        ("cut.xlsx", b"PK\x03\x04garbage", "import-damaged"),
        ("cut.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1garbage", "import-damaged"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "import-no-text"),
        ("page.xls", b"<?xml version='1.0'?><Workbook/>", "import-web-page"),
        ("quote.csv", f'{HEADER}\n1;"'.encode() + b"x" * 1_100_000, "import-broken-quotes"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes, text_id: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path) == text_id


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv") == "import-unreadable"


def test_a_letter_in_another_encoding_far_below_does_not_stop_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    rows = "".join(f"{number};01.10.2026;5;+79161234567\n" for number in range(20_000))
    path.write_bytes(f"{HEADER}\n{rows}".encode() + "Я1;01.10.2026;5;+79161234567\n".encode("cp1251"))
    *_, last = records(open_table(path, RecordKind.ORDERS), Conventions(ZONE))
    assert (last.position, getattr(last, "order_id", None)) == (20_002, "Я1")
