"""What staff wrote to customers: found by what was sent of it, and marked as delivered."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ScalarSelect, literal_column, select, update

from storage.rows import Message, columns_of
from storage.states import Forwarding, Purpose
from storage.tables import messages, outbox
from surveys.cases.courtesy import answers_nothing, asks_nothing


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


def whole_album(connection: Connection, message: Message) -> list[Message]:
    """All messages of the album of a message, in their order; the message alone where it is of none."""
    if message.album_id is None:
        return [message]
    parts = select(*columns_of(Message)).where(messages.c.album_id == message.album_id)
    return [Message(*row) for row in connection.execute(parts.order_by(messages.c.id))]


def latest_reply(connection: Connection, case_id: int) -> Message | None:
    """What staff sent last to the customer of a case and did not take back; None where there is nothing."""
    theirs = select(*columns_of(Message)).where(
        messages.c.case_id == case_id,
        messages.c.staff_telegram_id.is_not(None),
        messages.c.undone_at.is_(None),
        messages.c.forwarding.is_distinct_from(Forwarding.UNCONFIRMED),
    )
    row = connection.execute(theirs.order_by(messages.c.id.desc()).limit(1)).one_or_none()
    return Message(*row) if row else None


def answers_to(connection: Connection, case_id: int) -> list[Message]:
    """What the customer of a case got of the staff's words beyond thanks, oldest first."""
    sent = select(*columns_of(Message)).where(
        messages.c.case_id == case_id,
        messages.c.staff_telegram_id.is_not(None),
        messages.c.delivered_at.is_not(None),
    )
    found = (Message(*row) for row in connection.execute(sent.order_by(messages.c.id)))
    return [one for one in found if not answers_nothing(one.kind, one.words)]


def is_on_its_way(connection: Connection, message_id: int) -> bool:
    """Whether a message of the staff, or a part of it, waits to be sent to the customer."""
    waiting = select(outbox.c.id).where(
        outbox.c.state == literal_column("'ready'"),  # as the partial index says it
        outbox.c.purpose == Purpose.STAFF_REPLY,
        outbox.c.subject_id == message_id,
    )
    return connection.execute(waiting.limit(1)).first() is not None


def mark_undone(connection: Connection, ids: Collection[int], at: datetime | None) -> None:
    """Note that staff took messages back at that moment; None where they stand after all."""
    connection.execute(update(messages).where(messages.c.id.in_(ids)).values(undone_at=at))


def take_back(connection: Connection, ids: Collection[int]) -> bool:
    """Note that the customer no longer has messages; False where they were not noted as delivered.

    What they said goes: it may have been about somebody else, and is no data of this customer's.
    """
    there = messages.c.id.in_(ids)
    delivered = select(messages.c.id).where(there, messages.c.delivered_at.is_not(None))
    was_delivered = connection.execute(delivered.limit(1)).first() is not None
    nothing = {"delivered_at": None, "words": None, "file_id": None}
    connection.execute(update(messages).where(there).values(nothing))
    return was_delivered


def reword(connection: Connection, message_id: int, words: str | None) -> None:
    """Store what staff made of the words of a message of theirs."""
    connection.execute(update(messages).where(messages.c.id == message_id).values(words=words))


def redate(connection: Connection, message_id: int, at: datetime) -> None:
    """Note that what the customer has of a message is from that moment."""
    connection.execute(update(messages).where(messages.c.id == message_id).values(delivered_at=at))


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
