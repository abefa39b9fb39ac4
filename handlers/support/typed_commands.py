"""Commands as staff type them: the case that one is about, and words that only look like one."""

import re
from dataclasses import dataclass
from typing import Final

from aiogram.types import Message

from handlers.cases import case_lookup, case_places
from handlers.shared import menus
from handlers.shared.filters import is_addressed
from handlers.shared.update_context import UpdateContext
from handlers.support import staff_notes
from storage.cases import cases
from storage.rows import Case

_NUMBERED: Final = re.compile(r"#?([0-9]{1,9})(?:\s+(.*))?", re.DOTALL)
_RUSSIAN_KEYS: Final = str.maketrans("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфывапролдячсмить")
_IN_RUSSIAN: Final = frozenset(f".{one.translate(_RUSSIAN_KEYS)}" for one in menus.SUPPORT)
"""What these become on a keyboard that is set to Russian, where the key of the slash writes a dot."""
_WRONG_SLASHES: Final = re.compile(r"\\|\.\.(?!\.)|/")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a command is about."""

    case: Case
    words: str
    """What stands behind the command, without the case's number."""
    is_here: bool
    """Whether the case is that of the place where the command was written."""


def is_command(message: Message) -> bool:
    """Whether somebody's own words begin as a command does, and are no note."""
    text = message.text or ""
    return text.startswith("/") and not staff_notes.is_note(message) and message.forward_origin is None


def is_command_to_us(message: Message, username: str) -> bool:
    """Whether it is a command that names no other bot."""
    return is_command(message) and is_addressed(message, username)


def is_mistyped(message: Message) -> bool:
    """Whether words look like a command or a note with a slip, which no customer should read.

    That is a command's name and nothing else, a backslash or two dots in the place of slashes, a command that
    was typed on a keyboard set to Russian, or one that Telegram takes for none: under a picture, or behind
    what is not seen.
    """
    said = staff_notes.visible(message).strip().casefold()
    word = said.split(maxsplit=1)[0] if said else ""
    return said in menus.SUPPORT or word in _IN_RUSSIAN or _WRONG_SLASHES.match(said) is not None


def stays_inside(message: Message) -> bool:
    """Whether words are between colleagues, as a note is, or were meant for us."""
    is_note = staff_notes.is_note(message) or staff_notes.contains_note(message)
    return is_note or is_command(message) or is_mistyped(message)


async def subject_of(ctx: UpdateContext, message: Message, args: str | None) -> Subject | str:
    """What the command is about: a case named by number, that of the message replied to, or the topic's.

    Otherwise the id of the text that says why it is about none.
    """
    here = await case_lookup.case_here(ctx, message)
    if (found := _NUMBERED.fullmatch((args or "").strip())) is not None:
        case, words = await ctx.run(cases.numbered, int(found[1])), found[2] or ""
    else:
        case, words = await _case_replied_to(ctx, message) or here, args or ""
        if case is None:
            return "support-no-case"
    return Subject(case, words, here is not None and here.id == case.id) if case else "case-unknown"


async def _case_replied_to(ctx: UpdateContext, message: Message) -> Case | None:
    replied = staff_notes.replied_to(message)
    if replied is None:
        return None
    name = await ctx.run(cases.place_at, message.chat.id, None, replied.message_id)
    number = case_places.number_about(name)
    return None if number is None else await ctx.run(cases.numbered, number)
