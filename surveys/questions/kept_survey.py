"""A survey read back from what was kept of it, so that conversations finish on the version they began."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from surveys.questions.kinds.catalogue import KINDS
from surveys.questions.question import QuestionKind
from surveys.questions.survey import Survey

_KINDS: Final = {kind.name: kind for kind in KINDS}


def read(kept: Mapping[str, object]) -> Survey | None:
    """The survey of a definition; None for one that this program cannot read, such as a later one's."""
    try:
        survey = _read(Survey, kept)
    except (KeyError, TypeError, ValueError):
        return None
    return survey if isinstance(survey, Survey) else None


def _read(kind: Any, kept: Any) -> Any:
    """The value of a type that JSON holds: see `definition`, whose inverse this is."""
    if get_origin(kind) in (Union, UnionType):
        return None if kept is None else _read_one_of(get_args(kind), kept)
    if get_origin(kind) in (tuple, frozenset):
        of = get_args(kind)[0]
        return get_origin(kind)(_read(of, one) for one in kept)
    if kind is timedelta:
        return timedelta(seconds=kept)
    if kind is QuestionKind:
        return _KINDS[kept]
    if is_dataclass(kind) and isinstance(kind, type):
        shapes = _shapes(kind)
        return kind(**{name: _read(shapes[name], value) for name, value in kept.items()})
    return kind(kept) if isinstance(kind, type) and issubclass(kind, Enum) else kept


def _read_one_of(kinds: tuple[Any, ...], kept: Any) -> Any:
    """Of a choice of types there is one that is not plain, or none."""
    plain = (int, str, bool, type(None))
    return _read(next((kind for kind in kinds if kind not in plain), None), kept)


@cache
def _shapes(kind: type) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
