"""All hooks: the built-in files, and a company's own that replace them."""

import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Final

from surveys.catalogue.file_reading import Remedy, read
from surveys.catalogue.remedies import keys_of
from surveys.hooks.hook import PARTS, Hook
from surveys.language.interface_text import InterfaceText
from surveys.questions.file_error import FileError, FileErrors

BUILT_IN: Final = Path(__file__).parent / "files"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_RESERVED: Final = "api"
"""What comes by no hook is stored under this name."""
_KEYS: Final = keys_of(PARTS)


class HookFileErrors(FileErrors):
    """Hook files that cannot be used."""


def load(directory: Path | None = None) -> Mapping[str, Hook]:
    """The built-in hooks and those of the directory, by the names of their files.

    A company's own replaces the built-in one of the same name. Raises HookFileErrors with every fault found.
    """
    own, faults = _read_all(directory) if directory else ({}, [])
    if faults:
        raise HookFileErrors(faults)
    return {**built_in(), **own}


@cache
def built_in() -> Mapping[str, Hook]:
    """The hooks that come with the program. Raises HookFileErrors."""
    found, faults = _read_all(BUILT_IN)
    if faults:
        raise HookFileErrors(faults)
    return found


def check(directory: Path) -> list[FileError]:
    """Every fault of the files of a directory; empty where there is none."""
    return _read_all(directory)[1]


def _read_all(directory: Path) -> tuple[dict[str, Hook], list[FileError]]:
    found: dict[str, Hook] = {}
    faults: list[FileError] = []
    for file in sorted(directory.glob("*.toml")):
        if not _NAME.fullmatch(file.stem) or file.stem == _RESERVED:
            faults.append(FileError(file, "", InterfaceText("hook-bad-name")))
            continue
        hook, wrong = read(file, partial(_hook, file.stem), _KEYS)
        faults += wrong
        if hook is not None:
            found[file.stem] = hook
    return found, faults


def _hook(name: str, content: Mapping[str, object]) -> tuple[Hook, list[Remedy]]:
    return Hook.model_validate({**content, "name": name}), []
