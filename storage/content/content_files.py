"""Surveys, journeys, offers and texts as managers changed them in the chat, with all earlier versions."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select, update

from storage.row_values import values_of
from storage.rows import ContentFile, columns_of
from storage.tables import content_files
from storage.upsert import insert_new
from surveys.content.entry import ContentKey

_HIGHEST: Final = (
    select(content_files.c.kind, content_files.c.name, func.max(content_files.c.version).label("version"))
    .group_by(content_files.c.kind, content_files.c.name)
    .subquery("highest")
)
_CURRENT: Final = (
    select(*columns_of(ContentFile))
    .join(
        _HIGHEST,
        and_(
            content_files.c.kind == _HIGHEST.c.kind,
            content_files.c.name == _HIGHEST.c.name,
            content_files.c.version == _HIGHEST.c.version,
        ),
    )
    .order_by(content_files.c.kind, content_files.c.name)
)


def current(connection: Connection) -> list[ContentFile]:
    """The version of each file that counts."""
    return [ContentFile(*row) for row in connection.execute(_CURRENT)]


def change(
    connection: Connection, /, key: ContentKey, base: int, by: int, now: datetime, **values: Any
) -> bool:
    """Store the version after `base` with these values; False where somebody has changed that one meanwhile.

    `base` is 0 for a file that nobody has changed in the chat yet. What is not named stays.
    """
    kind, name = key
    known = _find(connection, key, base)
    if known is None:
        known = ContentFile(kind, name, 0, None, None, by, now)
    new = replace(known, version=base + 1, changed_by=by, changed_at=now, told_at=None, **values)
    statement = insert_new(connection, content_files, "version")
    return len(connection.execute(statement, [values_of(new)]).all()) == 1


def _find(connection: Connection, key: ContentKey, version: int) -> ContentFile | None:
    kind, name = key
    row = connection.execute(
        select(*columns_of(ContentFile)).where(
            content_files.c.kind == kind, content_files.c.name == name, content_files.c.version == version
        )
    ).one_or_none()
    return ContentFile(*row) if row else None


def before(connection: Connection, key: ContentKey, version: int, content: str | None) -> ContentFile | None:
    """The latest version below that one with another content; None where there is none."""
    kind, name = key
    of_file = (content_files.c.kind == kind, content_files.c.name == name)
    other = content_files.c.content.is_distinct_from(content)
    found = connection.execute(
        select(*columns_of(ContentFile))
        .where(*of_file, content_files.c.version < version, other)
        .order_by(content_files.c.version.desc())
        .limit(1)
    ).one_or_none()
    return ContentFile(*found) if found else None


def note_told(connection: Connection, file: ContentFile, now: datetime) -> bool:
    """Note that owners were told of a version that cannot be used; False where they were before."""
    noted = (
        update(content_files)
        .where(
            content_files.c.kind == file.kind,
            content_files.c.name == file.name,
            content_files.c.version == file.version,
            content_files.c.told_at.is_(None),
        )
        .values(told_at=now)
    )
    return connection.execute(noted).rowcount == 1
