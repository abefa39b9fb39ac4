"""What goes wrong with a database, and what of it may pass by itself."""

import errno

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from surveys.errors import UserError


class NoFile(UserError):
    """The SQLite address names a file that is not there and may not be made."""

    text_id = "database-no-file"


class NoDatabase(UserError):
    """What database.url names is no database of ours; `reason` is a code."""

    text_id = "database-unusable"


class DatabaseAway(UserError):
    """The server does not answer; it may come back by itself."""

    text_id = "database-away"


class DatabaseBusy(DatabaseAway):
    """Another program keeps the file to itself; it may let it go by itself."""

    text_id = "database-busy"


def reason_of(error: BaseException) -> str:
    """A short code for an error, which quotes nothing: the system's, SQLite's, else the kind of error."""
    system = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return system or getattr(error, "sqlite_errorname", None) or type(error).__name__


def is_passing(error: BaseException) -> bool:
    """Whether an error may pass by itself, as of a busy, full or unreachable database.

    False for rows that the database will never take.
    """
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | OSError)
