"""Who only reads needs no key of the bot; what is missing is called missing."""

import asyncio
from pathlib import Path

import pytest

from playground import Playground
from tests.command_line.terminal import Terminal

READING = (
    ("report", "nps"),
    ("report", "churn", "--json"),
    ("totals",),
    ("campaigns",),
    ("totals", "--rebuild"),
    ("migrate",),
)


def _write(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")


@pytest.mark.parametrize("words", READING, ids=" ".join)
@pytest.mark.parametrize(
    "telegram",
    ['token = ""', "", 'token = "no token at all"', 'token_file = "/nowhere/that/we/may/read"'],
    ids=["the example's", "none", "a wrong one", "another's file"],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_only_reads_the_database_needs_no_token(
    otklik: Terminal, tmp_path: Path, database_url: str, words: tuple[str, ...], telegram: str
) -> None:
    _write(tmp_path / "config.toml", f'[telegram]\n{telegram}\n[database]\nurl = "{database_url}"\n')
    said = otklik(tmp_path, *words, TELEGRAM__TOKEN="")
    assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_why_and_invite_need_no_token_either(otklik: Terminal, tmp_path: Path, database_url: str) -> None:
    where = {"TELEGRAM__TOKEN": "", "DATABASE__URL": database_url}
    assert "no such customer" in otklik(tmp_path, "why", "404", **where).sentence
    said = otklik(tmp_path, "invite", "owner", **where)
    assert (said.code, said.err) == (0, "")
    assert "/start inv_" in said.out


@pytest.mark.parametrize(
    "words", [("run",), ("check",), ("report", "nps"), ("migrate",), ("invite", "owner")]
)
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ru", "config.toml: такого файла нет; скопируйте в него config.example.toml"),
        ("en", "config.toml: there is no such file; copy config.example.toml to it"),
    ],
)
def test_a_configuration_that_is_missing_is_called_missing(
    otklik: Terminal, tmp_path: Path, words: tuple[str, ...], language: str, sentence: str
) -> None:
    said = otklik(tmp_path, *words, language=language, TELEGRAM__TOKEN="")
    assert said.code == 2
    assert sentence in said.sentence
    assert list(tmp_path.iterdir()) == []


def test_variables_in_place_of_a_file_are_enough(otklik: Terminal, tmp_path: Path) -> None:
    said = otklik(tmp_path, "migrate", TELEGRAM__TOKEN="", DATABASE__URL=f"sqlite:///{tmp_path}/otklik.db")
    assert (said.code, said.err) == (0, "")


def test_a_file_without_a_token_is_not_called_missing(otklik: Terminal, tmp_path: Path) -> None:
    _write(tmp_path / "config.toml", '[telegram]\ntoken = ""\n')
    said = otklik(tmp_path, "run", language="ru", TELEGRAM__TOKEN="")
    assert said.code == 2
    assert "нет telegram.token" in said.sentence


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("language", "words"), [("ru", "войдёт в команду (роль: владелец)"), ("en", "joins the team as an owner")]
)
async def test_an_invitation_is_a_whole_link_and_says_what_to_do_with_it(
    otklik: Terminal, tmp_path: Path, database_url: str, language: str, words: str
) -> None:
    async with Playground(limits=False) as telegram:
        where = {
            "DATABASE__URL": database_url,
            "TELEGRAM__TOKEN": telegram.token,
            "TELEGRAM__API_URL": telegram.url,
        }
        said = await asyncio.to_thread(otklik, tmp_path, "invite", "owner", language=language, **where)
    link, explanation = said.out.splitlines()
    assert link.startswith("https://t.me/otklik_playground_bot?start=inv_")
    assert words in explanation
