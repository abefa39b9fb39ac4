"""`otklik key`: keys are shown once, listed without what they are, and end at once."""

import sqlite3
from pathlib import Path

import pytest

from tests.command_line.terminal import Terminal


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
