"""Messages that were kept in a conversation until it is known whether they are an answer."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, select, update

from storage.rows import Message, columns_of
from storage.tables import messages
from surveys.questions.message_kind import MessageKind

_COLUMNS = columns_of(Message)


def words_since(
    connection: Connection, customer_id: int, conversation_id: int, first_id: int
) -> list[Message]:
    """Words kept in a conversation from that message on, captions included, that belong to no case yet."""
    rows = connection.execute(
        select(*_COLUMNS)
        .where(messages.c.customer_id == customer_id, messages.c.id >= first_id)
        .where(messages.c.conversation_id == conversation_id, messages.c.case_id.is_(None))
        .where(messages.c.words.is_not(None), messages.c.kind.not_in((MessageKind.WISH, MessageKind.COMMAND)))
        .order_by(messages.c.id)
    )
    return [Message(*row) for row in rows]


def take(connection: Connection, ids: Collection[int]) -> None:
    """Remove words that became an answer from the kept messages; a file stays, without its caption."""
    mine = messages.c.id.in_(ids)
    connection.execute(delete(messages).where(mine, messages.c.file_id.is_(None)))
    connection.execute(update(messages).where(mine).values(words=None))
