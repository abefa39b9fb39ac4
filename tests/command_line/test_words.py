"""The command line's own words, help and refusals among them, are in the language of the terminal."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.__main__ import cli
from bot.cli.command_texts import help_text_ids
from tests.command_line.terminal import Terminal
from texts.catalogue import terminal_texts

CLICKS_OWN = ("Usage", "Options", "Commands", "Show this", "Error:", "Try '", "Invalid", "No such", "Missing")


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))


@pytest.mark.parametrize("words", [(), *_commands(cli)], ids=" ".join)
def test_the_help_of_every_command_is_russian_in_a_russian_terminal(
    otklik: Terminal, tmp_path: Path, words: tuple[str, ...]
) -> None:
    said = otklik(tmp_path, *words, "--help", language="ru")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Как вызывать: otklik")
    assert [word for word in CLICKS_OWN if word in said.out] == []
    own = said.out.replace(" ".join(["otklik", *words]), "")
    assert not re.search("[A-Za-z][a-z]+ [a-z]+ [a-z]+|default", own)
    assert set(re.findall(r"\b[A-Z]{4,}\b", said.out)) <= {"SIGTERM", "XLSX"}
    english = otklik(tmp_path, *words, "--help")
    assert english.out.startswith("Usage: otklik")
    assert not re.search("[а-я]", english.out)


def test_every_command_and_option_has_words_in_both_languages() -> None:
    for text_id in help_text_ids(cli):
        for language in ("ru", "en"):
            assert terminal_texts().text(language, text_id), text_id


def test_the_help_names_the_document_that_says_what_json_holds(otklik: Terminal, tmp_path: Path) -> None:
    for language in ("ru", "en"):
        assert "docs/reference.md" in otklik(tmp_path, "report", "--help", language=language).out


@pytest.mark.parametrize(
    ("words", "russian", "english"),
    [
        (
            ("reprot",),
            "Команды reprot нет; возможно, имеется в виду report, export.",
            "no command reprot; perhaps report, export",
        ),
        (("полезное",), "Команды полезное нет.", "no command полезное."),
        (
            ("check", "--confg", "a"),
            "Ключа --confg нет; возможно, имеется в виду --config.",
            "--confg; perhaps",
        ),
        (
            ("report",),
            "Не хватает слова ОТЧЁТ: возможно только nps, complaints",
            "REPORT is missing: only nps, complaints",
        ),
        (("backup",), "Не хватает слова ФАЙЛ.", "FILE is missing."),
        (("poison", "show", "one"), "Значение НОМЕР не подходит: нужно целое число.", "NUMBER does not fit"),
        (
            ("--config", "a", "run"),
            "Ключ --config пишут после команды, например: otklik run --config",
            "--config comes after the command",
        ),
        (("report", "nps", "--from"), "После --from нужно значение.", "--from needs a value"),
        (("report", "nps", "--json=yes"), "После --json значение не нужно.", "--json takes no value"),
        (
            ("report", "nps", "--from", "2026-13-01"),
            "--from не подходит: нужен день, например 2026-10-31.",
            "2026-10-31",
        ),
        (
            ("report", "nps", "--by", "moon"),
            "--by не подходит: возможно только touchpoint",
            "only touchpoint",
        ),
        (("report", "canry"), "ОТЧЁТ не подходит: возможно только nps, complaints", "only nps, complaints"),
        (("invite", "boss"), "возможно только owner, manager, support", "only owner, manager, support"),
        (("why", "1", "2", "3"), "Лишние слова: 2 3.", "Too many words: 2 3."),
        (("demo", "--port", "many"), "--port не подходит: нужно целое число.", "a whole number"),
        (("report", "--config"), "После --config нужно значение.", "--config needs a value"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_understood_is_explained_in_the_language_of_the_terminal(
    otklik: Terminal, tmp_path: Path, words: tuple[str, ...], russian: str, english: str
) -> None:
    for language, sentence in (("ru", russian), ("en", english)):
        said = otklik(tmp_path, *words, language=language)
        assert (said.code, said.out) == (2, "")
        *_, last = said.err.splitlines()
        assert sentence in last
    russian_words = otklik(tmp_path, *words, language="ru").err
    assert [word for word in CLICKS_OWN if word in russian_words] == []
    assert len(russian_words.splitlines()) == 1 or "--help" in russian_words


def test_without_a_command_the_help_is_shown(otklik: Terminal, tmp_path: Path) -> None:
    said = otklik(tmp_path, language="ru")
    assert said.code == 2
    assert "Команды" in said.err
