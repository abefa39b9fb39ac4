"""What the owner chose in the chat; it goes before the file of the configuration."""

from typing import Any

from sqlalchemy import Connection, select

from storage.tables import settings
from storage.upsert import upsert


def put(connection: Connection, name: str, value: Any) -> None:
    connection.execute(upsert(connection, settings, put=("value",)), [{"name": name, "value": value}])


def every(connection: Connection) -> dict[str, Any]:
    """Name → value of all that was chosen."""
    return dict(connection.execute(select(settings.c.name, settings.c.value)).all())
