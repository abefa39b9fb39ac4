"""Configuration: a TOML file, each of whose keys an environment variable may override."""

import re
import tomllib
from collections.abc import Mapping
from datetime import time, timedelta
from enum import Enum, auto
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    DirectoryPath,
    Field,
    FilePath,
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
    ApiAddress,
    DatabaseAddress,
    HolidayCountry,
    Limit,
    Listed,
    Listen,
    OneOrSeveral,
    OwnDays,
    OwnFolder,
    Period,
    QuietHours,
    Rest,
    TimeOfDay,
    WebAddress,
    WeekHours,
    WorkingTime,
    Zone,
    fault,
    secret,
    token_of_file,
)
from surveys.cases.case_clock import ServiceLimits
from surveys.cases.overdue_steps import USUAL_STEP_TIMES
from surveys.hours.hours_text import read_week, seconds_a_week
from surveys.language.interface_text import InterfaceText
from surveys.language.languages import Language
from surveys.outreach.holdout import HOLDOUT_SHARE
from surveys.outreach.quiet_hours import USUAL_QUIET_HOURS
from surveys.outreach.winback_invitations import RETURN_WINDOW
from surveys.statistics.alert_limits import AlertLimits

TELEGRAM_API = "https://api.telegram.org"
_WEEKS_A_YEAR = 52
_LOOKED_FOR = (
    "first_reply", "next_reply", "solution", "call_holder", "take_back", "call_managers", "call_owners"
)  # fmt: skip
"""The keys of working time after which something is due."""


Proxy = Annotated[SecretStr, secret(r"(https?|socks5h?)://[^\s/]+/?")]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class TelegramSection(Section):
    token: Annotated[SecretStr, secret(f"({TOKEN})?")] = SecretStr("")
    token_file: Path | None = None
    api_url: Annotated[ApiAddress | Annotated[tuple[ApiAddress, ...], Field(min_length=1)], OneOrSeveral] = (
        TELEGRAM_API
    )
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: WebAddress | None = None
    webhook_secret: Annotated[SecretStr, secret(r"[A-Za-z0-9_-]{1,256}")] | None = None
    messages_per_second: Limit = 28
    group_messages_per_minute: Limit = 18
    proxy: Annotated[tuple[Proxy, ...], Listed] = ()

    local_files: DirectoryPath | None = None

    @property
    def api_urls(self) -> tuple[str, ...]:
        """The addresses of the Bot API, in the order in which they are tried."""
        return (self.api_url,) if isinstance(self.api_url, str) else self.api_url

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
            if TELEGRAM_API in self.api_urls and not self.webhook_url.startswith("https://"):
                raise fault("config-webhook-insecure", "telegram.webhook_url")
        return self


class DatabaseSection(Section):
    url: DatabaseAddress = SecretStr("sqlite:///otklik.db")


class BusinessSection(Section):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)] = "Otklik"
    timezone: Zone = Field(default="Europe/Moscow", validate_default=True)
    language: Language = Language.RU
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "RUB"
    quiet_hours: QuietHours = (USUAL_QUIET_HOURS.start, USUAL_QUIET_HOURS.end)


class StaffSection(Section):
    owner_ids: Annotated[tuple[PositiveInt, ...], Listed] = ()
    support_chat: Annotated[int, Field(lt=0)] | None = None
    board: bool = False


class SupportSection(Section):
    """No hours are all hours; None is no limit."""

    hours: WeekHours = ()
    holidays: HolidayCountry | None = None
    days: OwnDays = ()
    first_reply: WorkingTime | None = None
    next_reply: WorkingTime | None = None
    solution: WorkingTime | None = None
    warn_before: WorkingTime = ServiceLimits().warn_before
    call_holder: WorkingTime = USUAL_STEP_TIMES.holder
    take_back: WorkingTime = USUAL_STEP_TIMES.release
    call_managers: WorkingTime = USUAL_STEP_TIMES.managers
    call_owners: WorkingTime = USUAL_STEP_TIMES.owners
    names: bool = False
    inbox: bool = True

    @model_validator(mode="after")
    def _check_hours(self) -> Self:
        if (self.holidays or self.days) and not self.hours:
            raise fault("config-no-hours", "support.hours")
        return self

    @model_validator(mode="after")
    def _check_limits(self) -> Self:
        """When a limit is due is looked for day by day: one that never is would be looked for without end."""
        a_year_s = seconds_a_week(read_week(self.hours)) * _WEEKS_A_YEAR
        for name in _LOOKED_FOR:
            limit: timedelta | None = getattr(self, name)
            if limit is not None and limit.total_seconds() > a_year_s:
                raise fault("config-limit-too-long", key=f"support.{name}")
        return self


