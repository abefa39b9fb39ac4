"""What staff wrote to customers: found by what was sent of it, and marked as delivered."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.rows import Message, columns_of
from storage.tables import messages
from surveys.language.courtesy import asks_nothing


def find_message(connection: Connection, message_id: int) -> Message | None:
    """The stored message of that id; None where there is none."""
    row = connection.execute(select(*columns_of(Message)).where(messages.c.id == message_id)).one_or_none()
    return Message(*row) if row else None


def mark_delivered(connection: Connection, message_id: int, at: datetime) -> bool:
    """Note when the customer got a message; False where an earlier part of it was noted already."""
    undelivered = (messages.c.id == message_id) & messages.c.delivered_at.is_(None)
    return connection.execute(update(messages).where(undelivered).values(delivered_at=at)).rowcount == 1


def is_last_word(connection: Connection, reply: Message) -> bool:
    """Whether the customer has written nothing but thanks in the case since that message of the staff."""
    later = select(messages.c.kind, messages.c.words).where(
        messages.c.case_id == reply.case_id,
        messages.c.staff_telegram_id.is_(None),
        messages.c.id > reply.id,
    )
    return all(asks_nothing(kind, words) for kind, words in connection.execute(later))
