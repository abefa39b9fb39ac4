"""The callback data of a survey button: `s:<conversation>:<question>:<option>`, at most 64 bytes."""

import re
from dataclasses import dataclass
from typing import Final

from surveys.base36 import base36

MAX_BYTES: Final = 64
MAX_CONVERSATION: Final = 2**63 - 1
ID: Final = re.compile(r"[a-z0-9_-]+")

_OPTION: Final = r"[A-Za-z0-9_-]+"  # Codes of reasons are in capitals.
_DATA: Final = re.compile(rf"s:([0-9a-z]{{1,13}}):({ID.pattern}):({_OPTION})")


@dataclass(frozen=True, slots=True)
class Callback:
    """What a survey button stands for."""

    conversation: int
    question: str
    option: str


def pack(conversation: int, question: str, option: str) -> str:
    """The callback data of one button; raises ValueError for a negative conversation."""
    return prefix(conversation, question) + option


def prefix(conversation: int, question: str) -> str:
    """What the callback data of all buttons of one question begin with."""
    return f"s:{base36(conversation)}:{question}:"


def unpack(data: str) -> Callback | None:
    """The survey button that the data stand for; None for data of another form or with too high a number."""
    found = _DATA.fullmatch(data)
    if found is None or (conversation := int(found[1], 36)) > MAX_CONVERSATION:
        return None
    return Callback(conversation, found[2], found[3])


def longest(question: str, option: str) -> int:
    """Bytes of a button's callback data in the conversation with the highest possible number."""
    return len(pack(MAX_CONVERSATION, question, option).encode())
