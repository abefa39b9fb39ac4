"""JSON Schema of survey files, by which editors complete keys and mark mistakes.

`python -m surveys.catalogue.schema > docs/survey.schema.json` writes it anew.
"""

import ast
import inspect
import json
import sys
from collections.abc import Iterable, Iterator
from textwrap import dedent
from typing import Any, Final

from pydantic import BaseModel

from surveys.catalogue.remedies import MODELS
from surveys.questions.survey_file import SurveyFile

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of a survey file as JSON; what keys mean is told by the docstrings under them."""
    return schema_of(SurveyFile, MODELS, "Otklik survey")


def schema_of(file: type[BaseModel], models: Iterable[type[BaseModel]], title: str) -> dict[str, Any]:
    """The schema of files of that shape, whose tables are described by these models."""
    found = file.model_json_schema()
    shapes: dict[str, Any] = {file.__name__: found, **found["$defs"]}
    for model in models:
        if model.__name__ in shapes:
            for key, words in _meanings(model):
                shapes[model.__name__]["properties"][key]["description"] = words
    for shape in shapes.values():
        _without_titles(shape)
    return {"$schema": _DIALECT, **found, "title": title}


def as_json(described: dict[str, Any]) -> str:
    """A schema as the file in docs/ holds it."""
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def _meanings(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """The keys that a model and those above it describe, each with the string under it."""
    for one in reversed(model.__mro__):
        if not issubclass(one, BaseModel) or one is BaseModel:
            continue
        [body] = ast.parse(dedent(inspect.getsource(one))).body
        assert isinstance(body, ast.ClassDef)
        for key, words in zip(body.body, body.body[1:], strict=False):
            if not isinstance(key, ast.AnnAssign) or not isinstance(key.target, ast.Name):
                continue
            if isinstance(words, ast.Expr) and isinstance(words.value, ast.Constant):
                yield key.target.id, " ".join(str(words.value.value).split())


def _without_titles(shape: dict[str, Any]) -> None:
    """Titles that pydantic makes of names tell nobody anything."""
    shape.pop("title", None)
    for one in shape.get("properties", {}).values():
        one.pop("title", None)


if __name__ == "__main__":
    sys.stdout.write(as_json(schema()))
