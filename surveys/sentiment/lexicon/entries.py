"""A lexicon: words and phrases that colour a comment, from files for marketers (docs/sentiment.md)."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from surveys.errors import UserError
from surveys.language.text import Text
from surveys.questions.file_error import FileError
from surveys.sentiment.lexicon.tokens import name_of

GAP: Final = "…"
"""In a phrase: up to two words of any kind."""
ANY: Final = ""


_CONTRACTED: Final = re.compile(r"(?<=[a-z])n't\b")


@dataclass(frozen=True, slots=True)
class Entry:
    text: str
    elements: tuple[frozenset[str], ...]
    """The names that each place of the phrase accepts; a gap accepts none."""
    polarity: float
    """−1…1; 0 means that the phrase says nothing and is left out."""
    intensity: float
    """What the next entry's polarity is multiplied by, in place of its own being added; 1: no modifier."""

    @property
    def is_modifier(self) -> bool:
        return self.intensity != 1

    @property
    def is_silent(self) -> bool:
        return self.polarity == 0 and not self.is_modifier


@dataclass(frozen=True, slots=True)
class Lexicon:
    language: str
    entries: tuple[Entry, ...]
    negations: frozenset[str]
    passes: frozenset[str]
    """Small words that a negation reaches over."""
    contrasts: frozenset[str]
    """Words such as "but": what was said before the last of them weighs half."""
    numbers: frozenset[str]
    names: frozenset[str] = field(init=False)
    """Everything that some entry accepts."""
    by_opening: dict[tuple[str, str], list[Entry]] = field(init=False, default_factory=dict)
    """By the first two names, because a hundred phrases begin with "not"; ANY for a gap or nothing after."""

    def __post_init__(self) -> None:
        names = frozenset(name for entry in self.entries for element in entry.elements for name in element)
        object.__setattr__(self, "names", names)
        for entry in self.entries:
            first, *rest = entry.elements
            second = rest[0] if rest and rest[0] else frozenset({ANY})
            for opening in product(first, second):
                self.by_opening.setdefault(opening, []).append(entry)


class FaultyLexiconError(UserError):
    """Lexicon files that cannot be used."""

    def __init__(self, faults: Sequence[FileError]) -> None:
        super().__init__("\n".join(fault.render("en") for fault in faults))
        self.faults = tuple(faults)


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
        words("numbers"),
    )


def _file(path: Path, faults: list[FileError]) -> _File | None:
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError):
        faults.append(FileError(path, "", _UNREADABLE))
    except tomllib.TOMLDecodeError:
        faults.append(FileError(path, "", _NOT_TOML))
    except ValidationError as error:
        faults += [FileError(path, ".".join(map(str, each["loc"])), _WRONG_KEY) for each in error.errors()]
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
            faults.append(FileError(path, f"{group.about}: {text}", _WRONG_WORD))
            continue
        if not elements[0] or not elements[-1]:
            faults.append(FileError(path, f"{group.about}: {text}", _WRONG_GAP))
            continue
        yield Entry(text, elements, group.polarity, group.intensity)


def _element(place: str, language: str) -> frozenset[str]:
    return frozenset() if place == GAP else frozenset(name_of(word, language) for word in place.split("/"))


def _add(entry: Entry, entries: dict[str, Entry], path: Path, faults: list[FileError]) -> None:
    """Keyed by meaning, so that two forms of one word cannot say different things."""
    key = " ".join("/".join(sorted(element)) for element in entry.elements)
    known = entries.setdefault(key, entry)
    if (known.polarity, known.intensity) != (entry.polarity, entry.intensity):
        faults.append(FileError(path, entry.text, _told_apart(known)))


def _told_apart(known: Entry) -> Text:
    return Text(
        f"«{known.text}» уже есть в другой группе, с силой {known.polarity}: оставьте одно из двух",
        f"'{known.text}' is already in another group, with {known.polarity}: keep one of the two",
    )


_UNREADABLE: Final = Text(
    "файл не читается: проверьте путь, права доступа и кодировку UTF-8",
    "the file cannot be read: check the path, the permissions and that it is saved in UTF-8",
)
_NOT_TOML: Final = Text(
    "это не TOML: проверьте кавычки, скобки и знак =",
    "this is not TOML: check the quotes, the brackets and the = sign",
)
_WRONG_KEY: Final = Text(
    "у группы есть about, entries, polarity от -1 до 1 и, для усилителей, intensity от -1 до 2",
    "a group has about, entries, polarity from -1 to 1 and, for modifiers, intensity from -1 to 2",
)
_WRONG_WORD: Final = Text(
    "слова фразы разделяются пробелами, варианты – знаком /, а перед * нужны хотя бы три буквы",
    "the words of a phrase are parted by spaces, their variants by /, and * needs three letters before it",
)
_WRONG_GAP: Final = Text(
    "многоточие не может стоять первым или последним", "the gap … can be neither the first word nor the last"
)
