from sqlalchemy import Connection, func, select

from storage.delivery import files
from storage.engines.database import Database
from storage.rows import File
from storage.tables import files as table
from tests.storage.samples import NOW


def _names(connection: Connection) -> list[str]:
    return list(connection.execute(select(table.c.name).order_by(table.c.id)).scalars())


async def test_a_file_of_telegram_is_kept_once(database: Database) -> None:
    await database.write(files.store_file, File(1, "photo", "image/jpeg", NOW, b"JFIF", "AgACAgI"))
    await database.write(files.store_file, File(2, "again", "image/jpeg", NOW, b"JFIF", "AgACAgI"))
    await database.write(files.store_file, File(3, "voice", "audio/ogg", NOW, b"Ogg", "AwACAgI"))
    assert await database.read(_names) == ["photo", "voice"]


async def test_a_file_of_megabytes_is_kept_whole(database: Database) -> None:
    content = bytes(range(256)) * 20_000
    await database.write(files.store_file, File(1, "video", "video/mp4", NOW, content, "BAACAgI"))
    size = select(func.length(table.c.content))
    assert await database.read(lambda found: found.execute(size).scalar()) == len(content)
