"""The schema's version, and the way from any older one to it."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from surveys.errors import UserError

_MIGRATIONS: Final = Path(__file__).parents[1] / "migrations" / "versions"
HEAD: Final = max(file.name.partition("_")[0] for file in _MIGRATIONS.glob("[0-9]*_*.py"))
"""The newest migration, by the number before its name; it saves importing alembic at each start."""


class OldSchema(UserError):
    """The database is empty or older than the program."""

    text_id = "database-old-schema"


class NewerSchema(UserError):
    """The database is at a migration that the program does not have."""

    text_id = "database-newer-schema"


def version(connection: Connection) -> str | None:
    """The schema's version of this database; None while it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def check(connection: Connection) -> None:
    """Raises OldSchema or NewerSchema unless this database is as the program expects."""
    here = version(connection)
    if here is None or here < HEAD:
        raise OldSchema
    if here > HEAD:
        raise NewerSchema


def migrate(connection: Connection, target: str = "head") -> None:
    """Walk the migrations up to `target`, or down to it, inside the caller's transaction.

    Raises NewerSchema where the database is at a migration that this program does not have.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    here = version(connection)
    if here is not None and here not in known:
        raise NewerSchema
    down = target == "base" or (target in known and here in known and known.index(target) > known.index(here))
    (command.downgrade if down else command.upgrade)(config, target)
