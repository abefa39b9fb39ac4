"""The JSON that crosses the wire, and UTF-16 lengths, in which Telegram counts text."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias, Union

Json: TypeAlias = Union[bool, int, float, str, Sequence["Json"], Mapping[str, "Json"], None]  # noqa: UP007  # a name in quotes takes no |
JsonObject: TypeAlias = Mapping[str, Json]


dumps = json.JSONEncoder(separators=(",", ":")).encode


def without_none(**fields: Json) -> dict[str, Json]:
    """Telegram leaves absent fields out instead of sending null."""
    return {name: value for name, value in fields.items() if value is not None}


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers; offset and length in UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")
