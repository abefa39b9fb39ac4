"""Files: what is sent, and what customers sent."""

from sqlalchemy import Connection, insert, select

from storage.effects import values_of
from storage.rows import File
from storage.tables import files


def store_file(connection: Connection, file: File) -> None:
    """Store a file, unless one with the same id of Telegram's is stored."""
    known = connection.execute(
        select(files.c.id).where(files.c.telegram_file_id == file.telegram_file_id)
    ).first()
    if known is None:
        connection.execute(insert(files), [values_of(file)])
