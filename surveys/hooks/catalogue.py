"""All hooks: the built-in files, and a company's own that replace them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from surveys.hooks.hook import Hook

BUILT_IN: Final = Path(__file__).parent / "files"


@cache
def hooks(directory: Path | None = None) -> Mapping[str, Hook]:
    """Hooks by name, which is that of their file."""
    folders = [BUILT_IN, *([directory] if directory else [])]
    files = [file for folder in folders for file in sorted(folder.glob("*.toml"))]
    return {file.stem: _read(file) for file in files}


def _read(file: Path) -> Hook:
    content = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    return Hook.model_validate({"name": file.stem, **content})


HOOKS: Final = hooks()
