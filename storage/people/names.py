"""Names of people by their Telegram ids."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, select

from storage.people.addresses import TELEGRAM_ID, reachable, telegram
from storage.tables import customers, staff

_IDS: Final[BindParameter[Any]] = bindparam("telegram_ids", expanding=True)
# As they were enrolled; whoever never was is known by the name under which they wrote to us.
_WRITTEN = (
    select(TELEGRAM_ID, customers.c.name)
    .select_from(reachable())
    .where(telegram.c.value.in_(bindparam("values", expanding=True)))
)
_ENROLLED = select(staff.c.telegram_id, staff.c.name).where(staff.c.telegram_id.in_(_IDS))


def names_of(connection: Connection, telegram_ids: Collection[int]) -> dict[int, str]:
    """Names by Telegram id, of the staff as they were enrolled, now or once; unknown ones are missing."""
    if not telegram_ids:
        return {}
    written = connection.execute(_WRITTEN, {"values": [str(one) for one in telegram_ids]}).all()
    enrolled = connection.execute(_ENROLLED, {"telegram_ids": list(telegram_ids)}).all()
    return {telegram_id: name for telegram_id, name in (*written, *enrolled) if name}
