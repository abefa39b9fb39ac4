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

RUN: Final[set[str]] = set()
"""Ids of the vectors that a test asked for."""


def of_function(name: str) -> list[Any]:
    found = [vector for vector in VECTORS if vector["function"] == name]
    RUN.update(vector["id"] for vector in found)
    return [pytest.param(vector, id=vector["id"]) for vector in found]


def with_id(name: str) -> Vector:
    RUN.add(name)
    return next(vector for vector in VECTORS if vector["id"] == name)


def near(vector: Vector, expected: object) -> Any:
    return pytest.approx(expected, abs=vector["abs_tol"], rel=0)
