"""Names of people by their Telegram ids."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, select

from storage.tables import customers, staff

_IDS: Final[BindParameter[Any]] = bindparam("telegram_ids", expanding=True)
# As they were enrolled; whoever never was is known by the name under which they wrote to us.
_SOURCES = tuple(
    select(table.c.telegram_id, table.c.name).where(table.c.telegram_id.in_(_IDS))
    for table in (customers, staff)
)


def names_of(connection: Connection, telegram_ids: Collection[int]) -> dict[int, str]:
    """Names by Telegram id, of the staff as they were enrolled, now or once; unknown ones are missing."""
    if not telegram_ids:
        return {}
    found: dict[int, str] = {}
    for source in _SOURCES:
        rows = connection.execute(source, {"telegram_ids": list(telegram_ids)})
        found.update({telegram_id: name for telegram_id, name in rows if name})
    return found