class SurveysSection(Section):
    directory: OwnFolder | None = None


class OutreachSection(Section):
    weekly_cap: Annotated[int, Field(ge=0, le=50)] = 3
    relational_rest: Rest = timedelta(days=90)
    survey_rest: Rest = timedelta(days=7)
    holdout: Annotated[float, Field(ge=0, le=0.5)] = HOLDOUT_SHARE
    promotion: bool = True


class WinbackSection(Section):
    window: Annotated[Rest, Field(ge=timedelta(days=1), le=timedelta(days=365))] = RETURN_WINDOW


class CampaignsSection(Section):
    block_limit: Annotated[float, Field(gt=0, le=1)] = 0.02
    complaint_limit: Annotated[float, Field(gt=0, le=1)] = 0.01


class DigestSection(Section):
    hour: Annotated[int, Field(ge=0, le=23)] = 9


class AlertsSection(Section):
    unanswered_after: Rest = AlertLimits().unanswered_after
    valuable_share: Annotated[float, Field(gt=0, le=1)] = AlertLimits().valuable_share


class TargetsSection(Section):
    """None is no target. The keys are those of `Targets`."""

    nps: Annotated[float, Field(ge=-100, le=100)] | None = None
    complaints_per_100: Limit | None = None
    churn: Annotated[float, Field(ge=0, le=1)] | None = None
    response_rate: Annotated[float, Field(ge=0, le=1)] | None = None
    first_reply: Rest | None = None


class FilesSection(Section):
    directory: Path | None = None
    daily_megabytes: Annotated[int, Field(ge=0, le=100_000)] = 100
    daily_count: Annotated[int, Field(ge=0, le=10_000)] = 50
    keep: Rest = timedelta(days=365)


class ConsentSection(Section):
    ask_consent: bool = False
    text_version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,32}$")] = "1"


class RetentionSection(Section):
    """None is for ever."""

    answers: Period | None = None
    complaints: Period | None = None
    orders: Period | None = None
    audit_log: Period | None = None
    refused_lines: Period = timedelta(days=90)
    sent_tables: Period = timedelta(days=30)
    events: Period = timedelta(days=400)


class OffersSection(Section):
    file: FilePath | None = None


class TextsSection(Section):
    directory: OwnFolder | None = None


class BackupSection(Section):
    directory: Path | None = None
    keep: Annotated[int, Field(ge=1, le=1000)] = 7
    at: TimeOfDay = time(3, 30)


class HttpSection(Section):
    listen: Listen = Address("127.0.0.1", 8080)
    admin_listen: Listen | None = None
    api_key: Annotated[SecretStr, Field(min_length=16)] | None = None
    ping_url: Annotated[SecretStr, secret(r"https?://[^\s/?#]+([/?#]\S*)?")] | None = None


class HooksSection(Section):
    directory: OwnFolder | None = None


class JourneysSection(Section):
    directory: OwnFolder | None = None


class LinksSection(Section):
    review: WebAddress | None = None
    referral: WebAddress | None = None

    @property
    def by_name(self) -> dict[str, str]:
        """Those that are given, by the names that buttons call them by."""
        return {f"{name}_link": url for name, url in self if url is not None}


class WebhooksSection(Section):
    private_addresses: bool = False
    """Webhooks may go to addresses of one's own network."""


