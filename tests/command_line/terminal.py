"""What a person at a terminal gives and gets."""

import os
from pathlib import Path
from typing import NamedTuple, Protocol

ROOT = Path(__file__).parents[2]
TOKEN = "987654321:AAF-canary0token1canary2token3canary"


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """All that was said, which is one line of complaint."""
        assert self.out == ""
        [line] = self.err.splitlines()
        return line


class Terminal(Protocol):
    def __call__(self, folder: Path, *arguments: str, language: str = "en", **variables: str) -> Said: ...


def environment(language: str = "en", **variables: str) -> dict[str, str]:
    """Nothing of the person who runs the tests but the PATH."""
    given = {f"OTKLIK_{name}": value for name, value in variables.items()}
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "LANG": f"{language}.UTF-8",
        "OTKLIK_TELEGRAM__TOKEN": TOKEN,
    } | given
