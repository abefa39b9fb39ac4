"""An object of Telegram's from content that pydantic refuses: what spoils it is left out, the rest is read.

Other servers leave fields out, newer ones add kinds of things. pydantic names each place that it refuses;
there a field is removed, or given the value that says nothing if its object cannot be without it, and the
whole is read again, a few times at most.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from aiogram import Bot
from aiogram.types import TelegramObject
from pydantic import ValidationError
from pydantic_core import ErrorDetails

T = TypeVar("T", bound=TelegramObject)

_ROUNDS: Final = 12
"""Each goes one level deeper or corrects the type of a value that says nothing."""
_NEVER_MADE_UP: Final = frozenset({"id", "file_id", "message_id", "type", "status", "user", "chat", "text"})
"""An object without these is none: with a value of ours it would be another's."""
_SAYS_NOTHING: Final[Mapping[str, Any]] = {
    "missing": False,  # taken for a number too; else the next round tells the type
    "string_type": "",
    "list_type": [],
    "datetime_type": 0,
}
_HIDDEN: Final = {"type": "hidden_user", "date": 0, "sender_user_name": ""}
_INSTEAD: Final[Mapping[str, Any]] = {"forward_origin": _HIDDEN}
"""What stands for something unreadable whose being there matters: a forwarded command is no command."""

_Place = tuple[Any, Any]
"""A dictionary with a key of it, or a list with an index."""
_Location = tuple[int | str, ...]
"""pydantic's way to a place: keys, indexes, and in between the names of a union's kinds."""


def validated(kind: type[T], content: Any, bot: Bot) -> T:
    """The content as an object of the kind, less what of it cannot be read; the content is changed.

    Raises ValidationError if what is required of the kind itself cannot be read.
    """
    made_up: dict[tuple[int, Any], Any] = {}
    for _ in range(_ROUNDS):
        try:
            return _strictly(kind, content, bot)
        except ValidationError as error:
            if not isinstance(content, dict):
                raise
            faults = _of_meant_kinds(_faults(error), content)
            unreadable = [place for one in faults if (place := _mend(one, content, made_up)) is not None]
            _leave_out(unreadable)
    return _without_faulty_fields(kind, content, bot)


def _without_faulty_fields(kind: type[T], content: dict[str, Any], bot: Bot) -> T:
    """Without whole fields, where leaving out parts of them did not help."""
    try:
        return _strictly(kind, content, bot)
    except ValidationError as error:
        for name in {fault["loc"][0] for fault in _faults(error) if fault["loc"]}:
            content.pop(str(name), None)
    return _strictly(kind, content, bot)


def _strictly(kind: type[T], content: Any, bot: Bot) -> T:
    return kind.model_validate(content, context={"bot": bot})


def _faults(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False, include_context=False, include_input=False)


def _of_meant_kinds(faults: list[ErrorDetails], content: dict[str, Any]) -> list[ErrorDetails]:
    """Without what the other kinds of a union say, whose mark the content does not bear."""
    marks = [fault["loc"] for fault in faults if fault["type"] == "literal_error"]
    others = [mark[:-1] for mark in marks if _names_a_kind(mark[:-1], content)]
    return [one for one in faults if not any(one["loc"][: len(other)] == other for other in others)] or faults


def _names_a_kind(location: _Location, content: dict[str, Any]) -> bool:
    """Whether the last step is no key of the content."""
    return bool(location) and [location[-1]] != [step for _, step in _way(location, content)][-1:]


def _mend(fault: ErrorDetails, content: dict[str, Any], made_up: dict[tuple[int, Any], Any]) -> _Place | None:
    """Give a required field a value that says nothing, or return the place that must be left out instead."""
    way = _way(fault["loc"], content)
    inner: Any
    name: Any
    if fault["type"] == "missing":
        inner, name = _at(way, content), fault["loc"][-1]
        can_be_made_up = isinstance(inner, dict) and name not in _NEVER_MADE_UP
    else:
        inner, name = way.pop() if way else (content, None)
        if (id(inner), name) not in made_up:
            return inner, name
        can_be_made_up = fault["type"] in _SAYS_NOTHING
    if not can_be_made_up:
        return way[-1] if way else None
    inner[name] = _SAYS_NOTHING[fault["type"]]
    made_up[id(inner), name] = inner  # which keeps it alive, and its id its own
    return None


def _way(location: _Location, content: dict[str, Any]) -> list[_Place]:
    """The places that a location leads over, as far as the content goes."""
    way: list[_Place] = []
    inner: Any = content
    for step in location:
        if _has(inner, step):
            way.append((inner, step))
            inner = inner[step]
    return way


def _at(way: list[_Place], content: dict[str, Any]) -> Any:
    """What stands at the end of a way."""
    if not way:
        return content
    container, key = way[-1]
    return container[key]


def _has(container: Any, key: Any) -> bool:
    if isinstance(container, dict):
        return key in container
    return isinstance(container, list) and isinstance(key, int) and 0 <= key < len(container)


def _leave_out(places: list[_Place]) -> None:
    """Of a list the last items first: each removal moves those behind it."""
    for container, key in sorted(places, key=lambda place: -place[1] if isinstance(place[1], int) else 0):
        instead = _INSTEAD.get(key)
        if not _has(container, key):
            continue
        if instead is None or container[key] == instead:
            del container[key]
        else:
            container[key] = dict(instead)
