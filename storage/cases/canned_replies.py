"""The canned replies of the company."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from storage.row_values import values_of
from storage.rows import CannedReply, columns_of
from storage.tables import canned_replies
from surveys.language.languages import Language

_REPLY = columns_of(CannedReply)


def canned_replies_by_name(connection: Connection) -> list[CannedReply]:
    """All of them, by name."""
    rows = connection.execute(select(*_REPLY).order_by(canned_replies.c.name))
    return [CannedReply(*row) for row in rows]


def find(connection: Connection, reply_id: int) -> CannedReply | None:
    """The canned reply of that id; None where there is none."""
    row = connection.execute(select(*_REPLY).where(canned_replies.c.id == reply_id)).one_or_none()
    return CannedReply(*row) if row else None


def named(connection: Connection, name: str) -> CannedReply | None:
    """The canned reply of that name; None where there is none."""
    row = connection.execute(select(*_REPLY).where(canned_replies.c.name == name)).one_or_none()
    return CannedReply(*row) if row else None


def count(connection: Connection) -> int:
    """How many there are."""
    return connection.execute(select(func.count()).select_from(canned_replies)).scalar_one()


def put(
    connection: Connection, new_id: int, name: str, language: Language, text: str, by: int, now: datetime
) -> None:
    """Store the text of a name in a language; a text in the other one stays as it is."""
    known = named(connection, name)
    before = known or CannedReply(new_id, name, by, now)
    changed = replace(
        before, changed_by=by, changed_at=now,
        ru=text if language is Language.RU else before.ru, en=text if language is Language.EN else before.en,
    )  # fmt: skip
    if known is None:
        connection.execute(insert(canned_replies), [values_of(changed)])
    else:
        connection.execute(
            update(canned_replies).where(canned_replies.c.id == known.id).values(values_of(changed))
        )


def remove(connection: Connection, name: str) -> bool:
    """Delete a canned reply; False where there is none of that name."""
    return connection.execute(delete(canned_replies).where(canned_replies.c.name == name)).rowcount > 0
