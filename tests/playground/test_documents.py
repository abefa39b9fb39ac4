"""The page about the playground names what the code has, in both directions."""

import re
from pathlib import Path

from playground import Fault, Playground
from playground.bot_api import method_names
from playground.phone_api import PhoneApi
from playground.phone_verbs import VERBS
from playground.state import Telegram

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "playground.md").read_text(encoding="utf-8")


def _first_cells(section: str, header: str) -> set[str]:
    """The code words in the first column of the table under that header line."""
    chapter = PAGE.split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    table = chapter.split(f"| {header} |", 1)[1].split("\n\n", 1)[0]
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_the_table_of_methods_is_the_code() -> None:
    assert _first_cells("Methods", "method") == method_names()


def test_every_method_and_rule_names_its_source() -> None:
    known = re.compile(r"API|FAQ|Client\.|WebhookActor|MessageEntity|reports|model")
    for section in ("Methods", "Rules"):
        chapter = PAGE.split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
        rows = [line for line in chapter.splitlines() if line.startswith("| ") and "source |" not in line]
        assert len(rows) > 20
        assert [row for row in rows if not known.search(row.split("|")[-2])] == []


def test_the_table_of_faults_is_the_code() -> None:
    assert _first_cells("Faults", "fault") == {fault.value for fault in Fault}


def test_the_phones_addresses_and_verbs_are_the_code() -> None:
    routes = {route.path.replace(":.+", "") for route in PhoneApi(Telegram()).routes()}
    assert _first_cells("The phones over HTTP", "address") == routes
    assert _first_cells("The phones over HTTP", "verb") == set(VERBS)


def test_what_the_page_shows_in_python_exists() -> None:
    telegram = Playground()
    anna = telegram.person("Anna")
    group = telegram.group("Support")
    example = PAGE.split("```python", 1)[1].split("```", 1)[0]
    for owner, name in re.findall(r"\b(telegram|anna|group)\.(\w+)", example):
        assert hasattr({"telegram": telegram, "anna": anna, "group": group}[owner], name), (owner, name)
