"""The kinds of values in the configuration, each refusing what it cannot mean."""

import os
import re
import stat
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_core import PydanticCustomError

from storage.engines.postgres_address import PostgresAddress
from surveys.errors import UserError
from surveys.questions.duration import duration

TOKEN = r"[0-9]+:[^\s/]+"


def fault(text_id: str, key: str) -> PydanticCustomError:
    """A fault of `key` that has a text of its own."""
    return PydanticCustomError(text_id, "{key}", {"key": key})


def wrong(key: str) -> PydanticCustomError:
    """The usual fault: `key` must be something else."""
    return PydanticCustomError("wrong", "{key}", {"key": key})


def secret(pattern: str) -> AfterValidator:
    """A validator that raises ValueError for a secret that does not match the whole pattern."""

    def check(value: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, value.get_secret_value()):
            raise ValueError
        return value

    return AfterValidator(check)


def database_address(value: SecretStr) -> SecretStr:
    """Raises PydanticCustomError for words after the question mark that PostgreSQL's driver has not."""
    address = value.get_secret_value()
    if address.startswith("postgresql:"):
        try:
            PostgresAddress.parse(address)
        except UserError as error:
            [text] = error.texts
            raise PydanticCustomError(
                text.id, "{key}", {"key": "database.url", **dict(text.values)}
            ) from None
    return value


def token_of_file(path: object) -> str:
    """The bot's token from a file.

    Raises PydanticCustomError where the file cannot be read, anybody may read it, or it holds no token.
    """
    key = "telegram.token_file"
    try:
        with Path(str(path)).open(encoding="utf-8") as file:
            token = file.read().strip()
            mode = os.fstat(file.fileno()).st_mode
    except (OSError, ValueError) as error:
        raise wrong(key) from error
    if mode & stat.S_IROTH:
        raise fault("config-open-token-file", key)
    if not re.fullmatch(TOKEN, token):
        raise wrong(key)
    return token


class Address(NamedTuple):
    """Where to listen; port 0 is any free one."""

    host: str
    port: int


def _address(value: object) -> Address:
    host, _, port = str(value).rpartition(":")
    if not host or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535:
        raise ValueError
    return Address(host.removeprefix("[").removesuffix("]"), int(port))


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError
    return value


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (KeyError, ValueError, OSError) as error:
        if not available_timezones():
            raise fault("config-no-zones", "business.timezone") from error
        raise ValueError from error


def _time_of_day(value: object) -> time:
    if not isinstance(value, str) or not re.fullmatch(r"\d\d:\d\d", value):
        raise ValueError
    return time.fromisoformat(value)


def _different(value: tuple[time, time]) -> tuple[time, time]:
    if value[0] == value[1]:
        raise ValueError
    return value


def _listed(value: object) -> object:
    """A variable holds a list as text: `1, 2` and `["21:00", "09:00"]` are both understood."""
    if not isinstance(value, str):
        return value
    inner = value.strip().removeprefix("[").removesuffix("]")
    return [item.strip(" '\"") for item in inner.split(",") if item.strip()]


def _rest(value: object) -> timedelta:
    return duration(str(value))


Listed = BeforeValidator(_listed)
Rest = Annotated[timedelta, BeforeValidator(_rest)]
Listen = Annotated[Address, BeforeValidator(_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Limit = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
_TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
QuietHours = Annotated[tuple[_TimeOfDay, _TimeOfDay], Listed, AfterValidator(_different)]
