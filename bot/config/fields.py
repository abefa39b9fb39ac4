"""The kinds of values in the configuration, each refusing what it cannot mean."""

import re
from datetime import time, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, DirectoryPath, Field, SecretStr
from pydantic_core import PydanticCustomError

from bot.config.file_rights import is_open_to_others
from storage.engines.postgres_address import PostgresAddress
from surveys.errors import UserError
from surveys.hours.holiday_calendar import read_calendar
from surveys.hours.hours_text import read_own_days, read_week
from surveys.questions.duration import duration

TOKEN = r"[0-9]+:[A-Za-z0-9_-]{30,}"


def fault(text_id: str, key: str) -> PydanticCustomError:
    """A fault of `key` that has a text of its own; with an empty key it is that of the value looked at."""
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


def token_of_file(path: object) -> str:
    """The bot's token from a file.

    Raises PydanticCustomError where the file cannot be read, anybody may read it, or it holds no token.
    """
    key = "telegram.token_file"
    try:
        with Path(str(path)).open(encoding="utf-8-sig") as file:
            token = file.read().strip()
            is_open = is_open_to_others(file.fileno())
    except (OSError, ValueError) as error:
        raise wrong(key) from error
    if is_open:
        raise fault("config-open-token-file", key)
    if not re.fullmatch(TOKEN, token):
        raise wrong(key)
    return token


class Address(NamedTuple):
    """Where to listen; port 0 is any free one."""

    host: str
    port: int


def is_public(host: str) -> bool:
    """Whether a host may be reached from elsewhere than this machine and its private network."""
    try:
        address = ip_address(host)
    except ValueError:
        return "." in host
    return address.is_unspecified or address.is_global


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


def _database_address(value: SecretStr) -> SecretStr:
    address = value.get_secret_value()
    if not re.fullmatch(r"sqlite:///(?!:memory:).+|postgresql://.+", address):
        raise ValueError
    if address.startswith("postgresql"):
        _ = urlsplit(address).port  # raises for what is no number
        try:
            PostgresAddress.parse(address)
        except UserError as error:
            [text] = error.texts
            values = {"key": "database.url", **dict(text.values)}
            raise PydanticCustomError(text.id, "{key}", values) from None
    return value


def _own_folder(value: Path) -> Path:
    """Files of a company among those of a program would be lost with its next version."""
    folder = value.resolve()
    if any((above / "__init__.py").exists() for above in (folder, *folder.parents)):
        raise fault("config-program-folder", key="")
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


def _several(value: object) -> object:
    """What is usually one thing; several stand in a list, or between commas in a variable."""
    is_list = isinstance(value, str) and ("," in value or value.startswith("["))
    return _listed(value) if is_list else value


def _rest(value: object) -> timedelta:
    return duration(str(value))


def _working_time(value: object) -> timedelta:
    """A day of work is as long as its hours: whoever writes days would mean something else than we count."""
    if str(value).endswith("d"):
        raise ValueError
    return duration(str(value))


def _week(lines: tuple[str, ...]) -> tuple[str, ...]:
    read_week(lines)
    return lines


def _own_days(lines: tuple[str, ...]) -> tuple[str, ...]:
    read_own_days(lines)
    return lines


def _country(code: str) -> str:
    read_calendar(code)
    return code


Listed = BeforeValidator(_listed)
OneOrSeveral = BeforeValidator(_several)
Rest = Annotated[timedelta, BeforeValidator(_rest)]
WorkingTime = Annotated[timedelta, BeforeValidator(_working_time)]
WeekHours = Annotated[tuple[str, ...], Listed, AfterValidator(_week)]
OwnDays = Annotated[tuple[str, ...], Listed, AfterValidator(_own_days)]
HolidayCountry = Annotated[str, AfterValidator(_country)]
Period = Annotated[Rest, Field(ge=timedelta(days=30))]
"""How long data is kept: until then it may be needed to answer."""
Listen = Annotated[Address, BeforeValidator(_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
ApiAddress = Annotated[WebAddress, AfterValidator(lambda url: url.rstrip("/"))]
DatabaseAddress = Annotated[SecretStr, AfterValidator(_database_address)]
OwnFolder = Annotated[DirectoryPath, AfterValidator(_own_folder)]
Limit = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
QuietHours = Annotated[tuple[TimeOfDay, TimeOfDay], Listed, AfterValidator(_different)]
