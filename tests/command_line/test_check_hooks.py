"""A company's own hooks: `otklik check` names file, key and remedy of each fault; right ones are in order."""

from pathlib import Path

import pytest

from surveys.hooks.catalogue import BUILT_IN
from tests.command_line.terminal import Terminal

RIGHT = """
[proof]
kind = "token"
path = "query:key"

[[events]]
type = "order.created"
fields.order_id = "id"
fields.phone = "phone"
fields.ordered_at = "at"
fields.amount = { path = "sum", divide = 100 }
"""
CANCELLED = '[[events]]\ntype = "order.cancelled"\n'
MISTAKES = {
    "key": ("divide = 100", "dvide = 100", "events.1.fields.amount.dvide", "divide"),
    "kind": ('kind = "token"', 'kind = "password"', "proof.kind", "hmac-sha256"),
    "number": ("divide = 100", "divide = 0", "events.1.fields.amount.divide", "1"),
    "type": ("order.created", "order.made", "events.1.type", "order.created"),
    "person": ('fields.phone = "phone"', "", "events.1", "fields.customer_id, fields.phone"),
    "amount": ('fields.amount = { path = "sum", divide = 100 }', "", "events.1", "fields.amount"),
    "cancelled": ("[[events]]", CANCELLED + "[[events]]", "events.1", "fields.order_id"),
    "customer": ('type = "order.created"', 'type = "customer.deleted"\n' + 'when.a = "b"', None, None),
    "signature": ('kind = "token"', 'kind = "hmac-sha256"', "proof", "header:"),
    "ping": ("[proof]", 'ping = "("\n[proof]', "ping", "регулярное"),
    "path": ('path = "query:key"', "", "proof.path", "path"),
    "toml": ("[proof]", "[proof", "line 2", "TOML"),
    "no-events": ("[[events]]", "[[event]]", "event", "events"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hooks").mkdir()
    (tmp_path / "config.toml").write_text('[hooks]\ndirectory = "hooks"\n', encoding="utf-8")
    return tmp_path


def _faults(otklik: Terminal, folder: Path) -> list[str]:
    said = otklik(folder, "check", language="ru")
    assert (said.code == 2) is bool(said.err)
    return said.err.splitlines()


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_each_fault_names_file_key_and_remedy(
    otklik: Terminal, folder: Path, mistake: tuple[str, str, str | None, str | None]
) -> None:
    old, new, key, remedy = mistake
    assert old in RIGHT
    (folder / "hooks/till.toml").write_text(RIGHT.replace(old, new, 1), encoding="utf-8")
    faults = _faults(otklik, folder)
    if key is None or remedy is None:
        assert faults == []
        return
    [fault] = [line for line in faults if line.startswith(f"hooks/till.toml: {key}: ")]
    assert remedy in fault


def test_right_files_are_in_order_and_so_are_copies_of_the_built_in_ones(
    otklik: Terminal, folder: Path
) -> None:
    (folder / "hooks/till.toml").write_text(RIGHT, encoding="utf-8-sig")
    for file in BUILT_IN.glob("*.toml"):
        (folder / "hooks" / file.name).write_bytes(file.read_bytes())
    assert _faults(otklik, folder) == []


@pytest.mark.parametrize("name", ["api", "Касса", "two words", "x" * 65])
def test_a_name_that_no_address_has_is_told(otklik: Terminal, folder: Path, name: str) -> None:
    (folder / "hooks" / f"{name}.toml").write_text(RIGHT, encoding="utf-8")
    [fault] = _faults(otklik, folder)
    assert f"hooks/{name}.toml: " in fault
    assert "a-z" in fault


def test_an_empty_folder_is_told(otklik: Terminal, folder: Path) -> None:
    [fault] = _faults(otklik, folder)
    assert "*.toml" in fault


def test_a_key_of_an_own_hook_can_be_made_and_of_none_not(otklik: Terminal, folder: Path) -> None:
    (folder / "hooks/till.toml").write_text(RIGHT, encoding="utf-8")
    assert otklik(folder, "migrate").code == 0
    assert otklik(folder, "key", "add", "a", "--hook", "till").code == 0
    refused = otklik(folder, "key", "add", "b", "--hook", "tell")
    assert refused.code == 2
    assert "till" in refused.sentence
