"""A fresh copy of the tree, in which a recipe is followed and its tests are run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
_LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "docs")


class Tree:
    def __init__(self, root: Path) -> None:
        self.root = Path(shutil.copytree(ROOT, root / "tree", ignore=_LEFT_OUT))

    def add(self, file: Path, place: str) -> None:
        """A file of the recipe, where it belongs."""
        assert not (self.root / place).exists()
        shutil.copyfile(file, self.root / place)

    def append(self, name: str, file: Path) -> None:
        """To the one file of that name, wherever it is."""
        [known] = self.root.rglob(name)
        known.write_text(
            known.read_text(encoding="utf-8") + file.read_text(encoding="utf-8"), encoding="utf-8"
        )

    def replace(self, place: str, old: str, new: str) -> None:
        file = self.root / place
        content = file.read_text(encoding="utf-8")
        assert content.count(old) == 1
        file.write_text(content.replace(old, new), encoding="utf-8")

    def passes(self, *command: str) -> bool:
        """Whether Python, called like this, ends well in the copy; what it said is printed."""
        env = {**os.environ, "PYTHONPATH": str(self.root)}
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.root,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        print(done.stdout, done.stderr)  # noqa: T201  # pytest shows it when the test fails
        return done.returncode == 0
