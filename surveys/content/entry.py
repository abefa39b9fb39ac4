"""A file as it counts now, and a line in it by which an edited one is known again."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zlib import crc32

from surveys.base36 import base36
from surveys.content.kinds import ContentKind, ContentLayer

ContentKey = tuple[ContentKind, str]
"""What a file describes, and its name: the id of a survey, the language of texts."""

OFFERS: Final[ContentKey] = (ContentKind.OFFERS, "offers")
THEMES: Final[ContentKey] = (ContentKind.THEMES, "themes")

_MARK: Final = re.compile(r"\A\ufeff?#+ otklik: (\w+) ([\w-]+) (\d+)[^\n]*\n?")


@dataclass(frozen=True, slots=True)
class ContentEntry:
    """A survey, a journey, offers or texts as they count now."""

    kind: ContentKind
    name: str
    layer: ContentLayer
    content: str
    """The file, as whoever wrote it wrote it; empty where nobody has."""
    version: int = 0
    """How often it was changed from the chat."""
    is_on: bool = True
    is_usable: bool = True
    """Whether this program can use what the chat says; else what lies below counts."""
    below: str | None = None
    """The file that counts without the chat; None where there is none."""
    changed_by: int | None = None
    """Telegram's id of who changed it last in the chat; None where nobody did."""
    changed_at: datetime | None = None

    @property
    def key(self) -> ContentKey:
        return self.kind, self.name

    @property
    def code(self) -> str:
        """What a button carries in place of the name, which may be too long for it."""
        return base36(crc32(f"{self.kind}:{self.name}".encode()))


def place_of(key: ContentKey) -> Path:
    """What the file is called, as its faults tell their place."""
    return Path(f"{key[1]}{key[0].ending}")


@dataclass(frozen=True, slots=True)
class ContentMark:
    """What the first line of a file that we sent says of it."""

    kind: ContentKind
    name: str
    version: int


def marked(entry: ContentEntry, why: str) -> str:
    """The file under a line by which it is known again; `why` says what the line is for."""
    # Fluent takes the line and a comment right below it for one, but not with two signs more.
    sign = "###" if entry.kind is ContentKind.TEXTS else "#"
    return f"{sign} otklik: {entry.kind} {entry.name} {entry.version} · {why}\n{entry.content}"


def unmarked(content: str) -> tuple[ContentMark | None, str]:
    """The mark of a file, None without one, and the file below it."""
    found = _MARK.match(content)
    if found is None or found[1] not in tuple(ContentKind):
        return None, content
    mark = ContentMark(ContentKind(found[1]), found[2], int(found[3][:9]))
    return mark, content[found.end() :]
