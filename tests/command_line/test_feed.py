"""`otklik feed`: an address is shown once, listed without what it is, ends at once, and is accounted for."""

import re
from pathlib import Path

from storage import audit
from storage.api_keys import hash_of
from storage.engines.database import Database
from storage.reports import feeds
from tests.command_line.terminal import Terminal

TOKEN = re.compile(r"/feeds/([\w-]{43})\.csv")


async def test_an_address_is_shown_once_and_kept_as_a_hash(
    database: Database, database_url: str, otklik: Terminal, tmp_path: Path
) -> None:
    def feed(*words: str) -> str:
        said = otklik(tmp_path, "feed", *words, DATABASE__URL=database_url)
        assert (said.code, said.err) == (0, "")
        return said.out

    assert "otklik feed add" in feed("list")
    told = feed("add", "orders", "--names", "--days", "90")
    assert "http://127.0.0.1:8080/feeds/" in told
    [token] = TOKEN.findall(told)
    [row] = await database.read(feeds.everything)
    assert (row.token_hash, row.export, row.has_names) == (hash_of(token), "orders", True)
    assert row.expires_at is not None
    assert (row.expires_at - row.created_at).days == 90
    listed = feed("list")
    assert token not in listed
    assert f"{row.id} · orders with names" in listed
    assert "not read yet" in listed
    assert str(row.id) in feed("revoke", str(row.id))
    [ended] = await database.read(feeds.everything)
    assert ended.revoked_at is not None
    entries = [(entry.action, entry.subject) for entry in await database.read(audit.latest, 9)]
    assert entries == [("feed_revoked", str(row.id)), ("feed_added", str(row.id))]


async def test_the_address_is_where_telegram_reaches_the_bot(
    database: Database, database_url: str, otklik: Terminal, tmp_path: Path
) -> None:
    said = otklik(
        tmp_path, "feed", "add", "answers", DATABASE__URL=database_url, TELEGRAM__MODE="webhook",
        TELEGRAM__WEBHOOK_URL="https://bot.example.com/telegram", TELEGRAM__WEBHOOK_SECRET="a" * 32,
    )  # fmt: skip
    assert "https://bot.example.com/feeds/" in said.out


async def test_what_cannot_be_is_told_in_a_sentence(
    database: Database, database_url: str, otklik: Terminal, tmp_path: Path
) -> None:
    def sentence(*words: str) -> str:
        return otklik(tmp_path, "feed", *words, DATABASE__URL=database_url).sentence

    assert "otklik feed list" in sentence("revoke", "7")
    for days in ("0", "-1", "3651", "999999999999"):
        assert "3650" in sentence("add", "orders", f"--days={days}")
    assert await database.read(audit.latest, 9) == []
