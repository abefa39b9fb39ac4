"""What goes wrong with a database, and what of it may pass by itself."""

import errno

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from surveys.errors import TranslatedError
from surveys.language.text import Text


class NoFile(TranslatedError):
    text = Text(
        "Файла из database.url ещё нет: его создаст «otklik run» или «otklik migrate».",
        "The file that database.url names does not exist yet: `otklik run` or `otklik migrate` makes it.",
    )


class NoDatabase(TranslatedError):
    """What database.url names is no database of ours; `reason` is a code."""

    text = Text(
        "Базу данных не открыть ({reason}): проверьте database.url и права доступа.",
        "The database cannot be opened ({reason}): check database.url and the permissions.",
    )


class DatabaseAway(TranslatedError):
    """The server does not answer; it may come back by itself."""

    text = Text(
        "Сервер базы данных не отвечает ({reason}): проверьте, что он запущен, и адрес в database.url.",
        "The database server does not answer ({reason}): see that it runs, and check database.url.",
    )


def reason_of(error: BaseException) -> str:
    """A code that quotes nothing: of the system, of SQLite, else the kind of error."""
    system = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return system or getattr(error, "sqlite_errorname", None) or type(error).__name__


def is_passing(error: BaseException) -> bool:
    """True for a busy, full or unreachable database; False for rows that it will never take."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | OSError)
