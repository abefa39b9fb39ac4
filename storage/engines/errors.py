"""What goes wrong with a database, and whose fault it is.

An error is the store's where its code says so: such a one is waited out, or told to whoever looks after the
database. Any other may be the fault of what was to be written, which is found out by writing it alone.
"""

import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import exc

from surveys.errors import UserError


class NoFile(UserError):
    """The SQLite address names a file that is not there and may not be made."""

    text_id = "database-no-file"


class _Unreachable(UserError):
    def __init__(self, *, reason: str) -> None:
        """`reason` is a code."""
        super().__init__(reason=reason)
        self.reason = reason


class NoDatabase(_Unreachable):
    """What database.url names is no database of ours."""

    text_id = "database-unusable"


class DatabaseAway(_Unreachable):
    """The server does not answer; it may come back by itself."""

    text_id = "database-away"


class UnusableEncoding(UserError):
    """The server keeps the texts of this database in an encoding that lacks letters."""

    text_id = "database-encoding"


class DatabaseGone(UserError):
    """The open file is no longer the one at its path: what is written now is lost at the next start."""

    text_id = "database-gone"


class DatabaseBusy(DatabaseAway):
    """Another program keeps the file to itself; it may let it go by itself."""

    text_id = "database-busy"


class DatabaseFault(UserError):
    """The database does not work; `code` is the store's own."""

    text_id = "database-fault"


class LeadLost(Exception):
    """Another process may serve this database now: nothing may be written any more."""


@dataclass(frozen=True, slots=True)
class StoreFault:
    """What is wrong with the store: an SQLSTATE, SQLite's name of the error, or the kind of error.

    A lasting fault, unlike one that may pass by itself, needs a person.
    """

    code: str
    is_lasting: bool = False
    is_connection: bool = False
    """It is the connection's alone, and never of what went over it."""


_PASSING_STATES: Final = ("08", "40", "53", "57", "58", "55P03", "55006", "25P03", "25P04", "0A000")
"""Classes and codes of SQLSTATE: connection, serialization, resources, operator, system; a lock not had, an
object in use, two time-outs of PostgreSQL's own, and a plan that a change of the schema made invalid."""
_CONNECTION_STATES: Final = ("08", "57P")
_LASTING_STATES: Final = (
    "57P04",  # the database was dropped
    "58P01",  # a file of the server's is missing
    "XX001",
    "XX002",
    "28",  # it does not let us in
    "3D",
    "3F",
    "42P01",  # no such table, column, schema: what we look for is elsewhere
    "42703",
    "42501",
    "42P05",  # prepared statements that are not ours: a pooler lends our connection to others
    "26000",
    "25006",
    "F0000",
)
_OWN_STATES: Final = ("40002",)
"""A constraint that is looked at when the transaction ends."""

_PASSING_RESULTS: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_SCHEMA,
    }
)
_LASTING_RESULTS: Final = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
    }
)
_NO_SUCH_THING: Final = ("no such table", "no such column", "has no column named")
"""SQLite has one code for these and for all that a statement may do wrong."""
_PRIMARY: Final = 0xFF

_NO_CONNECTION: Final = (
    exc.ResourceClosedError,
    exc.PendingRollbackError,
    exc.TimeoutError,  # no connection of the pool became free
    DatabaseAway,
    OSError,
    LeadLost,
)


def fault_of(error: BaseException) -> StoreFault | None:
    """What is wrong with the store if this error is the store's; None where what was written may be at fault.

    An OSError counts as the connection's: whoever meets other ones must tell them apart.
    """
    if isinstance(error, DatabaseGone):
        return StoreFault("FILE_GONE", is_lasting=True)
    for cause in _causes(error):
        if (state := getattr(cause, "sqlstate", None)) is not None:
            return _fault_of_state(str(state))
        if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
            return _fault_of_result(code, cause)
    if isinstance(error, exc.DBAPIError):
        return _lost(error) if _lost_connection(error) else None
    return _lost(error) if isinstance(error, _NO_CONNECTION) else None


def _lost(error: BaseException) -> StoreFault:
    return StoreFault(reason_of(error), is_connection=True)


def sentence_of(error: BaseException) -> UserError | None:
    """What a person is told of an error of the store that ends a command; None for any other error."""
    fault = fault_of(error)
    if fault is None or isinstance(error, OSError | LeadLost):  # which file or address it was, nobody knows
        return None
    if fault.code.startswith("SQLITE_BUSY"):
        return DatabaseBusy(reason=fault.code)
    return DatabaseAway(reason=fault.code) if fault.is_connection else DatabaseFault(code=fault.code)


def is_refusal(error: BaseException) -> bool:
    """Whether the database refused what was to be written, for whatever reason."""
    return isinstance(error, exc.DBAPIError) or any(
        hasattr(cause, "sqlstate") or hasattr(cause, "sqlite_errorcode") for cause in _causes(error)
    )


def is_passing(error: BaseException) -> bool:
    """Whether an error may pass by itself, as of a busy, full or unreachable database."""
    fault = fault_of(error)
    return fault is not None and not fault.is_lasting


def reason_of(error: BaseException) -> str:
    """A short code that quotes nothing: the system's, the database's, else the kind of error."""
    if isinstance(error, _Unreachable):
        return error.reason
    if isinstance(error, exc.DBAPIError):
        codes = (_code_of(cause) for cause in _causes(error))
        return next(filter(None, codes), type(error).__name__)
    system = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return system or getattr(error, "sqlite_errorname", None) or type(error).__name__


def _code_of(cause: BaseException) -> str | None:
    return getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what the drivers raised beneath it."""
    yield error
    if isinstance(error, exc.DBAPIError) and error.orig is not None:
        yield error.orig
        if error.orig.__cause__ is not None:
            yield error.orig.__cause__


def _fault_of_state(state: str) -> StoreFault | None:
    if state.startswith(_OWN_STATES):
        return None
    if state.startswith(_LASTING_STATES):
        return StoreFault(state, is_lasting=True)
    if state.startswith(_PASSING_STATES):
        return StoreFault(state, is_connection=state.startswith(_CONNECTION_STATES))
    return None


def _fault_of_result(code: int, error: BaseException) -> StoreFault | None:
    name = reason_of(error)
    missing = code == sqlite3.SQLITE_ERROR and any(words in str(error) for words in _NO_SUCH_THING)
    if missing or code & _PRIMARY in _LASTING_RESULTS:
        return StoreFault(name, is_lasting=True)
    return StoreFault(name) if code & _PRIMARY in _PASSING_RESULTS else None


def _lost_connection(error: exc.DBAPIError) -> bool:
    """Whether an error without a code is the connection's.

    asyncpg's InterfaceError is also raised for a value that it cannot encode; that is a ValueError as well.
    """
    if any(isinstance(cause, ValueError) for cause in _causes(error)):
        return False
    return error.connection_invalidated or isinstance(error, exc.OperationalError | exc.InterfaceError)
