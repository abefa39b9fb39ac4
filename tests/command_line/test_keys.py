"""`otklik key`: keys are shown once, listed without what they are, and end at once."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line.terminal import Terminal, environment


@pytest.fixture
def shop(tmp_path: Path, otklik: Terminal) -> Path:
    (tmp_path / "config.toml").write_text('[business]\nname = "Shop"\n', encoding="utf-8")
    assert otklik(tmp_path, "migrate").code == 0
    return tmp_path


def test_a_key_is_shown_once_and_kept_as_a_hash(shop: Path, otklik: Terminal) -> None:
    told = otklik(shop, "key", "add", "shop")
    token = told.out.splitlines()[-1]
    assert token.startswith("otk_")
    assert len(token) > 40
    assert token not in otklik(shop, "key", "list").out
    assert "shop · API · since" in otklik(shop, "key", "list").out
    with sqlite3.connect(shop / "otklik.db") as database:
        assert token not in "\n".join(database.iterdump())


def test_a_name_is_used_once_at_a_time(shop: Path, otklik: Terminal) -> None:
    otklik(shop, "key", "add", "shop")
    taken = otklik(shop, "key", "add", "shop")
    assert taken.code == 2
    assert "otklik key revoke" in taken.sentence
    assert otklik(shop, "key", "revoke", "shop").code == 0
    assert otklik(shop, "key", "add", "shop").code == 0
    listed = otklik(shop, "key", "list").out.splitlines()
    assert len(listed) == 2
    assert "ended" in listed[0]


def test_what_cannot_be_is_told_in_a_sentence(shop: Path, otklik: Terminal) -> None:
    assert "otklik key list" in otklik(shop, "key", "revoke", "nobody").sentence
    assert "64" in otklik(shop, "key", "add", "x" * 65).sentence
    assert "otklik key add" in otklik(shop, "key", "list").out


def test_the_secret_of_a_signature_is_kept_as_it_is_until_it_is_revoked(shop: Path, otklik: Terminal) -> None:
    token = otklik(shop, "key", "add", "woo", "--hook", "woocommerce").out.splitlines()[-1]
    with sqlite3.connect(shop / "otklik.db") as database:
        assert database.execute("SELECT secret FROM api_keys").fetchall() == [(token,)]
    otklik(shop, "key", "revoke", "woo")
    with sqlite3.connect(shop / "otklik.db") as database:
        assert database.execute("SELECT secret FROM api_keys").fetchall() == [(None,)]


def test_the_audit_log_knows_of_each_change_and_of_no_secret(shop: Path, otklik: Terminal) -> None:
    token = otklik(shop, "key", "add", "crm", "--hook", "retailcrm").out.splitlines()[-1]
    otklik(shop, "key", "add", "crm")
    otklik(shop, "key", "revoke", "nobody")
    otklik(shop, "key", "revoke", "crm")
    otklik(shop, "key", "add", "shop")
    with sqlite3.connect(shop / "otklik.db") as database:
        entries = database.execute(
            "SELECT action, subject, details, staff_telegram_id FROM audit_log ORDER BY at, id"
        ).fetchall()
    assert [entry[:2] for entry in entries] == [
        ("key_added", "crm"),
        ("key_revoked", "crm"),
        ("key_added", "shop"),
    ]
    assert json.loads(entries[0][2]) == {"use": "hook", "hook": "retailcrm"}
    assert token not in str(entries)


def _given(shop: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(
        command, check=False, cwd=shop, input=text, env=environment(), capture_output=True, text=True
    )


def test_the_secrets_of_the_other_side_come_from_the_first_line_of_the_input(shop: Path) -> None:
    for name, arguments in (
        ("shopify", ["--hook", "shopify", "--given"]),
        ("moysklad", ["--hook", "moysklad", "--fetch"]),
    ):
        told = _given(shop, f"their-{name}\nanother line\n", "key", "add", name, *arguments)
        assert (told.returncode, f"their-{name}" in told.stdout + told.stderr) == (0, False)
    with sqlite3.connect(shop / "otklik.db") as database:
        stored = database.execute("SELECT use, secret FROM api_keys ORDER BY id").fetchall()
    assert stored == [("hook", "their-shopify"), ("fetch", "their-moysklad")]
    assert _given(shop, "short\n", "key", "add", "short", "--given").returncode == 2
