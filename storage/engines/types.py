"""Column types that behave the same on both engines."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any, TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, Float, Integer, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

_E = TypeVar("_E", bound=Enum)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CENT = Decimal("0.01")
MICROSECONDS = 1_000_000
"""Microseconds in a second."""

# What PostgreSQL refuses (NUL) or UTF-8 cannot hold (lone surrogates), and Telegram may still deliver.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive datetimes, returns aware ones.

    SQLite keeps microseconds since 1970 as an integer: text dates cost a quarter of a batch's time there.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _to_microseconds if dialect.name == "sqlite" else _to_aware

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _from_microseconds if dialect.name == "sqlite" else _to_utc


def _to_microseconds(moment: datetime | None) -> int | None:
    aware = _to_aware(moment)
    return None if aware is None else (aware - _EPOCH) // _MICROSECOND


def _from_microseconds(stored: int | None) -> datetime | None:
    return None if stored is None else _EPOCH + timedelta(microseconds=stored)


def _to_aware(moment: datetime | None) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise ValueError("a naive datetime cannot be stored: give it a time zone")
    return moment


def _to_utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


class UtcSecond(TypeDecorator[datetime]):
    """A moment in UTC to the second as the views show it: text on SQLite, a time with zone on PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _to_text if dialect.name == "sqlite" else _to_aware

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _from_text if dialect.name == "sqlite" else _to_utc


def _to_text(moment: datetime | None) -> str | None:
    aware = _to_aware(moment)
    return None if aware is None else f"{aware.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _from_text(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored).replace(tzinfo=UTC)


class MajorUnits(TypeDecorator[Decimal]):
    """An amount with two decimals as the views show it."""

    impl = Float
    cache_ok = True

    @property
    def python_type(self) -> type[Any]:
        return float

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        return _to_cents


def _to_cents(amount: float | Decimal | None) -> Decimal | None:
    return None if amount is None else Decimal(amount).quantize(_CENT)


class Words(TypeDecorator[str]):
    """People's text: stored as written, less the few characters that no database can hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None else storable(value)


def storable(text: str) -> str:
    """The text less the few characters that no database can hold, or be asked for."""
    return _UNSTORABLE.sub("", text)


class Json(TypeDecorator[Any]):
    """A JSON value kept as text: the same bytes on both engines, comparable in a copy."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Choice(TypeDecorator[StrEnum]):
    """One of a fixed set of values, an enum on both sides of the database. Refuses to store any other value.

    Reading another one raises ValueError, unless `unknown` says what it is taken for: so it is where rows are
    read by the page, as one that cannot be read would hold up all others.
    """

    impl = String
    cache_ok = True

    def __init__(self, values: type[StrEnum], length: int, unknown: StrEnum | None = None) -> None:
        super().__init__(length)
        self.values = values
        self.unknown = unknown

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.values(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else _member(self.values, value, self.unknown)


class IntChoice(TypeDecorator[IntEnum]):
    """One of a fixed set of whole numbers whose order counts; otherwise like Choice."""

    impl = Integer
    cache_ok = True

    def __init__(self, values: type[IntEnum], unknown: IntEnum | None = None) -> None:
        super().__init__()
        self.values = values
        self.unknown = unknown

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else self.values(value).value

    def process_result_value(self, value: int | None, dialect: Dialect) -> IntEnum | None:
        return None if value is None else _member(self.values, value, self.unknown)


def _member(values: type[_E], stored: object, unknown: _E | None) -> _E:
    try:
        return values(stored)
    except ValueError:
        if unknown is None:
            raise
        return unknown


Id = BigInteger
"""Telegram's ids need 52 bits, ours 63."""
