"""What staff wrote in cases of their colleagues: sent once they say that it is meant so."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from storage.rows import Message, columns_of
from storage.states import Forwarding
from storage.tables import messages
from surveys.questions.message_kind import MessageKind

_IS_UNCONFIRMED = (messages.c.forwarding == Forwarding.UNCONFIRMED) & messages.c.undone_at.is_(None)


def wrote_last(connection: Connection, case_id: int, telegram_id: int) -> datetime | None:
    """When somebody of the staff last wrote to the customer of a case, and meant to; None for never."""
    theirs = (messages.c.case_id == case_id) & (messages.c.staff_telegram_id == telegram_id)
    meant = messages.c.forwarding.is_distinct_from(Forwarding.UNCONFIRMED)
    found: datetime | None = connection.execute(
        select(func.max(messages.c.received_at)).where(theirs, meant)
    ).scalar()
    return found


def unconfirmed_reply(connection: Connection, message_id: int) -> list[Message]:
    """The message of that id with the others of its album; empty where it was sent or dropped."""
    mine = (messages.c.id == message_id) | (messages.c.album_id == message_id)
    found = select(*columns_of(Message)).where(mine, _IS_UNCONFIRMED).order_by(messages.c.id)
    return [Message(*row) for row in connection.execute(found)]


def album_of(connection: Connection, message_id: int) -> list[Message]:
    """The same, whichever message of an album has that id."""
    first = select(messages.c.album_id).where(messages.c.id == message_id)
    return unconfirmed_reply(connection, connection.execute(first).scalar() or message_id)


def confirm(connection: Connection, ids: Collection[int], at: datetime) -> bool:
    """Let messages be sent that were written at that moment, as far as anybody knows; False if they were."""
    theirs = messages.c.id.in_(ids) & _IS_UNCONFIRMED
    return (
        connection.execute(update(messages).where(theirs).values(forwarding=None, received_at=at)).rowcount
        > 0
    )


def drop(connection: Connection, ids: Collection[int]) -> bool:
    """Forget messages that are not to be sent; False where they were sent or dropped already."""
    return connection.execute(delete(messages).where(messages.c.id.in_(ids), _IS_UNCONFIRMED)).rowcount > 0


def replace_file(connection: Connection, message_id: int, kind: MessageKind, file_id: str | None) -> None:
    """Put another file into a message that was not sent yet; None for none."""
    theirs = (messages.c.id == message_id) & _IS_UNCONFIRMED
    connection.execute(update(messages).where(theirs).values(kind=kind, file_id=file_id))


def correct(connection: Connection, message_id: int, words: str | None) -> None:
    """Put other words into a message that was not sent yet; None for none."""
    theirs = (messages.c.id == message_id) & _IS_UNCONFIRMED
    connection.execute(update(messages).where(theirs).values(words=words))
