"""bot.deferred_models rests on how aiogram and pydantic are made: here they say so when they change."""

import json
import subprocess
import sys
from typing import Any

import pytest

SCHEMAS = (sys.executable, "-m", "tests.bot.aiogram_schemas")


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    return printed_by(*SCHEMAS)


@pytest.fixture(scope="module")
def deferred() -> dict[str, Any]:
    return printed_by(*SCHEMAS, "deferred")


def printed_by(*command: str) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return printed


def test_aiogram_is_imported_without_building_a_single_model(
    plain: dict[str, Any], deferred: dict[str, Any]
) -> None:
    assert len(plain["built_at_import"]) > 500
    assert deferred["built_at_import"] == [], (
        "aiogram no longer builds its models by calling model_rebuild at the end of its import"
    )


def test_each_model_built_at_its_first_use_is_the_one_that_a_plain_import_builds(
    plain: dict[str, Any], deferred: dict[str, Any]
) -> None:
    assert plain["schemas"].keys() == deferred["schemas"].keys()
    differing = [name for name, schema in plain["schemas"].items() if schema != deferred["schemas"].get(name)]
    assert differing == [], "aiogram no longer passes the names that its models need to model_rebuild"


def test_other_models_are_built_at_once_again_after_the_import() -> None:
    code = (
        "from pydantic import BaseModel; from bot.deferred_models import import_aiogram; import_aiogram();"
        "own = type('Own', (BaseModel,), {'__module__': '__main__'}); print(own.__pydantic_complete__)"
    )
    done = subprocess.run((sys.executable, "-c", code), stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == "True\n"
