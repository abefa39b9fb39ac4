"""A point within a batch's transaction to which one update can be undone without the others."""

from typing import ParamSpec, TypeVar

from sqlalchemy import Connection

from storage.engines.database import Work

P = ParamSpec("P")
T = TypeVar("T")


def begun(connection: Connection, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Set the savepoint of an update, run its first function that writes, and return its result."""
    connection.exec_driver_sql("SAVEPOINT one_update")
    return work(connection, *args, **kwargs)


def attempted(connection: Connection, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function returns; if it raises, what it wrote is undone and the transaction goes on."""
    connection.exec_driver_sql("SAVEPOINT one_attempt")
    try:
        result = work(connection, *args, **kwargs)
    except BaseException:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT one_attempt")
        connection.exec_driver_sql("RELEASE SAVEPOINT one_attempt")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT one_attempt")
    return result


def keep(connection: Connection) -> None:
    """Release the savepoint: what the update wrote stands with the batch."""
    connection.exec_driver_sql("RELEASE SAVEPOINT one_update")


def undo(connection: Connection) -> None:
    """Undo everything since the savepoint and release it: nothing that the update wrote stands."""
    connection.exec_driver_sql("ROLLBACK TO SAVEPOINT one_update")
    connection.exec_driver_sql("RELEASE SAVEPOINT one_update")
