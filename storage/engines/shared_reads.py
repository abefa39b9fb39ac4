"""Reports that are read together share what they read: within one transaction a question has one answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection

P = ParamSpec("P")
T = TypeVar("T")


class _SharingConnection:
    """A connection of one read that remembers what functions marked as `shared` found."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.found: dict[tuple[object, str], Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def sharing(connection: Connection) -> Connection:
    """The connection with a memory of its own, for reads of one transaction that are one moment's."""
    return cast(Connection, _SharingConnection(connection))


def is_sharing(connection: Connection) -> bool:
    """Whether what is read will be asked again by other reports."""
    return isinstance(connection, _SharingConnection)


def shared(
    read: Callable[Concatenate[Connection, P], T],
) -> Callable[Concatenate[Connection, P], T]:
    """Mark a function that only reads as one whose result is found once by a connection that shares.

    Its arguments are told apart by how they are written, and what it returns is not to be changed.
    """

    @wraps(read)
    def once(connection: Connection, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if not isinstance(connection, _SharingConnection):
            return read(connection, *args, **kwargs)
        key = read, repr((args, kwargs))
        if key not in connection.found:
            connection.found[key] = read(connection, *args, **kwargs)
        return cast(T, connection.found[key])

    return once
