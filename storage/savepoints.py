"""A point within a batch's transaction to which one letter can be undone without the others."""

from sqlalchemy import Connection


def begin(connection: Connection) -> None:
    connection.exec_driver_sql("SAVEPOINT letter")


def keep(connection: Connection) -> None:
    connection.exec_driver_sql("RELEASE SAVEPOINT letter")


def undo(connection: Connection) -> None:
    connection.exec_driver_sql("ROLLBACK TO SAVEPOINT letter")
    connection.exec_driver_sql("RELEASE SAVEPOINT letter")
