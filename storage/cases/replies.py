"""What staff wrote to customers: found by what was sent of it, and marked as delivered."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.rows import Message, columns_of
from storage.tables import messages
from surveys.cases.courtesy import asks_nothing


def find_message(connection: Connection, message_id: int) -> Message | None:
    """The stored message of that id; None where there is none."""
    row = connection.execute(select(*columns_of(Message)).where(messages.c.id == message_id)).one_or_none()
    return Message(*row) if row else None


def words_of_customer(connection: Connection, customer_id: int, telegram_message_id: int) -> str | None:
    """The words that a customer wrote under that number; None where none are kept."""
    theirs = (messages.c.customer_id == customer_id) & (messages.c.telegram_message_id == telegram_message_id)
    written = select(messages.c.words).where(theirs, messages.c.staff_telegram_id.is_(None))
    words: str | None = connection.execute(written.order_by(messages.c.id.desc()).limit(1)).scalar()
    return words


def album_from(connection: Connection, message: Message, n: int) -> list[Message]:
    """The message and, where it is of an album, those behind it, `n` in all at most."""
    if n == 1 or message.album_id is None:
        return [message]
    behind = (messages.c.album_id == message.album_id) & (messages.c.id >= message.id)
    found = connection.execute(select(*columns_of(Message)).where(behind).order_by(messages.c.id).limit(n))
    return [Message(*row) for row in found]


def mark_delivered(connection: Connection, ids: Collection[int], at: datetime) -> bool:
    """Note when the customer got messages; False where an earlier part of all of them was noted already."""
    undelivered = messages.c.id.in_(ids) & messages.c.delivered_at.is_(None)
    return connection.execute(update(messages).where(undelivered).values(delivered_at=at)).rowcount > 0


def is_last_word(connection: Connection, reply: Message) -> bool:
    """Whether the customer has written nothing but thanks in the case since that message of the staff."""
    later = select(messages.c.kind, messages.c.words).where(
        messages.c.case_id == reply.case_id,
        messages.c.staff_telegram_id.is_(None),
        messages.c.id > reply.id,
    )
    return all(asks_nothing(kind, words) for kind, words in connection.execute(later))
