"""What the documents say of the code is so, and nothing of it is left out."""

import inspect
import re
from pathlib import Path

import click
import pytest

from bot.__main__ import cli
from bot.config.schema import KEYS
from bot.observability.failpoints import POINTS
from bot.observability.metrics import Metrics
from bot.web.health import Health
from reports.catalogue import REPORTS
from storage.states import OutboxState
from storage.tables import metadata

ROOT = Path(__file__).parents[1]
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROMISES = (ROOT / "docs/promises.md").read_text(encoding="utf-8")


def _rows(document: str, header: str) -> dict[str, str]:
    """The rows of the table whose first column has that heading, by the code word that each begins with."""
    _, table = document.split(f"| {header} |", 1)
    lines = table.split("\n\n", 1)[0].splitlines()[2:]
    return {re.findall(r"`([^`]+)`", line)[0]: line for line in lines}


def test_every_command_and_option_is_in_the_reference() -> None:
    rows = _rows(REFERENCE, "command")
    assert rows.keys() == cli.commands.keys()
    for name, command in cli.commands.items():
        parts = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        params = [param for part in parts for param in part.params]
        options = {option for param in params if isinstance(param, click.Option) for option in param.opts}
        assert options == set(re.findall(r"`(--[a-z-]+)`", rows[name].split("|")[2])), name


def test_every_report_and_its_groups_are_in_the_reference() -> None:
    rows = _rows(REFERENCE, "rows of")
    assert rows.keys() == REPORTS.keys()
    for name, report in REPORTS.items():
        assert set(re.findall(r"`(?:--by )?(\w+)`", rows[name].split("|")[2])) == set(report.groups), name


def test_every_metric_is_in_the_reference() -> None:
    families = re.findall(r"^# TYPE (\w+)", Metrics().text().decode(), re.MULTILINE)
    assert _rows(REFERENCE, "metric").keys() == {name for name in families if not name.endswith("_created")}
    assert all(name.startswith("otklik_") for name in families)


def test_every_outcome_of_a_message_is_in_the_reference() -> None:
    told = set(re.findall(r"\w+", _rows(REFERENCE, "metric")["otklik_outbox_total"].rpartition(":")[2]))
    ends = {
        OutboxState.SENT,
        OutboxState.UNREACHABLE,
        OutboxState.EXPIRED,
        OutboxState.UNCERTAIN,
        OutboxState.DEAD,
        OutboxState.REFUSED,
        OutboxState.REPLACED,
    }
    assert told == ends


def test_every_field_of_the_health_page_is_in_the_reference() -> None:
    fields = re.findall(r'^ +"(\w+)":', inspect.getsource(Health.state), re.MULTILINE)
    assert _rows(REFERENCE, "field").keys() == set(fields)


def test_every_crash_point_is_in_the_reference_and_in_the_code() -> None:
    assert tuple(_rows(REFERENCE, "point")) == POINTS
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "bot").rglob("*.py"))
    assert set(re.findall(r'\bhit\("([\w.]+)"\)', code)) == set(POINTS)


def test_keys_that_the_documents_name_exist() -> None:
    sections = {key.partition(".")[0] for key in KEYS}
    for document in (README, REFERENCE):
        named = set(re.findall(r"`<?([a-z]+\.[a-z_]+)\b", document))
        keys = {name for name in named if not name.endswith(".toml")}
        assert {name for name in keys if name.partition(".")[0] in sections} <= set(KEYS)


def test_the_readme_names_commands_that_exist() -> None:
    assert set(re.findall(r"`otklik ([a-z]+)", README + REFERENCE)) <= cli.commands.keys()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_place_that_the_glossary_names_exists() -> None:
    rows = [line.split("|") for line in GLOSSARY.splitlines() if re.match(r"\| \w", line)]
    words = {row[1].strip() for row in rows}
    assert {
        "inbox update",
        "lane",
        "effects",
        "outbox row",
        "place",
        "poison",
        "customer",
        "case",
        "score",
    } <= words
    for _, word, russian, _, _, code, tables, _ in rows[1:]:
        assert re.search("[а-я]", russian), word
        for file in re.findall(r"`([\w/]+\.py)`", code):
            assert (ROOT / file).is_file(), (word, file)
        for table in re.findall(r"`([\w.]+)`", tables):
            name, _, column = table.partition(".")
            assert name in metadata.tables, (word, table)
            assert not column or column in metadata.tables[name].columns, (word, table)


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "docs/reference.md", "docs/glossary.md", "docs/promises.md"]
)
def test_links_lead_somewhere(document: str) -> None:
    file = ROOT / document
    for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (file.parent / target).exists(), target


def test_the_readme_promises_exactly_what_has_a_test() -> None:
    rows = [line.split(" | ") for line in PROMISES.splitlines() if line.startswith("| ")][1:]
    assert all(re.search(r"\]\(\.\./tests/|totals --check", test) for _, test, _ in rows)
    promised = re.search(r"## What it promises.*?\n\n(.*?)\n\n", README, re.DOTALL)
    assert promised is not None
    assert promised[1].split("\n") == [f"- {promise.removeprefix('| ')}." for promise, _, _ in rows]
