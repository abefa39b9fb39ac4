"""Addresses of PostgreSQL as administrators know them: with the words of libpq after the question mark.

It knows neither SQLAlchemy nor asyncpg, so that a configuration is checked without importing them.
"""

import os
import secrets
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from surveys.errors import UserError

_SSL_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_TARGETS: Final = ("any", "primary", "standby", "read-write", "read-only", "prefer-standby")
_VALUES: Final[dict[str, tuple[str, ...]]] = {
    "sslmode": _SSL_MODES,
    "ssl": _SSL_MODES,
    "target_session_attrs": _TARGETS,
    "channel_binding": ("disable", "prefer"),
    "gssencmode": ("disable", "prefer"),
    "sslnegotiation": ("postgres", "direct"),
    "client_encoding": ("utf8", "UTF8", "auto"),
}
"""Words with few values. Of `channel_binding` the driver could not keep `require`."""
_FILES: Final = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
_OF_DRIVER: Final = (
    "sslmode", "target_session_attrs", "sslnegotiation", *_FILES, "sslpassword", "ssl_min_protocol_version",
    "ssl_max_protocol_version", "passfile", "krbsrvname", "gsslib",
    "host", "port", "user", "password", "dbname",
)  # fmt: skip
_OF_SERVER: Final = ("options",)
_WORDS: Final = (*_OF_DRIVER, *_OF_SERVER, *_VALUES, "application_name", "connect_timeout")
_CONNECT_WITHIN_S: Final = 10.0
_LONGEST_NAME: Final = 63


class UnknownAddressWord(UserError):
    """The address has a word after the question mark that is not understood; `known` are those that are."""

    text_id = "database-address-word"


class UnknownAddressValue(UserError):
    """A word of the address has a value that is not possible; `known` says what would be."""

    text_id = "database-address-value"


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """How a server is reached: what the driver is given, and what the server is told of us."""

    dsn: str
    connect_within_s: float = _CONNECT_WITHIN_S
    name: str = "otklik"
    settings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, url: str) -> "PostgresAddress":
        """Read `postgresql://…?sslmode=require`.

        Raises UnknownAddressWord and UnknownAddressValue, which quote no value of the address.
        """
        parts = urlsplit(url)
        words = dict(parse_qsl(parts.query, keep_blank_values=True))
        for word, value in words.items():
            _check(word, value)
        if "ssl" in words:
            words.setdefault("sslmode", words.pop("ssl"))
        driver = {word: value for word, value in words.items() if word in _OF_DRIVER}
        dsn = parts._replace(scheme="postgresql", query=urlencode(driver)).geturl()
        within = float(words.get("connect_timeout") or 0) or _CONNECT_WITHIN_S
        settings = {word: words[word] for word in _OF_SERVER if word in words}
        return cls(dsn, within, words.get("application_name") or "otklik", settings)

    def session_name(self) -> str:
        """The name under which the server knows all connections of this process, and of no other one."""
        mark = _mark_of_process(os.getpid())
        return f"{self.name[: _LONGEST_NAME - len(mark) - 1]} {mark}"

    def arguments(self) -> dict[str, Any]:
        """The arguments of `asyncpg.connect`."""
        told = self.settings | {"application_name": self.session_name()}
        return {"dsn": self.dsn, "timeout": self.connect_within_s, "server_settings": told}


def _check(word: str, value: str) -> None:
    if word not in _WORDS:
        raise UnknownAddressWord(word=_shown(word), known=", ".join(sorted(set(_WORDS) - {"password"})))
    if word in _VALUES and value not in _VALUES[word]:
        raise UnknownAddressValue(word=word, known=", ".join(_VALUES[word]))
    if word == "connect_timeout" and not (value.isascii() and value.isdecimal()):
        raise UnknownAddressValue(word=word, known="0, 1, 2 …")


def _shown(word: str) -> str:
    """A mistyped address may hold its secret anywhere: only what looks like a word is quoted."""
    return word if word.isascii() and word.replace("_", "").isalpha() and len(word) <= _LONGEST_NAME else "…"


@cache
def _mark_of_process(pid: int) -> str:
    """A forked process is another one, hence the argument; two machines may give the same id."""
    return f"{pid}-{secrets.token_hex(4)}"
