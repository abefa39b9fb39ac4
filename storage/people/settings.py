"""What the owner chose in the chat; it goes before the file of the configuration."""

from typing import Any

from sqlalchemy import Connection, delete, select

from storage.tables import settings
from storage.upsert import upsert


def store_setting(connection: Connection, name: str, value: Any) -> None:
    """Store what an owner chose under that name, in place of what was chosen before."""
    connection.execute(upsert(connection, settings, put=("value",)), [{"name": name, "value": value}])


def find_setting(connection: Connection, name: str) -> Any:
    """What an owner chose under that name; None where nobody chose."""
    return connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar()


def drop_setting(connection: Connection, name: str) -> None:
    """Forget what an owner chose under that name."""
    connection.execute(delete(settings).where(settings.c.name == name))


def all_settings(connection: Connection) -> dict[str, Any]:
    """All that owners chose, by name."""
    return dict(connection.execute(select(settings.c.name, settings.c.value)).all())
