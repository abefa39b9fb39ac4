"""A Chromium per session and a page of its own for every test."""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import aiohttp
import pytest

from playground import Group, Person, Playground
from playground.nursery import Nursery
from tests.browser.bot import ScriptedBot
from tests.browser.chrome import NAMES, Chrome, Tab, installed

REQUIRED = "OTKLIK_REQUIRE_BROWSER"


@pytest.fixture(scope="session")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    program = installed()
    if program is None:
        reason = f"no browser on the PATH (looked for {', '.join(NAMES)}): the page is not driven"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    running = Chrome(program, tmp_path_factory.mktemp("chrome"))
    yield running
    running.stop()


@pytest.fixture
async def tab(chrome: Chrome) -> AsyncIterator[Tab]:
    """Any complaint of the console fails the test."""
    async with Tab(chrome.address) as page:
        yield page
        await page.close_page()
        assert page.errors == []


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(limits=False, seed=7) as playground:
        yield playground


@pytest.fixture
async def bot(telegram: Playground) -> AsyncIterator[ScriptedBot]:
    nursery = Nursery()
    async with aiohttp.ClientSession() as session:
        scripted = ScriptedBot(telegram, session)
        nursery.start(scripted.run())
        yield scripted
        await nursery.close()


@dataclass(frozen=True, slots=True)
class Cast:
    anna: Person
    emma: Person
    oleg: Person
    vera: Person
    boris: Person
    group: Group


@pytest.fixture
def cast(telegram: Playground, bot: ScriptedBot) -> Cast:
    """Two customers, a forum with two of the staff, a manager; everybody has met the bot."""
    anna, emma, oleg, vera, boris = (
        telegram.person(name, language="en", started=True)
        for name in ("Anna", "Emma", "Oleg", "Vera", "Boris")
    )
    group = telegram.group("Sunflower support", forum=True, members=[oleg, vera])
    telegram.stage(customers=[anna, emma], groups=[group], staff=[oleg, vera], managers=[boris])
    bot.support = group.id
    return Cast(anna, emma, oleg, vera, boris, group)


@pytest.fixture
async def page(tab: Tab, telegram: Playground, cast: Cast) -> Tab:
    await tab.open(f"{telegram.url}/?lang=en")
    await tab.sees("[data-phone=manager]")
    return tab
