"""One way to reach both engines: plain functions over a SQLAlchemy connection, run inside a transaction.

A function passed to `write` or `read` sees a synchronous `Connection` and cannot await, so no network call
can happen while a transaction is open. On SQLite it runs as one call on the thread of an aiosqlite
connection; on PostgreSQL it runs in SQLAlchemy's bridge over asyncpg.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

__all__ = ["Connection", "Database", "Guard", "Transaction", "Work"]

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Connection, P], T]
Guard = Callable[[], Awaitable[bool]]
"""Whether this process may write."""


class Transaction(Protocol):
    """An open write transaction. It ends with `commit`; leaving it in any other way rolls it back."""

    async def run(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in this transaction, which begins with the first one, and return its result."""
        ...

    async def commit(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a last function, commit in the same step, and return the function's result."""
        ...


class Database(Protocol):
    """A database that is open.

    Transactions of `writing` take turns. On SQLite those of `write` do so too; on PostgreSQL they meet others
    only at the rows that both touch, so what they decide on must be part of the statement. A read sees one
    moment, that of the last commit, and waits for no writer.
    """

    url: str
    is_embedded: bool
    """Whether the database is a file that belongs to this program alone."""

    async def write(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in a transaction of its own, commit, and return its result."""
        ...

    async def read(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that only reads, and return its result."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Transaction]:
        """A write transaction of several steps, once its turn has come."""
        ...

    def guard_by(self, guard: Guard) -> None:
        """Open no connection of a server any more unless `guard` agrees; on a file this does nothing.

        Whoever takes the lead ends the connections of the process that held it, which so can write nothing
        afterwards. What is refused raises LeadLost.
        """
        ...

    async def checkpoint(self) -> None:
        """Leave nothing in a log beside the file of what was erased from it; on a server this does nothing.

        Where somebody reads meanwhile it is left for the next time.
        """
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...
