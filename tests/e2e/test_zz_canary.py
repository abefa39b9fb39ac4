"""The last of these tests: what all lives of this session have written is searched once more."""

import re
from pathlib import Path

import pytest

from playground import Playground
from tests.e2e.conftest import Install
from tests.e2e.life import SECRET

SECRETS = re.compile(rf"\d{{8,10}}(:|%3A)[\w-]{{30,}}|/bot\d|{SECRET}|канаре|canary", re.IGNORECASE)


@pytest.fixture
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    base = tmp_path_factory.getbasetemp()
    # A worker of a parallel run has a folder beside those of the others.
    base = base.parent if base.name.startswith("popen-") else base
    return list(base.glob("**/life-*.log"))


async def test_the_canary_sings_when_it_has_to(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    await anna.start()
    await anna.sees("Hello")
    assert await life.stop() == 0
    for secret in (telegram.token, f"{telegram.url}/bot{telegram.token}/getMe", SECRET, anna.name):
        assert SECRETS.search(f"{life.words}{secret}\n")


def test_no_life_of_this_session_has_named_a_secret_or_a_customer(outputs: list[Path]) -> None:
    assert outputs
    told = [
        f"{output.parent.parent.name}/{output.name}: {line}"
        for output in outputs
        for line in output.read_text(encoding="utf-8", errors="replace").splitlines()
        if SECRETS.search(line)
    ]
    assert told == []
