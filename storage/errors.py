"""Which errors of the database may pass by themselves."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError


def is_passing(error: BaseException) -> bool:
    """True for a busy, full or unreachable database; False for rows that it will never take."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | OSError)
