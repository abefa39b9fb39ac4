"""A fresh copy of the tree, in which a recipe is followed and its tests are run.

What is made up for a recipe stands in a folder as it will stand in the tree. A file that ends in `.add` is
what is added to the file of that name: to a catalogue its import and its word, to a document a row of the
table with that heading, to any other file what stands at its end.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.recipes.recipe import ROOT, Recipe

_LEFT_OUT: Final = shutil.ignore_patterns(".*", "*.egg-info", "pictures", "benchmarks", "recipes")
_ADDED: Final = ".add"
_OWN_TESTS: Final = "tests/"
_LAST_WORD: Final = re.compile(r"(\b[A-Z_]+)(,?\s*\))")
_PYTEST: Final = (
    "-m",
    "pytest",
    "-q",
    "-x",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:hypothesispytest",
    "-k",
    "not postgresql",
)
_LINT_IMPORTS: Final = "from importlinter.cli import lint_imports_command; lint_imports_command()"


class Tree:
    def __init__(self, root: Path) -> None:
        self.root = Path(shutil.copytree(ROOT, root / "tree", ignore=_LEFT_OUT))

    def follow(self, recipe: Recipe, folder: Path, words: Mapping[str, str] | None = None) -> None:
        """Put in what is made up; it and the recipe must name the same files, beside tests."""
        made_up = {_place(file, folder): file for file in folder.rglob("*") if _is_made_up(file)}
        assert {place for place in made_up if not place.startswith(_OWN_TESTS)} == recipe.files
        assert len(recipe.files) == recipe.count
        for place, file in made_up.items():
            content = file.read_text(encoding="utf-8")
            for word, meant in (words or {}).items():
                content = content.replace(word, meant)
            self._put(self.root / place, content, is_addition=file.suffix == _ADDED)

    def passes(self, *tests: str) -> bool:
        """Whether these tests and the contracts of imports hold in the copy; what was said is printed."""
        return self._runs(*_PYTEST, *tests) and self._runs("-c", _LINT_IMPORTS)

    def _put(self, target: Path, content: str, *, is_addition: bool) -> None:
        assert target.exists() == is_addition, target
        if is_addition:
            content = _with(target, target.read_text(encoding="utf-8"), content)
        target.write_text(content, encoding="utf-8")

    def _runs(self, *command: str) -> bool:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
        )
        print(done.stdout, done.stderr)  # noqa: T201  # pytest shows it when the test fails
        return done.returncode == 0


def _place(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix().removesuffix(_ADDED)


def _is_made_up(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts


def _with(target: Path, content: str, addition: str) -> str:
    if target.name == "catalogue.py":
        return _with_word(content, addition)
    return _with_row(content, addition) if target.suffix == ".md" else content + addition


def _with_word(catalogue: str, imported: str) -> str:
    """With that import, and what it imports as the last word of the last list."""
    word = imported.rsplit(maxsplit=1)[-1]
    *_, last = _LAST_WORD.finditer(catalogue)
    listed = f"{catalogue[: last.end(1)]}, {word}{catalogue[last.end(1) :]}"
    return listed.replace("\nfrom ", f"\n{imported}from ", 1)


def _with_row(document: str, addition: str) -> str:
    """The heading of the table is the first line of what is added."""
    heading, row = addition.splitlines(keepends=True)
    before, found, after = document.partition(heading)
    assert found, heading
    rule, rows = after.split("\n", 1)
    return f"{before}{heading}{rule}\n{row}{rows}"
