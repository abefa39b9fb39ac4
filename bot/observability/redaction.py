"""What may be said of a text or an error without repeating a secret or a customer."""

import errno
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from uuid import UUID

from surveys.errors import LoggableError

FRAMES = 20
ERRORS = 12

_SECRETS = (
    (re.compile(r"https?://\S*/bot\d+\S*"), "[bot url]"),
    (re.compile(r"/bot\d{1,20}(?::|%3[Aa])\S+"), "/[bot]"),
    (re.compile(r"\d{1,20}(?::|%3[Aa])[\w-]{30,}"), "[token]"),
)
_ID = re.compile(r"[!-~]{0,100}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def redacted(text: str) -> str:
    """The text with a label in place of each token and of each address that holds one."""
    for secret, label in _SECRETS:
        text = secret.sub(label, text)
    return text


def one_line(text: str) -> str:
    """The text in one line, such that any terminal can show it."""
    visible = _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
    return visible.encode("utf-8", "backslashreplace").decode()


def harmless(value: object) -> object:
    """What may be logged of a value: numbers, moments and ids as they are, of anything else what it is."""
    if value is None or isinstance(value, int | float | date | timedelta | UUID):
        return value
    if isinstance(value, LoggableError):
        return str(value)
    if isinstance(value, BaseException):
        return type(value).__qualname__
    if isinstance(value, str):
        return value if _ID.fullmatch(value) else f"<text of {len(value)}>"
    return f"<{type(value).__qualname__}>"


def described(error: BaseException) -> str:
    """The types and places of an error and of what led to it, with the messages that were made to be said.

    Other messages stay unsaid: validation and database drivers quote the values that they refuse.
    """
    said = list(islice(_chain(error, set()), ERRORS + 1))
    return " | ".join([*said[:ERRORS], "and more"] if len(said) > ERRORS else said)


def _chain(error: BaseException | None, seen: set[int]) -> Iterator[str]:
    link = ""
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield link + _alone(error)
        if isinstance(error, BaseExceptionGroup):
            for number, member in enumerate(error.exceptions, 1):
                yield from (f"[{number}] {said}" for said in _chain(member, seen))
        error, link = _origin(error)


def _origin(error: BaseException) -> tuple[BaseException | None, str]:
    if error.__cause__ is not None:
        return error.__cause__, "because of "
    if error.__suppress_context__:
        return None, ""
    return error.__context__, "while handling "


def _alone(error: BaseException) -> str:
    message = f": {error}" if isinstance(error, LoggableError) else ""
    return f"{type(error).__qualname__}{_code(error)}{message}{_frames(error.__traceback__)}"


def _code(error: BaseException) -> str:
    """What the system, a database driver or a server calls the error; a code quotes nobody."""
    names = [errno.errorcode.get(error.errno or 0)] if isinstance(error, OSError) else []
    names += [getattr(error, name, None) for name in ("sqlite_errorname", "sqlstate", "status")]
    code = next((str(name) for name in names if name), "")
    return f"({code})" if re.fullmatch(r"[A-Z0-9_]{1,40}", code) else ""


def _frames(traceback: TracebackType | None) -> str:
    places = [
        f"{place(f.f_code.co_filename)}:{line} {f.f_code.co_qualname}" for f, line in walk_tb(traceback)
    ]
    shown = places[: -FRAMES - 1 : -1]
    more = [f"{len(places) - FRAMES} more"] if len(places) > FRAMES else []
    return " at " + " < ".join(shown + more) if shown else ""


@lru_cache(maxsize=1024)
def place(filename: str) -> str:
    """The path of a source file as its import names it, without the folders of this machine."""
    roots = sorted({str(Path(__file__).parents[2]), *filter(None, sys.path)}, key=len, reverse=True)
    path = Path(filename)
    root = next((root for root in roots if path.is_relative_to(root)), None)
    return path.relative_to(root).as_posix() if root else path.name
