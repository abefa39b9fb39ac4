"""What staff write among themselves in a case: notes, and replies to what never left the group."""

import re
import unicodedata
from typing import Final

from aiogram.types import Message

from handlers.cases import case_lookup, reply_marks
from handlers.shared.update_context import Outgoing, UpdateContext
from storage.delivery import outbox
from storage.rows import Case, Place
from surveys.outreach.urgency import Urgency

_SLASHES: Final = str.maketrans(dict.fromkeys("\u2044\u2215\u29f8\u2571", "/"))
"""What looks like a slash and is no compatible form of one."""
_NOTE: Final = re.compile(r"\s*/\s*/")
_IN_WORDS: Final = re.compile(r"(?<!\S)(?!\S*://)\S*//")
"""A note behind other words; in an address two slashes mean something else."""
_LONGEST_ALBUM: Final = 32
"""Telegram's ids of albums have some twenty characters."""
_INVISIBLE: Final = ("Cc", "Cf", "Mn", "Me")


def is_note(message: Message) -> bool:
    """Whether a message begins with `//`, whatever the two slashes look like or stand behind."""
    return _NOTE.match(visible(message)) is not None


def contains_note(message: Message) -> bool:
    """Whether `//` stands somewhere in it that is no address."""
    return _IN_WORDS.search(visible(message)) is not None


def visible(message: Message) -> str:
    """The words of a message or under its file, without what is not seen, and with plain slashes."""
    text = unicodedata.normalize("NFKC", message.text or message.caption or "").translate(_SLASHES)
    return "".join(one for one in text if one.isspace() or unicodedata.category(one) not in _INVISIBLE)


def replied_to(message: Message) -> Message | None:
    """The message that its writer replied to; None where they only wrote into a topic.

    Of that Telegram says that it replies to what made the topic.
    """
    replied = message.reply_to_message
    is_topic = (
        replied is not None and message.is_topic_message and replied.message_id == message.message_thread_id
    )
    return None if is_topic else replied


async def stays_inside(ctx: UpdateContext, message: Message) -> bool:
    """Whether a message is talk among colleagues: a note, or a reply to what no customer got.

    An album with a note is remembered: what of it comes late stays inside too.
    """
    parts = (message, *ctx.album)
    if any(map(is_note, parts)):
        remember_album(ctx, message)
        return True
    return await _is_of_note(ctx, message) or await _replies_inside(ctx, message)


async def replies_elsewhere(ctx: UpdateContext, message: Message, case: Case) -> bool:
    """Whether it replies to what does not belong to that case, such as a list or something of another one."""
    replied = replied_to(message)
    if replied is None:
        return False
    other = await case_lookup.case_of(ctx, replied)
    return other is None or other.id != case.id


def mark(ctx: UpdateContext, message: Message) -> None:
    """Show by a mark that nothing of the message goes to the customer."""
    call = reply_marks.reaction_call(message.chat.id, message.message_id, reply_marks.INSIDE)
    ctx.outgoing.append(Outgoing(call, Urgency.SERVICE))


def remember_album(ctx: UpdateContext, message: Message) -> None:
    """Note that nothing of the message's album goes to the customer."""
    if (name := _album_place(message)) is not None:
        ctx.effects.add(Place(name))


async def _is_of_note(ctx: UpdateContext, message: Message) -> bool:
    name = _album_place(message)
    return name is not None and bool(await ctx.run(outbox.find_places, [name]))


async def _replies_inside(ctx: UpdateContext, message: Message) -> bool:
    replied = _replied_person(message)
    return replied is not None and await case_lookup.case_of(ctx, replied) is None


def _replied_person(message: Message) -> Message | None:
    """What somebody else than a bot wrote, if the message replies to that."""
    replied = replied_to(message)
    if replied is None or replied.sender_chat is not None:
        return replied
    return None if replied.from_user is not None and replied.from_user.is_bot else replied


def _album_place(message: Message) -> str | None:
    album = (message.media_group_id or "")[:_LONGEST_ALBUM]
    return f"note:{message.chat.id}:{album}" if album else None
