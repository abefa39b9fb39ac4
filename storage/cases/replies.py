"""What staff wrote to customers: found by what was sent of it, and marked as delivered."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ScalarSelect, select, update

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


def answered_by(case_id: Any) -> ScalarSelect[int]:
    """The Telegram id of whoever of the staff wrote last to the customer of that case and got through.

    NULL where nobody did; `case_id` may be a column.
    """
    return (
        select(messages.c.staff_telegram_id)
        .where(
            messages.c.case_id == case_id,
            messages.c.staff_telegram_id.is_not(None),
            messages.c.delivered_at.is_not(None),
        )
        .order_by(messages.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def find_answerer(connection: Connection, case_id: int) -> int | None:
    """The Telegram id of whoever of the staff answered a case last; None where no answer got through."""
    found: int | None = connection.execute(select(answered_by(case_id))).scalar()
    return found


def is_last_word(connection: Connection, reply: Message) -> bool:
    """Whether the customer has written nothing but thanks in the case since that message of the staff."""
    later = select(messages.c.kind, messages.c.words).where(
        messages.c.case_id == reply.case_id,
        messages.c.staff_telegram_id.is_(None),
        messages.c.id > reply.id,
    )
    return all(asks_nothing(kind, words) for kind, words in connection.execute(later))
