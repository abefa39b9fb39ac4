"""The @names of the staff, by which colleagues may name them: Telegram tells nobody else's."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from storage.people.settings import drop_setting, store_setting
from storage.tables import settings


def usernames_of(connection: Connection, telegram_ids: Collection[int]) -> dict[int, str]:
    """The @names of these people without their sign, as far as they have one and it is known."""
    ids = {_name(one): one for one in telegram_ids}
    found = select(settings.c.name, settings.c.value).where(settings.c.name.in_(ids))
    return {ids[name]: value for name, value in connection.execute(found)}


def store(connection: Connection, telegram_id: int, username: str | None) -> None:
    """Note what somebody is called; None where they have no @name any more."""
    if username is None:
        drop_setting(connection, _name(telegram_id))
    else:
        store_setting(connection, _name(telegram_id), username)


def _name(telegram_id: int) -> str:
    return f"username:{telegram_id}"
