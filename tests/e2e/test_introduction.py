"""`otklik run` says which bot serves, where, and who owns it; where nobody does, how to become the owner."""

import re

import pytest

from playground import Playground
from storage.people import staff
from tests.e2e.conftest import Install
from tests.e2e.ledger import read

LINK = re.compile(r"https://t\.me/otklik_playground_bot\?start=(inv_[\w-]+)")


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_first_start_prints_a_link_that_makes_an_owner(
    install: Install, telegram: Playground, tmp_path: object, language: str
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    spoken = {"LANG": f"{language}.UTF-8", "LC_ALL": f"{language}.UTF-8"}
    life = await otklik.serve(settings=spoken)
    await life.says("@otklik_playground_bot")
    words = "Владельца ещё нет" if language == "ru" else "Nobody owns"
    await life.says(words)
    await life.says("SQLite")
    [token] = LINK.findall(life.words)
    owner = telegram.person("Канарейкин", language="ru")
    await owner.say(f"/start {token}")
    await owner.sees("")
    assert await life.stop() == 0
    members = await read(otklik.url, staff.members)
    assert [member.telegram_id for member in members] == [owner.id]

    again = await otklik.serve(settings=spoken)
    await again.says(str(owner.id))
    assert LINK.findall(again.words) == []


async def test_a_configured_owner_needs_no_link(
    install: Install, telegram: Playground, tmp_path: object
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db", owners=[77])
    life = await otklik.serve(settings={"LC_ALL": "en.UTF-8"})
    await life.says("77")
    assert LINK.findall(life.words) == []
