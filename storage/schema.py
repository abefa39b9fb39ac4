"""The schema's version, and the way from any older one to it."""

from sqlalchemy import Connection, inspect, text

HEAD = "0001"
"""The newest migration; a test holds it to the files. It saves importing alembic at each start."""


def version(connection: Connection) -> str | None:
    """The version of this database; None while it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def migrate(connection: Connection, target: str = "head") -> None:
    """Walk the migrations up to `target`, or down to it, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    here = version(connection)
    down = target == "base" or (target in known and here in known and known.index(target) > known.index(here))
    (command.downgrade if down else command.upgrade)(config, target)