class Config(Section):
    telegram: TelegramSection = Field(default_factory=TelegramSection)
    database: DatabaseSection = Field(default_factory=DatabaseSection)
    business: BusinessSection = Field(default_factory=BusinessSection)
    staff: StaffSection = Field(default_factory=StaffSection)
    support: SupportSection = Field(default_factory=SupportSection)
    surveys: SurveysSection = Field(default_factory=SurveysSection)
    outreach: OutreachSection = Field(default_factory=OutreachSection)
    winback: WinbackSection = Field(default_factory=WinbackSection)
    campaigns: CampaignsSection = Field(default_factory=CampaignsSection)
    digest: DigestSection = Field(default_factory=DigestSection)
    alerts: AlertsSection = Field(default_factory=AlertsSection)
    targets: TargetsSection = Field(default_factory=TargetsSection)
    files: FilesSection = Field(default_factory=FilesSection)
    privacy: ConsentSection = Field(default_factory=ConsentSection)
    retention: RetentionSection = Field(default_factory=RetentionSection)
    offers: OffersSection = Field(default_factory=OffersSection)
    texts: TextsSection = Field(default_factory=TextsSection)
    backup: BackupSection = Field(default_factory=BackupSection)
    http: HttpSection = Field(default_factory=HttpSection)
    hooks: HooksSection = Field(default_factory=HooksSection)
    journeys: JourneysSection = Field(default_factory=JourneysSection)
    links: LinksSection = Field(default_factory=LinksSection)
    webhooks: WebhooksSection = Field(default_factory=WebhooksSection)


SECTIONS = tuple(Config.model_fields)
KEYS = tuple(
    f"{name}.{key}"
    for name, field in Config.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
    for key in field.annotation.model_fields
)


SECRETS = (
    "telegram.token", "telegram.webhook_secret", "telegram.proxy", "database.url",
    "http.api_key", "http.ping_url",
)  # fmt: skip
"""Keys whose values nobody else may read; addresses only where they hold a password."""


class TokenUse(Enum):
    """What a command wants with the bot's token."""

    REQUIRED = auto()
    OPTIONAL = auto()
    """A wrong one is a fault, none is not."""
    UNUSED = auto()
    """It is not looked at: whoever only reads the database needs no key of the bot and may not read it."""


def file_of(path: Path | None, env: Mapping[str, str]) -> Path | None:
    """The file that `load` reads: `path`, else what OTKLIK_CONFIG names, else config.toml if there is one."""
    if path is not None:
        return path
    if env.get("OTKLIK_CONFIG"):
        return Path(env["OTKLIK_CONFIG"])
    return Path("config.toml") if Path("config.toml").exists() else None


def load(path: Path | None, env: Mapping[str, str], use: TokenUse = TokenUse.REQUIRED) -> Config:
    """The configuration of a file (see `file_of`) under the variables of `env`.

    The token is empty where there is none. Raises ConfigFault.
    """
    file = file_of(path, env)
    overrides = _overrides(env)
    source = ConfigSource(str(file or "config.toml"), overridden=overrides.keys())
    faults = _misnamed(env, source)
    if file is None and not overrides:
        raise ConfigFault([*faults, source.fault("config-no-file")])
    tables = _merged(_read(file, source) if file else {}, overrides)
    if use is TokenUse.UNUSED:
        tables = _without_token(tables)
    config, found = _validated(tables, source)
    faults += found
    if use is TokenUse.REQUIRED and not _names_token(tables):
        faults.append(source.fault("config-no-token" if file else "config-no-file"))
    if config is None or faults:
        raise ConfigFault(dict.fromkeys(faults))
    return config


def _without_token(tables: Mapping[str, object]) -> dict[str, object]:
    section = tables["telegram"]
    if not isinstance(section, dict):
        return dict(tables)
    kept = {key: value for key, value in section.items() if key not in {"token", "token_file"}}
    return {**tables, "telegram": kept}


def _names_token(tables: Mapping[str, object]) -> bool:
    section = tables["telegram"]
    return not isinstance(section, dict) or bool(section.get("token") or section.get("token_file"))


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


def _validated(
    tables: Mapping[str, object], source: ConfigSource
) -> tuple[Config | None, list[InterfaceText]]:
    """The configuration, or what is wrong with it: the validation error itself holds values, secrets too."""
    try:
        return Config.model_validate(tables), []
    except ValidationError as error:
        return None, [
            _explained(found, source) for found in error.errors(include_url=False, include_input=False)
        ]


def _explained(error: ErrorDetails, source: ConfigSource) -> InterfaceText:
    kind, context = error["type"], error.get("ctx", {})
    key = str(context.get("key") or ".".join(str(part) for part in error["loc"][:2]))
    if kind == "extra_forbidden":
        return source.unknown(key, KEYS)
    if kind == "model_type":
        return source.fault("config-not-a-section", key=key)
    if "-" not in kind:  # one of pydantic's own
        return source.wrong(key)
    values = {name: value for name, value in context.items() if name != "key"}
    return source.fault(kind, place=source.place(key), key=key, **values)
