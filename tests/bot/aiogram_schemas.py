"""Prints what pydantic made of each of aiogram's models, in a process of its own: python -m … [deferred]."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.deferred_models import import_aiogram

_IDENTITY = re.compile(r" at 0x\w+|:\d{6,}")


def models() -> Iterator[type[BaseModel]]:
    from aiogram import methods, types
    from aiogram.methods.base import Request, Response

    named = [getattr(module, name) for module in (types, methods) for name in module.__all__]
    yield from (found for found in named if isinstance(found, type) and issubclass(found, BaseModel))
    yield from (Request, Response)


def schema_of(model: type[BaseModel]) -> Any:
    """Its own level: a model within it is named only, for each is compared once."""
    with suppress(ValidationError, TypeError):  # an abstract one has its type error once it is built
        model.model_validate({})  # its first use
    if not model.__pydantic_complete__:
        raise SystemExit(f"{model.__name__} was not built by its first use")
    schema: dict[str, Any] = dict(model.__pydantic_core_schema__)
    defined = {one["ref"]: one for one in schema.get("definitions", ())}
    if defined:
        schema = schema["schema"]
        schema = defined.get(schema.get("schema_ref"), schema)
    return {key: _plain(value, defined) for key, value in schema.items() if key != "ref"}


def _plain(value: Any, defined: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return _plain_schema(value, defined)
    if isinstance(value, list | tuple):
        return [_plain(inner, defined) for inner in value]
    return value if value is None or isinstance(value, int | float) else _IDENTITY.sub("", repr(value))


def _plain_schema(schema: dict[str, Any], defined: dict[str, Any]) -> Any:
    if schema.get("type") == "definition-ref":
        ref = schema["schema_ref"]
        if ref not in defined:  # it refers to itself
            return _plain(ref, defined)
        return _plain(defined[ref], {name: one for name, one in defined.items() if name != ref})
    if schema.get("type") == "model":
        return _plain(schema["cls"], defined)
    return {key: _plain(inner, defined) for key, inner in schema.items() if key != "ref"}


def main(*, deferred: bool) -> None:
    if deferred:
        import_aiogram()
    every = list(models())
    built_at_import = [model.__name__ for model in every if model.__pydantic_complete__]
    schemas = {f"{model.__module__}.{model.__qualname__}": schema_of(model) for model in every}
    json.dump({"built_at_import": built_at_import, "schemas": schemas}, sys.stdout)


if __name__ == "__main__":
    main(deferred=sys.argv[1:] == ["deferred"])
