"""Who of the staff is meant: by a mention, a reply to their message, their name, or a button."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from aiogram.types import Message

from handlers.shared import keyboards
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from handlers.support import staff_notes
from storage.people import staff
from storage.people.names import names_of
from storage.people.usernames import usernames_of
from texts.quoting import inline

_ID: Final = re.compile(r"[0-9]{1,16}")
_SHOWN: Final = 40
_A_ROW: Final = 2
_TAIL: Final = 3


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the staff."""

    telegram_id: int
    name: str | None
    """None where they never told it."""
    label: str
    """The name; without one that they are an owner, and the end of their Telegram id."""
    username: str | None = None
    """Their @name without its sign; None where it is not known."""


async def colleagues(ctx: UpdateContext) -> list[Colleague]:
    """Everybody of the staff, those enrolled longest first, owners of the configuration behind them."""
    enrolled = [one.telegram_id for one in await ctx.run(staff.members)]
    ids = list(dict.fromkeys([*enrolled, *sorted(ctx.app.owner_ids)]))
    names, usernames = await ctx.run(names_of, ids), await ctx.run(usernames_of, ids)
    return [
        Colleague(one, names.get(one), _label(ctx, one, names.get(one)), usernames.get(one)) for one in ids
    ]


async def label_of(ctx: UpdateContext, telegram_id: int) -> str:
    """What somebody of the staff is called; the Telegram id of anybody else."""
    labels = {one.telegram_id: one.label for one in await colleagues(ctx)}
    return labels.get(telegram_id, str(telegram_id))


def addressed(message: Message, words: str, among: Sequence[Colleague]) -> int | None:
    """The Telegram id of whom a command names, whoever that is; None where nobody is found.

    Words are a name, the first part of one, or an @name, that only one of them has; without words it is
    whoever wrote the message that the command replies to.
    """
    for entity in message.entities or ():
        if entity.user is not None:
            return entity.user.id
    wanted = words.strip().lstrip("@").casefold()
    if wanted:
        return _only(one.telegram_id for one in among if wanted in _spellings(one))
    replied = staff_notes.replied_to(message)
    person = replied.from_user if replied is not None and replied.sender_chat is None else None
    return person.id if person is not None and not person.is_bot else None


def id_in(data: str) -> int | None:
    """The Telegram id in the data of a button; None for what no button of ours has."""
    return int(data) if _ID.fullmatch(data) else None


def choice(among: Iterable[Colleague], data: Callable[[int], str], *further: dict[str, str]) -> Keyboard:
    """A button for each of them, and the further ones below."""
    found = [keyboards.button(one.label, data(one.telegram_id)) for one in islice(among, _SHOWN)]
    rows = [found[start : start + _A_ROW] for start in range(0, len(found), _A_ROW)]
    return Keyboard.of([*rows, *([one] for one in further)])


def _label(ctx: UpdateContext, telegram_id: int, name: str | None) -> str:
    """Only owners of the configuration need not have told their name: everybody else was enrolled with it."""
    unnamed = ctx.app.texts.text(ctx.app.language, "colleague-unnamed", tail=str(telegram_id)[-_TAIL:])
    return inline(name, otherwise=unnamed)


def _spellings(one: Colleague) -> set[str]:
    name = (one.name or "").casefold()
    return {name, *name.split()[:1], (one.username or "").casefold()} - {""}


def _only(found: Iterable[int]) -> int | None:
    ids = list(found)
    return ids[0] if len(ids) == 1 else None
