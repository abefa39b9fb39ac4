"""A TOML file of a company: read, or every fault of it told with a remedy."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from surveys.catalogue.remedies import KEYS, faults_of
from surveys.language.interface_text import InterfaceText
from surveys.questions.file_error import FileError

Built = TypeVar("Built")
Remedy = tuple[str, InterfaceText]
"""The dotted key and what to do about it."""
Build = Callable[[Mapping[str, object]], tuple[Built, list[Remedy]]]

_LINE: Final = re.compile(r"at line (\d+)")


def read(file: Path, build: Build[Built], keys: Sequence[str] = KEYS) -> tuple[Built | None, list[FileError]]:
    """What a file says, None where it cannot be read; and its faults.

    A key that is none of its own is held against `keys`.
    """
    try:
        source = file.read_text(encoding="utf-8-sig")
    except OSError:
        return None, [FileError(file, "", InterfaceText("file-unreadable"))]
    except UnicodeDecodeError:
        return None, [FileError(file, "", InterfaceText("file-not-utf8"))]
    return parse(source, file, build, keys)


def parse(
    source: str, file: Path, build: Build[Built], keys: Sequence[str] = KEYS
) -> tuple[Built | None, list[FileError]]:
    """What the text of a file says, as `read` tells it; `file` is the place of its faults."""
    content: Mapping[str, object] = {}
    try:
        content = tomllib.loads(source)
        built, found = build(content)
    except ValidationError as error:
        return None, [FileError(file, key, remedy) for key, remedy in faults_of(error, content, keys)]
    except RecursionError:
        return None, [FileError(file, "", InterfaceText("file-too-deep"))]
    except ValueError as error:  # also a number with thousands of digits, for which TOML has no error
        return None, [FileError(file, _line(source, error), InterfaceText("file-not-toml"))]
    return built, [FileError(file, key, remedy) for key, remedy in found]


def _line(source: str, error: ValueError) -> str:
    found = _LINE.search(str(error))
    last = source.count("\n") + 1
    return f"line {found[1] if found else last}"
