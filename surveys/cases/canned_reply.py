"""Ready answers of the staff: how they are named and written, and what is filled in when one is sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from surveys.language.languages import Language

LONGEST_NAME: Final = 32
LONGEST_TEXT: Final = 2000
"""Both in characters."""
AT_MOST: Final = 100
"""Canned replies of a company."""
FIRST_NAME, CODE = "name", "code"
PLACEHOLDERS: Final[Mapping[str, str]] = {"name": FIRST_NAME, "имя": FIRST_NAME, "code": CODE, "код": CODE}
"""What stands in braces in a text, and what it is: the customer's first name, the code of the case."""

_PLACEHOLDER: Final = re.compile(r"\{\s*([^{}\n]*?)\s*\}")
_NAMELESS: Final = re.compile(r",?[ \t]*\{\s*(?:name|имя)\s*\}", re.IGNORECASE)
_ADD: Final = re.compile(r"add[ \t]+([^\n]+?)(?:[ \t]+(ru|en))?[ \t]*(?:\n(.*))?", re.DOTALL | re.IGNORECASE)
_DELETE: Final = re.compile(r"delete[ \t]+([^\n]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addition:
    """A canned reply as somebody writes it down."""

    name: str
    language: Language | None
    """None where they did not say which."""
    text: str | None
    """None where it stands in another message."""


def addition(said: str) -> Addition | None:
    """What follows `/t`, as `add name en` and a text in the next lines; None where it adds nothing."""
    found = _ADD.fullmatch(said.strip())
    if found is None:
        return None
    language = Language(found[2].lower()) if found[2] else None
    return Addition(name_of(found[1]), language, (found[3] or "").strip() or None)


def deletion(said: str) -> str | None:
    """The name that follows `/t`, as `delete name`; None where nothing is deleted."""
    found = _DELETE.fullmatch(said.strip())
    return name_of(found[1]) if found is not None else None


def name_of(said: str) -> str:
    """A name as it is stored: in small letters, with single spaces."""
    return " ".join(said.casefold().split())


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and is filled with nothing, in its order."""
    return [found for found in _PLACEHOLDER.findall(text) if found.casefold() not in PLACEHOLDERS]


def fill(text: str, first_name: str | None, code: str) -> str:
    """The text for a customer; where their name is not known it goes, with the comma before it."""
    if first_name is None:
        text = _NAMELESS.sub("", text)
    values = {FIRST_NAME: first_name or "", CODE: code}
    return _PLACEHOLDER.sub(lambda found: values[PLACEHOLDERS[found[1].casefold()]], text)
