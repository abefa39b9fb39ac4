"""What staff wrote to customers: found by what was sent of it, and marked as delivered."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ScalarSelect, select, update

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


def unanswered_since(connection: Connection, reply: Message) -> datetime | None:
    """When the customer first wrote more than thanks in the case since that message of the staff.

    None where that was the last word.
    """
    later = select(messages.c.kind, messages.c.words, messages.c.received_at).where(
        messages.c.case_id == reply.case_id,
        messages.c.staff_telegram_id.is_(None),
        messages.c.id > reply.id,
    )
    rows = connection.execute(later.order_by(messages.c.id))
    return next((at for kind, words, at in rows if not asks_nothing(kind, words)), None)
