"""Who of the staff agreed to stand by name on the board of the team: their own choice, at any time."""

from datetime import datetime

from sqlalchemy import Connection, delete, or_, select

from storage.people.names import names_of
from storage.people.staff import IS_ENROLLED
from storage.tables import named_staff, staff
from storage.upsert import upsert


def agree(connection: Connection, telegram_id: int, now: datetime) -> None:
    """Store that they agreed, since when."""
    row = {"telegram_id": telegram_id, "agreed_at": now}
    connection.execute(upsert(connection, named_staff, put=("agreed_at",)), [row])


def withdraw(connection: Connection, telegram_id: int) -> None:
    """Store that they do not agree."""
    connection.execute(delete(named_staff).where(named_staff.c.telegram_id == telegram_id))


def is_named(connection: Connection, telegram_id: int) -> bool:
    """Whether they agreed."""
    found = select(named_staff.c.telegram_id).where(named_staff.c.telegram_id == telegram_id)
    return connection.execute(found).first() is not None


def named(connection: Connection) -> dict[int, str | None]:
    """The names, by Telegram id, of those who agreed and whose enrolment has not ended; owners need none.

    None where a name is not known.
    """
    rows = connection.execute(
        select(named_staff.c.telegram_id)
        .outerjoin_from(named_staff, staff, staff.c.telegram_id == named_staff.c.telegram_id)
        .where(or_(staff.c.telegram_id.is_(None), IS_ENROLLED))
    )
    agreed = list(rows.scalars())
    names = names_of(connection, agreed)
    return {telegram_id: names.get(telegram_id) for telegram_id in agreed}
