"""Configuration: a TOML file, each of whose keys an environment variable may override."""

import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    DirectoryPath,
    Field,
    PositiveInt,
    SecretStr,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from bot.config.errors import ENV_PREFIX, ConfigFault, ConfigSource, variable
from bot.config.fields import (
    TOKEN,
    Address,
    Limit,
    Listed,
    Listen,
    QuietHours,
    Rest,
    WebAddress,
    Zone,
    database_address,
    fault,
    secret,
    token_of_file,
)
from surveys.language.interface_text import InterfaceText
from surveys.language.languages import Language
from surveys.outreach.holdout import HOLDOUT_SHARE
from surveys.outreach.quiet_hours import USUAL_QUIET_HOURS

TELEGRAM_API = "https://api.telegram.org"


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class TelegramSection(Section):
    token: Annotated[SecretStr, secret(TOKEN)]
    token_file: Path | None = None
    api_url: Annotated[WebAddress, AfterValidator(lambda url: url.rstrip("/"))] = TELEGRAM_API
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: WebAddress | None = None
    webhook_secret: Annotated[SecretStr, secret(r"[A-Za-z0-9_-]{1,256}")] | None = None
    messages_per_second: Limit = 28
    group_messages_per_minute: Limit = 18
    proxy: Annotated[SecretStr, secret(r"https?://[^\s/]+/?")] | None = None

    @model_validator(mode="before")
    @classmethod
    def _take_token_from_file(cls, values: object) -> object:
        if not isinstance(values, dict) or not values.get("token_file"):
            return values
        if values.get("token"):
            raise fault("config-two-tokens", "telegram.token_file")
        return {**values, "token": token_of_file(values["token_file"])}

    @model_validator(mode="after")
    def _check_webhook(self) -> Self:
        if self.mode == "webhook":
            if not self.webhook_url or not self.webhook_secret:
                raise fault("config-webhook-incomplete", "telegram.mode")
            if self.api_url == TELEGRAM_API and not self.webhook_url.startswith("https://"):
                raise fault("config-webhook-insecure", "telegram.webhook_url")
        return self


class DatabaseSection(Section):
    url: Annotated[
        SecretStr,
        secret(r"sqlite:///(?!:memory:).+|postgresql://.+"),
        AfterValidator(database_address),
    ] = SecretStr("sqlite:///otklik.db")


class BusinessSection(Section):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)] = "Otklik"
    timezone: Zone = Field(default="Europe/Moscow", validate_default=True)
    language: Language = Language.RU
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "RUB"
    quiet_hours: QuietHours = (USUAL_QUIET_HOURS.start, USUAL_QUIET_HOURS.end)


class StaffSection(Section):
    owner_ids: Annotated[tuple[PositiveInt, ...], Listed] = ()
    support_chat: Annotated[int, Field(lt=0)] | None = None


class SurveysSection(Section):
    directory: DirectoryPath | None = None


class OutreachSection(Section):
    weekly_cap: Annotated[int, Field(ge=0, le=50)] = 3
    relational_rest: Rest = timedelta(days=90)
    survey_rest: Rest = timedelta(days=7)
    holdout: Annotated[float, Field(ge=0, le=0.5)] = HOLDOUT_SHARE


class TextsSection(Section):
    directory: DirectoryPath | None = None


class HttpSection(Section):
    listen: Listen = Address("127.0.0.1", 8080)
    api_key: Annotated[SecretStr, Field(min_length=16)] | None = None


class Config(Section):
    telegram: TelegramSection
    database: DatabaseSection = Field(default_factory=DatabaseSection)
    business: BusinessSection = Field(default_factory=BusinessSection)
    staff: StaffSection = Field(default_factory=StaffSection)
    surveys: SurveysSection = Field(default_factory=SurveysSection)
    outreach: OutreachSection = Field(default_factory=OutreachSection)
    texts: TextsSection = Field(default_factory=TextsSection)
    http: HttpSection = Field(default_factory=HttpSection)


SECTIONS = tuple(Config.model_fields)
KEYS = tuple(
    f"{name}.{key}"
    for name, field in Config.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
    for key in field.annotation.model_fields
)


def load(path: Path | None, env: Mapping[str, str]) -> Config:
    """`path`, else what OTKLIK_CONFIG names, else config.toml if there is one, under the variables of `env`.

    Raises ConfigFault.
    """
    named = path or (Path(env["OTKLIK_CONFIG"]) if env.get("OTKLIK_CONFIG") else None)
    file = named or Path("config.toml")
    overrides = _overrides(env)
    source = ConfigSource(str(file), overridden=overrides.keys())
    tables = _read(file, source) if named or file.exists() else {}
    faults = _misnamed(env, source)
    return _validated(_merged(tables, overrides), source, faults)


def _key(name: str) -> str | None:
    """`section.key` of a variable's name, if it is one of ours."""
    section, joint, key = name.removeprefix(ENV_PREFIX).lower().partition("__")
    return f"{section}.{key}" if joint and name.startswith(ENV_PREFIX) else None


def _overrides(env: Mapping[str, str]) -> dict[str, str]:
    """Values by section.key. Empty variables count as unset: that is how compose files leave one out."""
    return {key: value for name, value in env.items() if value and (key := _key(name)) in KEYS and key}


def _misnamed(env: Mapping[str, str], source: ConfigSource) -> list[InterfaceText]:
    unknown = {name: key for name in sorted(env) if (key := _key(name)) and key not in KEYS}
    flat = {variable(key).replace("__", "_"): variable(key) for key in KEYS}
    return [source.unknown(key, KEYS, name) for name, key in unknown.items()] + [
        source.fault("config-underscores", place=name, names=flat[name])
        for name in sorted(env)
        if name in flat
    ]


def _merged(tables: Mapping[str, object], overrides: Mapping[str, str]) -> dict[str, object]:
    merged: dict[str, object] = {name: {} for name in SECTIONS} | dict(tables)
    for key, value in overrides.items():
        section, _, name = key.partition(".")
        table = merged[section]
        if isinstance(table, dict):
            merged[section] = {**table, name: value}
    return merged


def _read(file: Path, source: ConfigSource) -> dict[str, object]:
    try:
        # Editors on Windows put a byte order mark first, which TOML does not know.
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        found = source.fault("config-no-file")
    except OSError:
        found = source.fault("config-unreadable")
    except UnicodeDecodeError:
        found = source.fault("config-not-utf8")
    else:
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            line = re.search(r"at line (\d+)", str(error))
            found = source.fault("config-syntax", line=line[1] if line else len(text.splitlines()))
    raise ConfigFault([found])


def _validated(tables: Mapping[str, object], source: ConfigSource, faults: list[InterfaceText]) -> Config:
    errors: list[ErrorDetails] = []
    try:
        config = Config.model_validate(tables)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    # Raised outside the handler: the validation error holds the values, secrets among them.
    faults = faults + [_explained(error, source) for error in errors]
    if faults:
        raise ConfigFault(dict.fromkeys(faults))
    return config


def _explained(error: ErrorDetails, source: ConfigSource) -> InterfaceText:
    kind, context = error["type"], error.get("ctx", {})
    key = str(context.get("key") or ".".join(str(part) for part in error["loc"][:2]))
    if kind == "extra_forbidden":
        return source.unknown(key, KEYS)
    if kind == "missing" and key == "telegram.token":
        return source.fault("config-no-token")
    if kind == "model_type":
        return source.fault("config-not-a-section", key=key)
    if kind == "wrong" or "key" not in context:
        return source.wrong(key)
    values = {name: value for name, value in context.items() if name != "key"}
    return source.fault(kind, place=source.place(key), **values)
