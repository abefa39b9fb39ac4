"""What a customer has of a message that staff wrote: the messages in their chat, by their places."""

from collections.abc import Iterable
from typing import Final

from handlers.cases import case_places
from storage.cases import replies
from storage.delivery import outbox
from storage.engines.database import Connection
from storage.rows import Case, Message, Place

_PARTS: Final = 4
"""A text of the greatest length has two with the line before it, a file with such a caption three."""


def copies_of(connection: Connection, case: Case, message: Message) -> list[Place]:
    """The places of the messages in the customer's chat that show this one, as far as they got them.

    Of an album the one that shows it, and the words behind that.
    """
    own = [case_places.copy(case.number, message.id, part) for part in range(1, _PARTS + 1)]
    album = replies.whole_album(connection, message) if message.album_id is not None else [message]
    here = next((at for at, one in enumerate(album) if one.id == message.id), 0)
    before = [
        f"{case_places.copy(case.number, first.id, 1)}:{here - at + 1}"
        for at, first in enumerate(album[:here])
    ]
    return _filled(connection, own) or _filled(connection, before)[-1:]


def copies_of_all(connection: Connection, case: Case, album: Iterable[Message]) -> list[Place]:
    """The same of all messages of an album."""
    found = (place for one in album for place in copies_of(connection, case, one))
    return list({place.name: place for place in found}.values())


def writers_place(connection: Connection, case: Case, message: Message) -> Place | None:
    """Where in the support chat somebody of the staff wrote it; None where that is not known any more."""
    return next(iter(_filled(connection, [case_places.said(case.number, message.id)])), None)


def _filled(connection: Connection, names: list[str]) -> list[Place]:
    known = outbox.find_places(connection, names)
    found = (known.get(name) for name in names)
    return [one for one in found if one is not None and one.message_id is not None]
