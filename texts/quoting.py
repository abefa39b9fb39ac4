"""What people wrote, as data: it reaches the reader readable and does nothing there.

Sent without a parse mode, so markup is plain characters; but Telegram itself still looks for mentions,
commands and its own links in every text, and bidirectional controls would turn our words around together
with theirs.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

MESSAGE_LIMIT: Final = 4096
"""How long the text of a message may be, in UTF-16 units, as Telegram counts."""
CAPTION_LIMIT: Final = 1024
"""How long the caption of a file may be, in UTF-16 units."""
TOPIC_LIMIT: Final = 128
"""How long the name of a topic may be, in UTF-16 units."""

_JOINER: Final = "\u2060"
_MENTION: Final = re.compile(r"(?<!\w)@(?=\w)")
_COMMAND: Final = re.compile(r"(?<![\w/<>])/(?=[A-Za-z0-9_])")
# What else Telegram makes tappable by itself: addresses, hashtags and cashtags.
_ADDRESS: Final = re.compile(r"(?<=\w)(?=\.\w)|(?<=@)(?=\w)|(?<=:)(?=//)|(?<=[#$])(?=\w)")
_OWN_LINK: Final = re.compile(r"\b(tg|ton|tonsite):(?=//)", re.IGNORECASE)
_FIRST_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_TURNS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks, embeddings, overrides and isolates: what a text needs of them its letters say themselves."""
_INVISIBLE: Final = frozenset("\u115f\u1160\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0")
_STAYS: Final = frozenset("\n\t")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_BREAKS: Final = (re.compile(r"\n(?=[^\n]*$)"), re.compile(r"\s(?=\S*$)"))

_INNER_QUOTES: Final = str.maketrans("«»", "„“")


def quoted(text: str) -> str:
    """The same words, in which nobody is mentioned and no command or link of Telegram's own can be tapped."""
    kept = "".join(character for character in text if _is_harmless(character))
    kept = _MENTION.sub(f"@{_JOINER}", kept)
    kept = _COMMAND.sub(f"/{_JOINER}", kept)
    return _OWN_LINK.sub(rf"\1:{_JOINER}", kept).strip()


def unquoted(text: str) -> str:
    """Quoted words without what keeps mentions, commands and links from being tapped."""
    return text.replace(_JOINER, "")


def inline(text: str | None, limit: int = 64, *, otherwise: str = "–") -> str:
    """A name or the like for a line of ours, in at most `limit` UTF-16 units and two isolating marks.

    Nothing of it can be tapped. `otherwise` stands for it when nothing of it can be seen.
    """
    line = " ".join(quoted(text or "").split())
    if not line.strip("".join(_INVISIBLE)):
        return otherwise
    shown = shortened(_ADDRESS.sub(_JOINER, line), limit)
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in shown):
        return f"{_FIRST_ISOLATE}{shown}{_END_ISOLATE}"
    return shown


def inner_quotes(name: str) -> str:
    """A name with quotation marks for use within others: «Кофейня „Зерно и Ко“»."""
    return name.translate(_INNER_QUOTES)


def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` UTF-16 units, with an ellipsis where something is left out."""
    return text if length(text) <= limit else f"{text[: _border(text, limit - 1)].rstrip()}…"


def pieces(text: str, limit: int = MESSAGE_LIMIT) -> Iterator[str]:
    """The text in messages of at most `limit` UTF-16 units, broken between lines or words where possible."""
    rest = text
    while length(rest) > limit:
        border = _border(rest, limit)
        at = next((found.start() for broken in _BREAKS if (found := _late(broken, rest[:border]))), border)
        yield rest[:at].rstrip()
        rest = rest[at:].lstrip()
    if rest:
        yield rest


def length(text: str) -> int:
    """Length of the text in UTF-16 units, as Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def _is_harmless(character: str) -> bool:
    return character in _STAYS or (
        character not in _TURNS and unicodedata.category(character) not in ("Cc", "Cs")
    )


def _late(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """A break in the second half, as an early one would make many small messages; None without one."""
    found = pattern.search(text, len(text) // 2)
    return found if found and text[: found.start()].strip() else None


def _border(text: str, limit: int) -> int:
    """How many characters from the start fit, without tearing one that is made of several."""
    units = count = 0
    for character in text:
        units += 2 if character > "\uffff" else 1
        if units > limit:
            break
        count += 1
    border = count
    while 0 < border < len(text) and _belongs_together(text, border):
        border -= 1
    return border or count


def _belongs_together(text: str, at: int) -> bool:
    """An accent, skin or variant belongs to what stands before it; joined emoji and flags to each other."""
    before, after = text[at - 1], text[at]
    if after == "\u200d" or before == "\u200d" or unicodedata.category(after) in ("Mn", "Mc", "Me"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    if _is_flag_half(after):
        first = at
        while first > 0 and _is_flag_half(text[first - 1]):
            first -= 1
        return (at - first) % 2 == 1
    return False


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
