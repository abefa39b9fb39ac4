"""`otklik …` as a person types it, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line.terminal import ROOT, Said, Terminal, environment


class _Forks:
    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._files = folder / "out", folder / "err"

    def __call__(self, folder: Path, *arguments: str, language: str = "en", **variables: str) -> Said:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        files = {"OUT": str(self._files[0]), "ERR": str(self._files[1])}
        order = {
            "folder": str(folder),
            "arguments": arguments,
            "env": environment(language, **variables) | files,
        }
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        out, err = (file.read_text(encoding="utf-8") for file in self._files)
        assert "Traceback" not in out + err
        assert "canary" not in out + err
        return Said(code, out, err)


@pytest.fixture(scope="session")
def otklik(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """Runs a command to its end. No traceback and no secret may show, whatever happens."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.command_line.forks"],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield _Forks(process, tmp_path_factory.mktemp("said"))
        process.communicate(timeout=30)
