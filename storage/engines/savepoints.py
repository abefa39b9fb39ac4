"""A point within a batch's transaction to which one update can be undone without the others."""

from typing import ParamSpec, TypeVar

from sqlalchemy import Connection

from storage.engines.database import Work

P = ParamSpec("P")
T = TypeVar("T")


def begun(connection: Connection, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """The first work of a update that writes, together with the point before it: one crossing for both."""
    connection.exec_driver_sql("SAVEPOINT letter")
    return work(connection, *args, **kwargs)


def keep(connection: Connection) -> None:
    connection.exec_driver_sql("RELEASE SAVEPOINT letter")


def undo(connection: Connection) -> None:
    connection.exec_driver_sql("ROLLBACK TO SAVEPOINT letter")
    connection.exec_driver_sql("RELEASE SAVEPOINT letter")
