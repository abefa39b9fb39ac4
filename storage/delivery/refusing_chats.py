"""Groups that refuse our calls: since when, with which words, and whether people were told."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from storage.delivery.outcomes import ChatRefusal
from storage.row_values import values_of
from storage.rows import RefusingChat, columns_of
from storage.tables import refusing_chats

_COLUMNS = columns_of(RefusingChat)
_DESCRIPTION_LENGTH = 200


def note(connection: Connection, refusal: ChatRefusal) -> None:
    """Note that a group refuses; since when, and what was told of it, stands while it goes on."""
    words = refusal.description[:_DESCRIPTION_LENGTH]
    again = (
        update(refusing_chats)
        .where(refusing_chats.c.chat_id == refusal.chat_id)
        .values(
            code=refusal.code,
            description=words,
            is_closed=refusal.is_closed,
            last_at=refusal.at,
            recovered_at=None,
        )
    )
    if connection.execute(again).rowcount == 0:
        first = RefusingChat(refusal.chat_id, refusal.code, words, refusal.is_closed, refusal.at, refusal.at)
        connection.execute(insert(refusing_chats), [values_of(first)])


def recover(connection: Connection, chat_id: int, at: datetime) -> bool:
    """Note that a group took a message at that moment; False where it had not refused, or did so later."""
    refused = (
        (refusing_chats.c.chat_id == chat_id)
        & refusing_chats.c.recovered_at.is_(None)
        & (refusing_chats.c.last_at <= at)
    )
    return connection.execute(update(refusing_chats).where(refused).values(recovered_at=at)).rowcount == 1


def is_refusing(connection: Connection, chat_id: int) -> bool:
    """Whether a group is known to refuse our calls now."""
    here = refusing_chats.c.chat_id == chat_id, refusing_chats.c.recovered_at.is_(None)
    return connection.execute(select(refusing_chats.c.chat_id).where(*here)).first() is not None


def all_of(connection: Connection) -> list[RefusingChat]:
    """All groups that refuse, or did and were not forgotten yet."""
    return [RefusingChat(*row) for row in connection.execute(select(*_COLUMNS))]


def mark_told(connection: Connection, chat_id: int, now: datetime) -> None:
    """Note when people were told of a group."""
    connection.execute(update(refusing_chats).where(refusing_chats.c.chat_id == chat_id).values(told_at=now))


def forget(connection: Connection, chat_id: int) -> None:
    """Forget a group: people know that it works again, or it is the support chat no longer."""
    connection.execute(delete(refusing_chats).where(refusing_chats.c.chat_id == chat_id))
