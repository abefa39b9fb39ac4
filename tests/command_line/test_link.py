"""`otklik link`: links with their codes, for a branch's wall and for one customer."""

import asyncio
import os
import re
import sqlite3
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.command_line.terminal import TOKEN, Said, Terminal
from tests.scripted_bot_api import ScriptedBotApi, scripted

ORDERS = "order_id;customer_id;ordered_at;amount;touchpoint\no-1;A-007;2026-10-01;100;Север\n"
LINK = re.compile(r"https://t\.me/otklik_bot\?start=([A-Za-z0-9_-]{1,64})")


@pytest.fixture
def shop(tmp_path: Path, otklik: Terminal) -> Path:
    (tmp_path / "config.toml").write_text('[business]\nname = "R&D <Shop>"\nlanguage = "en"\n')
    assert otklik(tmp_path, "migrate").code == 0
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    assert otklik(tmp_path, "import", "orders", "orders.csv").code == 0
    return tmp_path


@pytest.fixture
async def telegram() -> AsyncIterator[ScriptedBotApi]:
    async with scripted(TOKEN) as api:
        yield api


async def link(otklik: Terminal, shop: Path, url: str, *words: str) -> Said:
    return await asyncio.to_thread(partial(otklik, shop, "link", *words, TELEGRAM__API_URL=url))


def stored(shop: Path) -> list[tuple[str | None, int | None]]:
    with sqlite3.connect(shop / "otklik.db") as database:
        return database.execute("SELECT touchpoint, customer_id FROM links ORDER BY id").fetchall()


async def test_a_link_is_printed_and_its_token_is_stored_nowhere(
    otklik: Terminal, shop: Path, telegram: ScriptedBotApi
) -> None:
    told = await link(otklik, shop, telegram.url, "nps", "--touchpoint", "Север")
    assert (told.code, told.err) == (0, "")
    payload = LINK.fullmatch(told.out.strip())
    assert payload is not None
    with sqlite3.connect(shop / "otklik.db") as database:
        assert payload[1].removeprefix("l_") not in "\n".join(database.iterdump())
    assert stored(shop) == [("Север", None)]
    assert set(telegram.calls) == {"getMe"}


async def test_an_order_names_its_customer_and_its_place(
    otklik: Terminal, shop: Path, telegram: ScriptedBotApi
) -> None:
    assert (await link(otklik, shop, telegram.url, "nps", "--order", "o-1")).code == 0
    [(touchpoint, customer_id)] = stored(shop)
    assert touchpoint == "Север"
    assert customer_id is not None


async def test_pictures_and_pages_are_written_for_their_owner_alone(
    otklik: Terminal, shop: Path, telegram: ScriptedBotApi
) -> None:
    for name in ("code.png", "code.SVG"):
        told = await link(otklik, shop, telegram.url, "nps", "--qr", name)
        assert name in told.out
    assert (shop / "code.png").read_bytes().startswith(b"\x89PNG\r\n")
    ElementTree.fromstring((shop / "code.SVG").read_bytes())
    places = [word for place in ("Север", "shop", "<b>Юг</b>") for word in ("--touchpoint", place)]
    told = await link(otklik, shop, telegram.url, "nps", *places, "--print", "wall.html")
    addresses = [f"https://t.me/otklik_bot?start={payload}" for payload in LINK.findall(told.out)]
    assert len(addresses) == 3
    page = (shop / "wall.html").read_text(encoding="utf-8")
    assert re.findall("<h1>(.*?)</h1>", page) == [
        "Север",
        "In the shop",
        "&lt;b&gt;Юг&lt;/b&gt;",
    ]
    assert "<title>R&amp;D &lt;Shop&gt;</title>" in page
    assert re.findall("<small>(.*?)</small>", page) == addresses
    assert page.count("<svg") == 3
    assert not re.search("(src|href)=", page)
    assert {(shop / name).stat().st_mode & 0o777 for name in ("code.png", "code.SVG", "wall.html")} == {0o600}


WRONG = [
    (["npss"], "complaint"),
    (["nps", "--days", "0"], "3650"),
    (["nps", "--segment", "x" * 101], "100"),
    (["nps", "--order", "o-2"], "o-2"),
    (["nps", "--customer", "A-1"], "A-1"),
    (["nps", "--qr", "code.jpg"], ".svg"),
    (["nps", "--touchpoint", "a", "--touchpoint", "b", "--qr", "code.png"], "--print"),
]


@pytest.mark.parametrize(("words", "named"), WRONG)
async def test_what_cannot_be_is_one_sentence_and_makes_nothing(
    otklik: Terminal, shop: Path, telegram: ScriptedBotApi, words: list[str], named: str
) -> None:
    told = await link(otklik, shop, telegram.url, *words)
    assert told.code == 2
    assert named in told.sentence
    assert stored(shop) == []
    assert not {file.rpartition(".")[2] for file in os.listdir(shop)} & {"png", "svg", "new"}


@pytest.mark.parametrize("file", ["config.toml/wall.html", "gone/wall.html"])
async def test_a_file_that_cannot_be_written_is_named(
    otklik: Terminal, shop: Path, telegram: ScriptedBotApi, file: str
) -> None:
    told = await link(otklik, shop, telegram.url, "nps", "--print", file)
    assert told.code == 2
    assert told.err.startswith(f"{file}: ")


async def test_without_telegram_it_says_what_to_write_to_the_bot_and_draws_nothing(
    otklik: Terminal, shop: Path
) -> None:
    told = await link(otklik, shop, "http://127.0.0.1:1", "nps")
    assert told.code == 0
    assert re.search(r"/start l_[\w-]{22}", told.out)
    told = await link(otklik, shop, "http://127.0.0.1:1", "nps", "--qr", "code.png")
    assert told.code == 2
    assert "telegram.token" in told.sentence


def test_the_help_speaks_both_languages(otklik: Terminal, tmp_path: Path) -> None:
    assert "--print" in otklik(tmp_path, "link", "--help").out
    assert "Страница для печати" in otklik(tmp_path, "link", "--help", language="ru").out
