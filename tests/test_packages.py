"""The lists of rooms that tools keep by hand name every room: one that is left out would pass unseen."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from bot.observability.logs import OWN
from bot.observability.redaction import place

ROOT = Path(__file__).parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOOLS: dict[str, Any] = PYPROJECT["tool"]
PACKAGES = {found.parent.name for found in ROOT.glob("*/__init__.py")}
ROOMS = PACKAGES - {"tests", "benchmarks"}
"""What a company installs."""


def test_there_are_rooms() -> None:
    assert {"bot", "handlers", "storage", "surveys", "playground"} < ROOMS


def test_the_wheel_holds_every_room_and_nothing_else() -> None:
    patterns = TOOLS["setuptools"]["packages"]["find"]["include"]
    assert {name for name in PACKAGES if any(fnmatch(name, pattern) for pattern in patterns)} == ROOMS
    assert {pattern.rstrip("*") for pattern in patterns} == ROOMS


def test_the_import_contracts_see_every_room() -> None:
    assert set(TOOLS["importlinter"]["root_packages"]) == ROOMS


def test_types_are_checked_everywhere() -> None:
    assert set(TOOLS["mypy"]["packages"]) == PACKAGES


def test_the_layers_name_every_room_but_the_playground() -> None:
    [layers] = [
        one["layers"] for one in TOOLS["importlinter"]["contracts"] if one["name"] == "Rooms point one way"
    ]
    assert {room.strip() for layer in layers for room in layer.split("|")} == ROOMS - {"playground"}


def test_the_log_knows_its_own_loggers() -> None:
    assert PACKAGES - {"tests"} | {"__main__"} == OWN


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_source_file_is_logged_as_its_import_names_it(room: str) -> None:
    deepest = max((ROOT / room).rglob("*.py"), key=lambda file: len(file.parts))
    assert place(str(deepest)) == deepest.relative_to(ROOT).as_posix()
