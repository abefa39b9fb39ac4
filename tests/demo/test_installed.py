"""Installed as a package and started from elsewhere, nothing that the source tree holds is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.command import ctrl_c, showing
from tests.e2e.life import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that a wheel of this tree holds."""
    tree, target = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("installed")
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in tracked.stdout.splitlines():
        if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/pictures/")):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    subprocess.run([*pip, "--target", str(target), str(tree)], check=True, capture_output=True, timeout=100)
    return target


def test_what_is_installed_finds_its_files(installed: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.touch(0o600)
    config.write_text('[telegram]\ntoken = "42:canary-secret-of-an-installed-bot-000000000"\n')
    said = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed), "LC_ALL": "en_US.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == "Everything is in order.\n"


async def test_the_demo_starts_from_what_is_installed(installed: Path, tmp_path: Path) -> None:
    async with showing(tmp_path, "--fresh", source=installed) as (_, process):
        await ctrl_c(process)
