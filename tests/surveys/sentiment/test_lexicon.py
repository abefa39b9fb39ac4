"""Lexicon files as a marketer edits them."""

from pathlib import Path

import pytest

from surveys.sentiment.lexicon.analyzer import FieldAnalyzer
from surveys.sentiment.lexicon.entries import FaultyLexiconError, read
from tests.words import words_of

HEAD = 'negations = "не"\nnumbers = "два"\n'


def group(entries: str, polarity: float = 0.5) -> str:
    return f'[[groups]]\nabout = "проба"\npolarity = {polarity}\nentries = "{entries}"\n'


def analyzer(tmp_path: Path, entries: str) -> FieldAnalyzer:
    file = tmp_path / "ru.toml"
    file.write_text(HEAD + group(entries), encoding="utf-8")
    return FieldAnalyzer(read("ru", file))


@pytest.mark.parametrize(
    ("entry", "found", "missed"),
    [
        ("вкусный", "вкусного", "вкусняшка"),
        ("вкусн*", "вкусняшка", "вкус"),
        ("=дорого", "дорого", "дорога"),
        ("ждал/жду N час*", "жду два часа", "жду часами"),
        ("ждал N час*", "ждал 3 часа", "ждал много часов"),
        ("не … приехал", "не этот курьер приехал", "не знаю. приехал"),
        ("кое-как", "кое-как", "как кое"),
    ],
)
def test_an_entry_finds_what_it_says(tmp_path: Path, entry: str, found: str, missed: str) -> None:
    own = analyzer(tmp_path, entry)
    assert own.analyze(found).polarity == 0.5
    assert own.analyze(missed).polarity == 0


def test_the_longest_phrase_wins(tmp_path: Path) -> None:
    file = tmp_path / "ru.toml"
    file.write_text(HEAD + group("добрый") + group("добрый день", 0), encoding="utf-8")
    assert FieldAnalyzer(read("ru", file)).analyze("добрый день").polarity == 0


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (group("хорош") + group("хороший", -0.5), "хороший"),
        (group("аб*"), "проба: аб*"),
        (group("… ждал"), "проба: … ждал"),
        (group("хорош", 7), "groups.0.polarity"),
        (group("хорош").replace("about", "abuot"), "groups.0.abuot"),
        ("groups = [", "ru.toml"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, content: str, named: str) -> None:
    file = tmp_path / "ru.toml"
    file.write_text(HEAD + content, encoding="utf-8")
    with pytest.raises(FaultyLexiconError) as caught:
        read("ru", file)
    assert named in words_of(caught.value, "ru") + words_of(caught.value, "en")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultyLexiconError, match=r"none\.toml"):
        read("ru", tmp_path / "none.toml")
