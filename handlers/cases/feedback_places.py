"""Names of the places where staff read what customers said outside cases: a reply there answers them."""

import re
from datetime import date
from typing import Final, NamedTuple

from surveys.base36 import base36

_ENTRY: Final = re.compile(r"inbox:(-?\d+):([0-9a-z]+)-([0-9a-z]+):")
_REPLY: Final = re.compile(r"inbox:reply:(\d+)$")
_LIST: Final = re.compile(r"inbox:-?\d+:list:([0-9a-z]+)")


class EntryRange(NamedTuple):
    """What a customer wrote in one go: the ids of the first and the last entry."""

    first: int
    last: int


def entry_place(chat_id: int, shown: EntryRange, unique: int) -> str:
    """The place of a message that shows entries of one customer."""
    return f"inbox:{chat_id}:{base36(shown.first)}-{base36(shown.last)}:{base36(unique)}"


def list_place(chat_id: int, unique: int) -> str:
    """The place of a message that lists entries of several customers."""
    return f"inbox:{chat_id}:list:{base36(unique)}"


def stream_topic(chat_id: int) -> str:
    """The place of the topic of a group in which what customers say outside cases is shown as it comes."""
    return f"stream:{chat_id}"


def daily_list(chat_id: int, day: date) -> str:
    """What tells that a group without topics has had its list of that day."""
    return f"daily:{chat_id}:{day}"


def reply_place(message_id: int) -> str:
    """The place of what somebody of the staff wrote in reply, by the id under which it is stored."""
    return f"inbox:reply:{message_id}"


def stored_in(name: str) -> int | None:
    """The id under which a reply is stored, by the place where it was written; None for any other place."""
    found = _REPLY.match(name)
    return int(found[1]) if found else None


def range_in(chat_id: int) -> tuple[str, str]:
    """First and last name of the places of that chat."""
    return f"inbox:{chat_id}:", f"inbox:{chat_id}:{'z' * 16}"


def entries_at(name: str | None) -> EntryRange | None:
    """The entries that are shown at a place; None for a place of anything else."""
    found = _ENTRY.match(name or "")
    return EntryRange(int(found[2], 36), int(found[3], 36)) if found else None


def number_of_list(name: str | None) -> int | None:
    """What tells a place that lists entries from others, as it was given; None for any other place."""
    found = _LIST.match(name or "")
    return int(found[1], 36) if found else None


def is_list(name: str | None) -> bool:
    """Whether a place lists entries of several customers."""
    return _LIST.match(name or "") is not None
