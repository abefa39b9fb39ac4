"""Plausible values for every field of aiogram's methods, made from their annotations."""

import inspect
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, FSInputFile, InputFile
from pydantic import BaseModel
from typing_extensions import TypeAliasType

DEEPEST = 2
MOST = 11

SIMPLE: dict[Any, list[Any]] = {
    bool: [True, False],
    int: [7, -1_001_234_567_890, 0],
    float: [1.5, 0.0],
    str: ['Слово & <b>"x"</b> \\ \n😀', "", "0"],
    datetime: [datetime(2026, 11, 1, 12, 30, 15, 600_000, UTC)],
    timedelta: [timedelta(minutes=5)],
    InputFile: [
        BufferedInputFile(b"\x00\xff first", 'отчёт "1".bin'),
        FSInputFile(Path(__file__), "source.py"),
        BufferedInputFile(b"third", ""),
    ],
}


def methods() -> list[type[TelegramMethod[Any]]]:
    """Every method of the Bot API that aiogram knows."""
    found = [getattr(aiogram.methods, name) for name in aiogram.methods.__all__]
    return [
        kind
        for kind in found
        if inspect.isclass(kind) and issubclass(kind, TelegramMethod) and kind is not TelegramMethod
    ]


@cache
def instances(kind: type[BaseModel], depth: int = 0) -> list[Any]:
    """As many as it takes for every field to have each of its values once, up to a dozen."""
    values = {
        name: found
        for name, field in kind.model_fields.items()
        if (found := of(field.annotation, depth + 1)) and (depth < DEEPEST or field.is_required())
    }
    if any(field.is_required() and name not in values for name, field in kind.model_fields.items()):
        return []  # too deep
    most = max((len(found) for found in values.values()), default=1)
    wanted = min(most, MOST if depth == 0 else 3)
    return [
        kind(**{name: found[number % len(found)] for name, found in values.items()})
        for number in range(wanted)
    ]


def of(annotation: Any, depth: int) -> list[Any]:  # noqa: PLR0911  # one line a kind of annotation
    origin, args = get_origin(annotation), get_args(annotation)
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    if annotation in (NoneType, Default, Any):
        return []
    if isinstance(annotation, TypeAliasType):  # rich text: words, or pieces that hold rich text themselves
        return of(annotation.__value__, depth + 1) if depth < DEEPEST else SIMPLE[str]
    if annotation == "RichTextUnion":
        return SIMPLE[str]
    if origin is Annotated:
        return of(args[0], depth)
    if origin in (Union, UnionType):
        return [value for arg in args for value in of(arg, depth)]
    if origin is Literal:
        return list(args)
    if origin is list:
        return [of(args[0], depth)[:4], []]
    if inspect.isclass(annotation) and issubclass(annotation, Enum):
        return list(annotation)
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return instances(annotation, depth) if depth <= DEEPEST + 1 else []
    raise TypeError(f"no example of {annotation}")
