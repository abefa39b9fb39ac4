"""What buttons say that mean the same in every survey: usual_buttons.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from surveys.language.text import Text

_FILE: Final = Path(__file__).with_suffix(".toml")


def label(button: str) -> Text:
    """What the button of that id says; raises KeyError for one that the file does not name."""
    return _labels()[button]


@cache
def _labels() -> Mapping[str, Text]:
    found = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {button: Text(words["ru"], words["en"]) for button, words in found.items()}
