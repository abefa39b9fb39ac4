"""What a request of another system says, and paths into it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, Final
from urllib.parse import parse_qsl

_KEYS: Final = re.compile(r"\[([^\]]*)\]")
_DEEPEST: Final = 12
_FILTER: Final = re.compile(r"\[([^=\]]+)=([^\]]*)\]")
_DOT: Final = re.compile(r"\.(?![^\[]*\])")


@dataclass(frozen=True, slots=True)
class HookPayload:
    """The parts of a request. A path such as `billing.phone` leads into the thing looked at: first the body.

    `header:NAME` and `query:NAME` lead elsewhere, `body:PATH` to the whole body; `phones.0` is the first of
    a list, `fields.[code=PHONE].value` that one of a list whose `code` says PHONE.
    """

    thing: Any
    headers: Mapping[str, str]
    """By names in small letters."""
    query: Mapping[str, str]
    body: Any = None

    def find(self, path: str) -> Any:
        """What stands there; None where nothing does."""
        place, mark, name = path.partition(":")
        if mark and place == "header":
            return self.headers.get(name.casefold())
        if mark and place == "query":
            return self.query.get(name)
        if mark and place == "body":
            return _find(self.body, name)
        return _find(self.thing, path)

    def text(self, path: str) -> str | None:
        """What stands there as text; None where nothing does, or more than a value."""
        found = self.find(path)
        if isinstance(found, bool):
            return str(found).lower()
        return str(found).strip() or None if isinstance(found, str | int | float) else None

    def matches(self, path: str, patterns: Iterable[str]) -> bool:
        """Whether what stands there fits one of the patterns, and none of those with `!` before them."""
        text = self.text(path) or ""
        wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
        unwanted = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
        if any(fnmatchcase(text, pattern) for pattern in unwanted):
            return False
        return not wanted or (bool(text) and any(fnmatchcase(text, pattern) for pattern in wanted))

    def each(self, path: str | None) -> Iterator["HookPayload"]:
        """The things of a list, with the same request around them; itself without a path."""
        if path is None:
            yield self
            return
        for thing in _things(self.find(path)):
            yield replace(self, thing=thing)


def from_form(text: str) -> dict[str, Any]:
    """A form as nested tables: `a[b][0]=c` is {"a": {"b": {"0": "c"}}}.

    Raises ValueError for too many fields.
    """
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, max_num_fields=5000):
        first = name.partition("[")[0]
        keys = [first, *_KEYS.findall(name)][:_DEEPEST]
        table = found
        for key in keys[:-1]:
            inner = table.setdefault(key, {})
            if not isinstance(inner, dict):
                inner = table[key] = {}
            table = inner
        table[keys[-1] or str(len(table))] = value
    return found


def _find(value: Any, path: str) -> Any:
    for step in _DOT.split(path) if path else ():
        value = _step(value, step)
    return value


def _step(value: Any, step: str) -> Any:
    if filtered := _FILTER.fullmatch(step):
        name, wanted = filtered.groups()
        fitting = (one for one in _things(value) if str(_find(one, name)) == wanted)
        return next(fitting, None)
    if isinstance(value, list):
        return value[int(step)] if step.isdecimal() and int(step) < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


def _things(value: Any) -> list[Any]:
    """A list, or a table that a form made of one."""
    if isinstance(value, dict) and all(key.isdecimal() for key in value):
        return list(value.values())
    return value if isinstance(value, list) else []
