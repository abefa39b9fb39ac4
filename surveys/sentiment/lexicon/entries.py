"""A lexicon: words and phrases that colour a comment, from files for marketers (docs/sentiment.md)."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from surveys.language.interface_text import InterfaceText
from surveys.questions.file_error import FileError, FileErrors
from surveys.sentiment.lexicon.tokens import BREAK, name_of
from surveys.sentiment.polarity import NEUTRAL_BELOW

GAP: Final = "…"
"""Stands in a phrase for up to two words of any kind."""
ANY: Final = ""
FAINT_WEIGHT: Final = 0.1
"""Weight of an entry fainter than NEUTRAL_BELOW: ":)" and "ok" are habits; they sort and decide nothing."""


_CONTRACTED: Final = re.compile(r"(?<=[a-z])n't\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase of a lexicon, and what it adds to a comment."""

    text: str
    elements: tuple[frozenset[str], ...]
    """The names that each place of the phrase accepts; a gap accepts none."""
    polarity: float
    """Which way it leans, −1…1; 0 in an entry that is no modifier says nothing and is left out."""
    intensity: float
    """What the next entry's polarity is multiplied by, in place of its own being added; 1: no modifier."""

    @property
    def named(self) -> int:
        """How many of its places name a word."""
        return sum(bool(element) for element in self.elements)

    @property
    def is_modifier(self) -> bool:
        """Whether it strengthens, weakens or turns the entry after it."""
        return self.intensity != 1

    @property
    def weight(self) -> float:
        """Weight of the entry in the mean, 0…1: none for a modifier, little for a faint word or a face."""
        if not self.polarity:
            return 0.0
        return FAINT_WEIGHT if abs(self.polarity) < NEUTRAL_BELOW else 1.0

    @property
    def is_silent(self) -> bool:
        """Whether it says nothing and is left out of the comment."""
        return self.polarity == 0 and not self.is_modifier


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries of one language and its small words."""

    language: str
    entries: tuple[Entry, ...]
    negations: frozenset[str]
    passes: frozenset[str]
    """Small words that a negation reaches over."""
    contrasts: frozenset[str]
    """Words such as "but": what was said before the last of them weighs half."""
    requests: frozenset[str]
    """Words such as "подскажите": their sentence asks, as one that ends in "?" does."""
    inquiries: frozenset[str]
    """Turns such as "можно ли" and "can I": a question with one of them asks for information."""
    thanks: frozenset[str]
    """Words of thanks: a sentence of these alone after one that asks is courtesy, not praise."""
    numbers: frozenset[str]
    stops_of_praise: frozenset[str] = field(init=False)
    """What no gap of a phrase of praise reaches over: punctuation and the negations."""
    names: frozenset[str] = field(init=False)
    """Everything that some entry accepts."""
    by_opening: dict[tuple[str, str], list[Entry]] = field(init=False, default_factory=dict)
    """Entries by their first two names, as a hundred begin with "not"; ANY for a gap or nothing after."""

    def __post_init__(self) -> None:
        names = frozenset(name for entry in self.entries for element in entry.elements for name in element)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "stops_of_praise", self.negations | {BREAK})
        for entry in self.entries:
            first, *rest = entry.elements
            second = rest[0] if rest and rest[0] else frozenset({ANY})
            for opening in product(first, second):
                self.by_opening.setdefault(opening, []).append(entry)


class FaultyLexiconError(FileErrors):
    """Lexicon files that cannot be used, with every fault found."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Group(_Part):
    about: str
    entries: str
    polarity: Annotated[float, Field(ge=-1, le=1)] = 0
    intensity: Annotated[float, Field(ge=-1, le=2)] = 1


class _File(_Part):
    negations: str = ""
    passes: str = ""
    contrasts: str = ""
    requests: str = ""
    inquiries: str = ""
    thanks: str = ""
    numbers: str = ""
    groups: list[_Group]


def read(language: str, *paths: Path) -> Lexicon:
    """The files of one language as one lexicon; raises FaultyLexiconError with every fault found."""
    faults: list[FileError] = []
    files = {path: file for path in paths if (file := _file(path, faults))}
    entries: dict[str, Entry] = {}
    for path, file in files.items():
        for group in file.groups:
            for entry in _entries(group, language, path, faults):
                _add(entry, entries, path, faults)
    if faults:
        raise FaultyLexiconError(faults)

    def words(key: str) -> frozenset[str]:
        return frozenset(word for file in files.values() for word in _split(getattr(file, key)))

    return Lexicon(
        language,
        tuple(entries.values()),
        words("negations"),
        words("passes"),
        words("contrasts"),
        words("requests"),
        words("inquiries"),
        words("thanks"),
        words("numbers"),
    )


def _file(path: Path, faults: list[FileError]) -> _File | None:
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError):
        faults.append(FileError(path, "", InterfaceText("lexicon-unreadable")))
    except tomllib.TOMLDecodeError:
        faults.append(FileError(path, "", InterfaceText("lexicon-not-toml")))
    except ValidationError as error:
        faults += [
            FileError(path, ".".join(map(str, each["loc"])), InterfaceText("lexicon-wrong-key"))
            for each in error.errors()
        ]
    return None


def _split(entries: str) -> Iterator[str]:
    for entry in entries.replace("\n", ",").split(","):
        if entry.strip():
            yield " ".join(_CONTRACTED.sub(r" \g<0>", entry.replace("-", " ")).split())


def _entries(group: _Group, language: str, path: Path, faults: list[FileError]) -> Iterator[Entry]:
    for text in _split(group.entries):
        try:
            elements = tuple(_element(place, language) for place in text.split())
        except ValueError:
            faults.append(FileError(path, f"{group.about}: {text}", InterfaceText("lexicon-wrong-word")))
            continue
        if not elements[0] or not elements[-1]:
            faults.append(FileError(path, f"{group.about}: {text}", InterfaceText("lexicon-wrong-gap")))
            continue
        yield Entry(text, elements, group.polarity, group.intensity)


def _element(place: str, language: str) -> frozenset[str]:
    return frozenset() if place == GAP else frozenset(name_of(word, language) for word in place.split("/"))


def _add(entry: Entry, entries: dict[str, Entry], path: Path, faults: list[FileError]) -> None:
    """Add an entry under its meaning, so that two forms of one word cannot say different things."""
    key = " ".join("/".join(sorted(element)) for element in entry.elements)
    known = entries.setdefault(key, entry)
    if (known.polarity, known.intensity) != (entry.polarity, entry.intensity):
        apart = InterfaceText("lexicon-told-apart", entry=known.text, polarity=known.polarity)
        faults.append(FileError(path, entry.text, apart))
