"""The recipes of CONTRIBUTING.md: what it takes to add something, as the document lists it."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_DOCUMENT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_LISTED = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
_COUNTED = re.compile(r"^Files: (\d+)\b", re.MULTILINE)


@dataclass(frozen=True)
class Recipe:
    count: int
    """How many files it says it takes."""
    files: frozenset[str]
    """Those of its table."""


def recipe(title: str, **names: str) -> Recipe:
    """The recipe under that heading; each `<word>` in its paths stands for the name given for that word."""
    _, found, rest = _DOCUMENT.partition(f"\n### {title}\n")
    assert found, f"CONTRIBUTING.md has no recipe '{title}'"
    section = re.split(r"^##", rest, maxsplit=1, flags=re.MULTILINE)[0]
    [count] = _COUNTED.findall(section)
    return Recipe(int(count), frozenset(_named(path, names) for path in _LISTED.findall(section)))


def titles() -> list[str]:
    """The headings of all recipes."""
    _, _, recipes = _DOCUMENT.partition("\n## Recipes\n")
    return re.findall(r"^### (.+)$", recipes, re.MULTILINE)


def _named(path: str, names: dict[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda word: names[word[1]], path)
