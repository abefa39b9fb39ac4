"""Whatever a company's file looks like, each line is understood, refused with a sentence, or asked about."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reports.files.table_file import examine, open_table, records
from surveys.errors import UserError
from surveys.records.fields import Field
from surveys.records.header_synonyms import field_of
from surveys.records.reading import Conventions, Record
from surveys.records.records import CustomerRecord, RecordKind
from surveys.records.refusal import Refusal
from tests.reports.files.messy_files import FILES, MessyFile
from texts.catalogue import Texts, terminal_texts

DOCUMENT = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
MOSCOW = ZoneInfo("Europe/Moscow")


def outcome(path: Path, file: MessyFile) -> list[str]:
    """What becomes of a file, in short lines."""
    try:
        table = open_table(path, file.kind)
        given = Conventions(MOSCOW, order_id_from=file.order_id_from)
        assert table.missing(file.order_id_from) == []
        evidence = examine(table)
        asked = [f"asked: {question} {one.value}" for question, one in evidence.questions(given).items()]
        return asked + [short(record) for record in records(table, evidence.settled(given))]
    except UserError as error:
        return [f"file: {error.text_id}"]


def short(record: Record | Refusal) -> str:
    if isinstance(record, Refusal):
        for texts in (Texts(), terminal_texts()):
            for language in ("ru", "en"):
                assert texts.render(language, record.why)
        return f"line {record.position}: {record.why.id}"
    if isinstance(record, CustomerRecord):
        joined = f"{record.joined_at:%Y-%m-%dT%H:%M}" if record.joined_at else None
        parts = [record.customer_id, record.phone, record.name, record.segment, joined]
        parts += [f"{name}={value}" for name, value in record.attributes.items()]
    else:
        assert record.amount_minor is not None
        moment = f"{record.ordered_at:%Y-%m-%dT%H:%M}"
        parts = [record.order_id, moment, f"{record.amount_minor / 100:.2f}", record.currency]
        parts += [record.customer_id, record.phone, record.status]
    return " ".join([str(record.position), *(part for part in parts if part)])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_messy_file_is_understood_or_refused_by_line(tmp_path: Path, file: MessyFile) -> None:
    path = tmp_path / file.name
    path.write_bytes(file.content)
    assert outcome(path, file) == list(file.expected)


def test_the_guide_tells_what_becomes_of_each_of_the_forty() -> None:
    rows = re.findall(r"^\| `(\d\d-[^`]+)` \|[^|]+\| ([^|]*) \|", DOCUMENT, re.MULTILINE)
    assert dict(rows) == {file.name: told(file) for file in FILES}
    assert len(rows) == len(FILES) == 40


def told(file: MessyFile) -> str:
    """The outcome as the guide words it."""
    if file.expected[0].startswith("file: "):
        return "the file is refused"
    asked = any(line.startswith("asked: ") for line in file.expected)
    refused = [line.split()[1].rstrip(":") for line in file.expected if line.startswith("line ")]
    taken = sum(line[0].isdigit() for line in file.expected)
    parts = ["asked"] if asked else []
    if taken:
        parts.append(f"{taken} taken")
    if refused:
        parts.append(f"{'line' if len(refused) == 1 else 'lines'} {', '.join(refused)} refused")
    return "; ".join(parts)


@pytest.mark.parametrize(
    ("kind", "words"), re.findall(r"^```csv (\w+)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
)
def test_each_example_of_the_guide_is_taken_whole(tmp_path: Path, kind: str, words: str) -> None:
    path = tmp_path / "example.csv"
    path.write_text(words, encoding="utf-8")
    told_by = outcome(path, MessyFile("example.csv", b"", [], RecordKind(kind)))
    assert len(told_by) == len(words.splitlines()) - 1
    assert all(line[0].isdigit() for line in told_by)


def test_the_guide_names_every_column_and_its_names_are_understood() -> None:
    _, table = DOCUMENT.split("| column | for example | needed |", 1)
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", table.split("\n\n", 1)[0], re.MULTILINE))
    inner = {Field.FIRST_NAME, Field.LAST_NAME, Field.PAYMENT_STATUS, Field.CANCELLED_AT, Field.COST}
    assert rows.keys() == set(Field) - inner
    for name, examples in rows.items():
        for header in re.findall(r"`([^`]+)`", examples):
            known = {field_of(kind, header) for kind in RecordKind}
            fields = {found[0] for found in known if found is not None}
            assert fields & ({Field(name)} | inner), header
