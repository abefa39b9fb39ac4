"""When somebody of the team may be called: days off, and whether an owner is called by night."""

from datetime import date

from sqlalchemy import Connection, select

from storage.tables import availability
from storage.upsert import upsert

_ID, _BACK_ON = availability.c.telegram_id, availability.c.back_on


def go_away(connection: Connection, telegram_id: int, back_on: date) -> None:
    """Store that somebody is away until that day, on which they are back."""
    _store_day(connection, telegram_id, back_on)


def come_back(connection: Connection, telegram_id: int) -> None:
    """Store that somebody is there."""
    _store_day(connection, telegram_id, None)


def away(connection: Connection, today: date) -> dict[int, date]:
    """Who is away today, by Telegram id, with the day on which they are back."""
    rows = connection.execute(select(_ID, _BACK_ON).where(availability.c.back_on > today))
    return dict(rows.all())


def find_return(connection: Connection, telegram_id: int, today: date) -> date | None:
    """The day on which somebody is back; None for those who are there today."""
    found = select(_BACK_ON).where(availability.c.telegram_id == telegram_id, availability.c.back_on > today)
    return connection.execute(found).scalar()


def choose_hours(connection: Connection, telegram_id: int, *, at_any_hour: bool) -> None:
    """Store whether somebody is called at any hour."""
    row = {"telegram_id": telegram_id, "back_on": None, "at_any_hour": at_any_hour}
    connection.execute(upsert(connection, availability, put=("at_any_hour",)), [row])


def called_at_any_hour(connection: Connection) -> set[int]:
    """The Telegram ids of those who chose to be called at any hour."""
    found = select(_ID).where(availability.c.at_any_hour.is_(True))
    return set(connection.execute(found).scalars())


def _store_day(connection: Connection, telegram_id: int, back_on: date | None) -> None:
    row = {"telegram_id": telegram_id, "back_on": back_on, "at_any_hour": False}
    connection.execute(upsert(connection, availability, put=("back_on",)), [row])
