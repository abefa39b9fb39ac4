"""Words with what their entities hid or meant written out: they are carried as plain text.

An address behind a word stands behind it, lines of a quotation begin with a mark, what was crossed out stays
crossed out. All else, such as bold, code or a mention without a name, says what can be read of it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from aiogram.types import MessageEntity

_QUOTATIONS: Final = ("blockquote", "expandable_blockquote")
_QUOTED: Final = "> "
_CROSSED_OUT: Final = "~~"
_UNIT: Final = 2
"""Bytes of a UTF-16 unit, in which Telegram counts."""
_LINE_END: Final = b"\n\x00"


def written_out(text: str, entities: Sequence[MessageEntity] | None) -> str:
    """The text for somebody who sees no entities; one that covers no part of the text says nothing."""
    if not entities:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    marks: dict[int, str] = {}
    for at, _, mark in sorted(found for entity in entities for found in _marks_of(entity, units)):
        marks[at] = marks.get(at, "") + mark
    parts, done = list[str](), 0
    for at, mark in marks.items():
        parts += [_text(units[done:at]), mark]
        done = at
    return "".join([*parts, _text(units[done:])])


def as_quotation(text: str) -> str:
    """Words of somebody else, each line with a mark before it."""
    return "\n".join(f"{_QUOTED}{line}" for line in text.splitlines())


_Mark = tuple[int, tuple[bool, int], str]
"""Where it stands, in bytes; its turn among those of one place: inner ones end first; what is added."""


def _marks_of(entity: MessageEntity, units: bytes) -> Iterator[_Mark]:
    first, last = entity.offset * _UNIT, (entity.offset + entity.length) * _UNIT
    if not 0 <= first < last <= len(units) or not (_is_border(units, first) and _is_border(units, last)):
        return
    ends, begins = (False, -first), (True, -last)
    if entity.type == "text_link" and entity.url and _bare(entity.url) != _bare(_text(units[first:last])):
        yield last, ends, f" ({entity.url})"
    elif entity.type == "strikethrough":
        yield first, begins, _CROSSED_OUT
        yield last, ends, _CROSSED_OUT
    elif entity.type in _QUOTATIONS:
        yield first, begins, _QUOTED
        for at in range(first + _UNIT, last, _UNIT):
            if units[at - _UNIT : at] == _LINE_END:
                yield at, begins, _QUOTED


def _is_border(units: bytes, at: int) -> bool:
    """Whether no character stands on both sides: those beyond the first plane take two units."""
    return not units[at + 1 : at + 2] or units[at + 1] & 0xFC != 0xDC


def _bare(address: str) -> str:
    """An address as people write it: what is read the same way is the same."""
    return address.casefold().removeprefix("https://").removeprefix("http://").rstrip("/")


def _text(units: bytes) -> str:
    return units.decode("utf-16-le", "surrogatepass")
