"""Names are the field's words: the glossary's, and a short list of standard nouns beside it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from snowballstemmer import stemmer

ROOT = Path(__file__).parents[1]
PRODUCTION = ("bot", "demo", "handlers", "reports", "texts", "storage", "surveys")
NAMED_BY_THE_FIELD = ("bot", "handlers", "reports")
MOST = 150
GRAMMAR = frozenset(
    ["alone", "in", "late", "low", "new", "not", "only", "open", "out", "set", "to", "unknown", "why"]
)
"""Words that are no nouns, such as in `NotSent`, `new case` or the command `/why`."""

GONE = frozenset(
    [
        "house",
        "premises",
        "furnish",
        "furnished",
        "refurnishes",
        "visit",
        "desk",
        "letter",
        "pace",
        "lookout",
        "presence",
        "rounds",
        "pulse",
        "pulses",
        "beat",
        "seat",
        "errand",
        "errands",
        "story",
        "stories",
        "spot",
        "spots",
        "toning",
        "mood",
        "tone",
        "heavy",
        "spawned",
        "settling",
        "hearing",
        "keeping",
        "casework",
        "outside",
        "elsewhere",
        "here",
        "telling",
        "showing",
        "relaying",
        "carrying",
        "answering",
        "asking",
        "wording",
        "lettering",
        "sheet",
        "told",
        "bonus",
        "sayable",
        "succeeded",
        "successor",
        "pen",
        "prologue",
        "strip",
        "hands",
        "office",
        "letterbox",
        "zygote",
        "storm",
    ]
)
"""Words of a language of its own that this program once spoke. They stay away."""


@cache
def _stem(word: str) -> str:
    return str(stemmer("english").stemWord(word))


def _words(name: str) -> list[str]:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).casefold().split("_")
    return [word for word in words if word and word not in GRAMMAR]


def _trees(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    for room in rooms:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield file, ast.parse(file.read_text(encoding="utf-8"))


def _names(*rooms: str) -> Iterator[tuple[str, str]]:
    """Files and public classes, each with where it stands."""
    for file, tree in _trees(*rooms):
        where = file.relative_to(ROOT).as_posix()
        if not file.stem.startswith("__"):
            yield file.stem, where
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, where


def _vocabulary() -> list[str]:
    return (ROOT / "tests" / "vocabulary.txt").read_text(encoding="utf-8").split()


def _glossary() -> dict[str, str]:
    """Each word of the glossary, and its row."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z][^|]*) \|(.*)$", text, re.MULTILINE)
    return {word.strip(): row for word, row in rows if word.strip() != "word"}


def test_the_list_of_nouns_is_short_sorted_and_each_is_used() -> None:
    listed = _vocabulary()
    assert len(listed) <= MOST
    assert listed == sorted(set(listed))
    used = {_stem(word) for name, _ in _names(*NAMED_BY_THE_FIELD) for word in _words(name)}
    assert [word for word in listed if _stem(word) not in used] == []


def test_files_and_classes_are_named_in_the_fields_words() -> None:
    known = {_stem(word) for word in _vocabulary()}
    known |= {_stem(word) for phrase in _glossary() for word in re.split(r"[ -]", phrase)}
    unknown = {
        (word, where)
        for name, where in _names(*NAMED_BY_THE_FIELD)
        for word in _words(name)
        if _stem(word) not in known
    }
    assert sorted(unknown) == []


def test_no_class_of_production_code_bears_the_name_of_another() -> None:
    seen: dict[str, str] = {}
    twice = []
    for file, tree in _trees(*PRODUCTION):
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                where = file.relative_to(ROOT).as_posix()
                if not node.name.startswith("_") and node.name in seen:
                    twice.append((node.name, seen[node.name], where))
                seen[node.name] = where
    assert twice == []


def test_words_that_only_this_program_knew_are_gone() -> None:
    left = {(name, where) for name, where in _names(*PRODUCTION) if GONE & set(_words(name))}
    left |= {
        (node.name, file.name)
        for file, tree in _trees(*PRODUCTION)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.lstrip("_") in GONE
    }
    left |= {
        (node.arg, file.name)
        for file, tree in _trees(*PRODUCTION)
        for node in ast.walk(tree)
        if isinstance(node, ast.arg) and node.arg in GONE
    }
    assert sorted(left) == []


def test_the_glossary_explains_only_words_that_are_used() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8").casefold()
        for room in PRODUCTION
        for file in (ROOT / room).rglob("*.py")
    )
    stems = {_stem(word) for word in re.findall(r"[a-z]+", code)}
    unused = [
        phrase
        for phrase in _glossary()
        if not all(_stem(word) in stems for word in re.split(r"[ -]", phrase))
    ]
    assert unused == []
