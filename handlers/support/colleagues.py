"""Who of the staff is meant: by a mention, a reply to their message, their name, or a button."""

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
from texts.quoting import inline

_SHOWN: Final = 40
_A_ROW: Final = 2


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the staff."""

    telegram_id: int
    name: str | None
    """None where they never told it."""


async def colleagues(ctx: UpdateContext) -> list[Colleague]:
    """Everybody of the staff, those enrolled longest first, owners of the configuration behind them."""
    enrolled = [one.telegram_id for one in await ctx.run(staff.members)]
    ids = list(dict.fromkeys([*enrolled, *sorted(ctx.app.owner_ids)]))
    names = await ctx.run(names_of, ids)
    return [Colleague(one, names.get(one)) for one in ids]


def addressed(message: Message, words: str, among: Sequence[Colleague]) -> int | None:
    """The Telegram id of whom a command names, whoever that is; None where nobody is found.

    Words are a name, or the first part of one that only one of them has; without words it is whoever wrote
    the message that the command replies to.
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


def choice(among: Iterable[Colleague], data: Callable[[int], str], *further: dict[str, str]) -> Keyboard:
    """A button for each of them, and the further ones below."""
    labelled = ((inline(one.name, otherwise=str(one.telegram_id)), one.telegram_id) for one in among)
    found = [keyboards.button(label, data(one)) for label, one in islice(labelled, _SHOWN)]
    rows = [found[start : start + _A_ROW] for start in range(0, len(found), _A_ROW)]
    return Keyboard.of([*rows, *([one] for one in further)])


def _spellings(one: Colleague) -> set[str]:
    name = (one.name or "").casefold()
    return {name, *name.split()[:1]} - {""}


def _only(found: Iterable[int]) -> int | None:
    ids = list(found)
    return ids[0] if len(ids) == 1 else None
