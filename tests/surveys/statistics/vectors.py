"""Published and agreed values that the numbers reproduce, each to its own tolerance."""

import json
from pathlib import Path
from typing import Any, Final, cast

import pytest

Vector = dict[str, Any]

VECTORS: Final = cast(
    "list[Vector]",
    json.loads((Path(__file__).parents[2] / "vectors.json").read_text(encoding="utf-8"))["vectors"],
)


def of_function(name: str) -> list[Any]:
    return [pytest.param(vector, id=vector["id"]) for vector in VECTORS if vector["function"] == name]


def near(vector: Vector, expected: object) -> Any:
    return pytest.approx(expected, abs=vector["abs_tol"], rel=0)
