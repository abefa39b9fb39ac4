"""`otklik demo` as a person starts it: a page, a conversation on it, a number that changes, Ctrl-C."""

import asyncio
import os
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from demo.people import MANAGER
from tests.demo.command import ctrl_c, showing

SOON_S = 20.0
GLANCE_S = 0.1


@dataclass(frozen=True, slots=True)
class Page:
    """The phones of a demo, as its page moves them."""

    url: str
    session: aiohttp.ClientSession

    async def post(self, address: str, **fields: object) -> dict[str, Any]:
        async with self.session.post(f"{self.url}/phone/{address}", json=fields) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def sees(self, person: int, text: str, after: int = 0) -> dict[str, Any]:
        """The newest message of the bot with this text that is younger than another."""
        for _ in range(int(SOON_S / GLANCE_S)):
            [shown] = [one["chat"]["messages"] for one in await self.people() if one["id"] == person]
            for message in reversed(shown):
                if message["from_bot"] and message["id"] > after and text in message["text"]:
                    return dict(message)
            await asyncio.sleep(GLANCE_S)
        raise AssertionError([message["text"] for message in shown])

    async def people(self) -> list[dict[str, Any]]:
        async with self.session.get(f"{self.url}/phone/state") as answer:
            return list((await answer.json())["people"])

    async def person(self, name: str) -> int:
        [found] = [one["id"] for one in await self.people() if one["name"] == name]
        return int(found)

    async def asks_for_nps(self, manager: int) -> int:
        """The manager says /nps: how many answers the last weeks have."""
        said = await self.post(f"{manager}/say", text="/nps 90d")
        report = await self.sees(manager, "📊 NPS", after=said["message"] or 0)
        [n] = re.findall(r"(\d+) (?:человек|people)", report["text"].splitlines()[1])
        return int(n)


async def test_a_nine_on_the_demos_page_changes_the_managers_number_and_the_next_demo_knows_it(
    tmp_path: Path,
) -> None:
    async with showing(tmp_path, "--fresh") as (url, process), aiohttp.ClientSession() as session:
        page = Page(url, session)
        manager = await page.person(MANAGER.ru)
        before = await page.asks_for_nps(manager)
        anna = (await page.post("people", name="Анна с улицы", language="ru"))["id"]
        await page.post(f"{anna}/start")
        await page.sees(anna, "Здравствуйте")
        await page.post(f"{anna}/say", text="/rate")
        question = await page.sees(anna, "порекомендуете")
        await page.post(f"{anna}/tap", message=question["id"], button="9")
        await page.sees(anna, "Ваша оценка: 9")
        assert before > 100
        assert await page.asks_for_nps(manager) == before + 1
        await ctrl_c(process)
    assert os.listdir(tmp_path) == [".demo"]
    async with showing(tmp_path) as (url, process), aiohttp.ClientSession() as session:
        page = Page(url, session)
        assert await page.asks_for_nps(await page.person(MANAGER.ru)) == before + 1
        await ctrl_c(process)


async def test_a_demo_of_a_version_that_nobody_knows_begins_anew(tmp_path: Path) -> None:
    folder = tmp_path / ".demo"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "otklik.db")) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        database.execute("INSERT INTO alembic_version VALUES ('0003')")
        database.commit()
    async with showing(tmp_path) as (url, process), aiohttp.ClientSession() as session:
        page = Page(url, session)
        assert await page.asks_for_nps(await page.person(MANAGER.ru)) > 100
        await ctrl_c(process)
