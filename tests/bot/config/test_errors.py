import sys
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli.terminal import terminal_language
from bot.config.errors import ConfigFault, expected
from bot.config.schema import KEYS, load
from surveys.language.languages import Language
from tests.words import words_of

pytestmark = pytest.mark.usefixtures("elsewhere")

TOKEN = "123456789:AAH-canary_canary-canary_canary-can"
EXAMPLE = Path(__file__).parents[3] / "config.example.toml"

Written = Callable[[str], Path]


def _faults(path: Path | None, env: dict[str, str], language: str = "en") -> tuple[str, ...]:
    with pytest.raises(ConfigFault) as caught:
        load(path, env)
    return tuple(words_of(text, language) for text in caught.value.texts)


def test_the_example_without_a_token_asks_for_exactly_that() -> None:
    (sentence,) = _faults(EXAMPLE, {})
    assert "telegram.token is missing; write the token that @BotFather gave there" in sentence


def test_a_named_file_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.toml"
    for sentences in (_faults(missing, {}), _faults(None, {"OTKLIK_CONFIG": str(missing)})):
        assert sentences == (
            f"{missing}: there is no such file; copy config.example.toml to it, or name another one"
            " with --config or OTKLIK_CONFIG.",
        )


def test_a_folder_or_a_file_in_another_encoding_is_a_fault(tmp_path: Path) -> None:
    (in_place_of_a_file,) = _faults(tmp_path, {})
    assert "cannot be read" in in_place_of_a_file
    path = tmp_path / "old.toml"
    path.write_bytes('[business]\nname = "Булочная"'.encode("cp1251"))
    (in_old_encoding,) = _faults(path, {})
    assert "UTF-8" in in_old_encoding


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"[telegram]\ntoken = {TOKEN}\n", 2),
        ("[telegram\n", 1),
        ("[staff]\nowner_ids = [1,\n2\n\n", 4),
        ("[staff]\nowner_ids = " + "[" * 9999, 2),
        ("[staff]\nowner_ids = [" + "9" * 5000 + "]", 2),
    ],
)
def test_a_broken_line_is_named(written: Written, text: str, line: int) -> None:
    (sentence,) = _faults(written(text), {})
    assert f"shop.toml, line {line}: this is not TOML" in sentence
    assert TOKEN not in sentence


WRONG = {
    "telegram.token": '"let me in"',
    "telegram.token_file": '"nowhere.txt"',
    "telegram.api_url": '"api.telegram.org"',
    "telegram.mode": '"push"',
    "telegram.webhook_url": '"bot.example.com"',
    "telegram.webhook_secret": '"секрет"',
    "telegram.messages_per_second": "-1",
    "telegram.group_messages_per_minute": "nan",
    "telegram.proxy": '"ftp://127.0.0.1:21"',
    "telegram.local_files": '"nowhere"',
    "database.url": '"mysql://root:canary@host/otklik"',
    "business.name": '"  "',
    "business.timezone": '"Europe"',
    "business.language": '"de"',
    "business.currency": '"руб"',
    "business.quiet_hours": '["21:00", "21:00"]',
    "staff.owner_ids": '[1, "Boris"]',
    "staff.support_chat": "100500",
    "support.hours": '["mon-fri 09:00-18:00", "fri 09:00-16:00"]',
    "support.holidays": '"Atlantis"',
    "support.days": '["31.12.2026 closed"]',
    "support.first_reply": '"2d"',
    "support.next_reply": '"8"',
    "support.solution": "24",
    "support.warn_before": '"soon"',
    "support.call_holder": '"0m"',
    "support.take_back": '"1d"',
    "support.call_managers": "30",
    "support.call_owners": '"later"',
    "support.names": '"maybe"',
    "support.inbox": '"maybe"',
    "surveys.directory": '"nowhere"',
    "outreach.weekly_cap": "2.5",
    "outreach.relational_rest": '"a quarter"',
    "outreach.survey_rest": '"7"',
    "outreach.holdout": "0.9",
    "staff.board": '"maybe"',
    "outreach.promotion": '"maybe"',
    "winback.window": '"12h"',
    "campaigns.block_limit": "2",
    "campaigns.complaint_limit": "0",
    "digest.hour": "24",
    "alerts.unanswered_after": '"8"',
    "alerts.valuable_share": "0",
    "targets.nps": "120",
    "targets.complaints_per_100": "inf",
    "targets.churn": "5",
    "targets.response_rate": '"a third"',
    "targets.first_reply": '"soon"',
    "files.directory": "true",
    "files.daily_megabytes": "-1",
    "files.daily_count": "1.5",
    "files.keep": '"a year"',
    "privacy.ask_consent": '"maybe"',
    "privacy.text_version": '"версия 2"',
    "retention.answers": '"29d"',
    "retention.complaints": '"0d"',
    "retention.orders": '"a year"',
    "retention.audit_log": "365",
    "retention.refused_lines": '"1h"',
    "retention.sent_tables": '"-30d"',
    "retention.events": '"3 months"',
    "texts.directory": '"nowhere"',
    "backup.directory": "7",
    "backup.keep": "0",
    "backup.at": '"3"',
    "http.listen": '"8080"',
    "http.admin_listen": '"nowhere"',
    "http.api_key": '"canary"',
    "http.ping_url": '"ftp://canary.example"',
    "offers.file": '"nowhere.toml"',
    "hooks.directory": '"nowhere"',
    "journeys.directory": '"nowhere"',
    "links.review": '"our page"',
    "links.referral": '"example.com/friend"',
    "webhooks.private_addresses": '"sometimes"',
}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("key", KEYS)
def test_a_wrong_value_is_explained_by_file_key_and_remedy(written: Written, key: str, language: str) -> None:
    section, _, name = key.partition(".")
    path = written(f"[{section}]\n{name} = {WRONG[key]}\n")
    token = {} if name.startswith("token") else {"OTKLIK_TELEGRAM__TOKEN": TOKEN}
    (sentence,) = _faults(path, token, language)
    assert sentence.startswith(f"{path}: ")
    assert key in sentence
    right = words_of(expected(key), language)
    assert sentence.endswith(f"{right}.")
    assert WRONG[key].strip('"') not in sentence.removeprefix(str(path)).replace(right, "")


@pytest.mark.parametrize("key", ["business.quiet_hours", "staff.owner_ids", "telegram.mode"])
def test_a_wrong_variable_is_called_by_its_name(key: str) -> None:
    variable = "OTKLIK_" + key.upper().replace(".", "__")
    (sentence,) = _faults(None, {"OTKLIK_TELEGRAM__TOKEN": TOKEN, variable: "25:00"})
    assert sentence.startswith(f"{variable}: {key} must be ")


def test_every_fault_is_told_at_once_and_only_once(written: Written) -> None:
    path = written('[business]\nlanguage = "de"\n[staff]\nowner_ids = [0, -1]\n[digest]\nday = 1\n')
    sentences = _faults(path, {})
    assert len(sentences) == len(set(sentences)) == 4
    told = " ".join(sentences)
    assert all(word in told for word in ("telegram.token", "business.language", "staff.owner_ids", "digest"))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[telegram]\ntokn = 'x'\n", "nothing is called telegram.tokn; perhaps telegram.token is meant"),
        ("[telegrm]\ntoken = 'x'\n", "nothing is called telegrm; perhaps telegram is meant"),
        ("token = 'x'\n", "nothing is called token; perhaps telegram.token is meant"),
        (
            "[http]\nzzz = 1\n",
            "nothing is called http.zzz; there are http.listen, http.admin_listen, http.api_key, "
            "http.ping_url",
        ),
        ("staff = 7\n", "staff must be a section, a line [staff] with its keys below"),
    ],
)
def test_an_unknown_name_in_the_file_is_a_fault(written: Written, text: str, hint: str) -> None:
    (sentence,) = _faults(written(text), {"OTKLIK_TELEGRAM__TOKEN": TOKEN})
    assert sentence.endswith(f"shop.toml: {hint}.")


@pytest.mark.parametrize(
    ("variable", "hint"),
    [
        ("OTKLIK_TELEGRAM__TOKN", "perhaps OTKLIK_TELEGRAM__TOKEN is meant"),
        ("OTKLIK_TELEGRM__TOKEN", "perhaps OTKLIK_TELEGRAM__TOKEN is meant"),
        (
            "OTKLIK_HTTP__ZZZ",
            "there are OTKLIK_HTTP__LISTEN, OTKLIK_HTTP__ADMIN_LISTEN, OTKLIK_HTTP__API_KEY",
        ),
        ("OTKLIK_TELEGRAM_TOKEN", "joined by two underscores: OTKLIK_TELEGRAM__TOKEN"),
        ("OTKLIK_HTTP__\udcff", "nothing is called http.\\udcff"),
    ],
)
def test_an_unknown_variable_of_ours_is_a_fault(variable: str, hint: str) -> None:
    (sentence,) = _faults(None, {"OTKLIK_TELEGRAM__TOKEN": TOKEN, variable: TOKEN})
    assert hint in sentence
    assert TOKEN not in sentence
    sentence.encode()


def test_the_token_may_come_from_a_file_that_only_we_can_read(tmp_path: Path, written: Written) -> None:
    secret = tmp_path / "token"
    secret.write_text(f"\n{TOKEN}\n")
    secret.chmod(0o640)
    path = written(f'[telegram]\ntoken_file = "{secret}"\n')
    assert load(path, {}).telegram.token.get_secret_value() == TOKEN
    secret.chmod(0o644)
    (too_open,) = _faults(path, {})
    assert "chmod 600" in too_open
    (both,) = _faults(path, {"OTKLIK_TELEGRAM__TOKEN": TOKEN})
    assert "keep one of them" in both


def test_a_token_file_with_something_else_in_it_is_a_fault(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text(f"the token is {TOKEN}")
    secret.chmod(0o600)
    (sentence,) = _faults(None, {"OTKLIK_TELEGRAM__TOKEN_FILE": str(secret)})
    assert sentence.startswith("OTKLIK_TELEGRAM__TOKEN_FILE: telegram.token_file must be ")
    assert TOKEN not in sentence


def test_holidays_and_days_of_ones_own_need_hours() -> None:
    for name, value in (("HOLIDAYS", "RU"), ("DAYS", "2026-12-31 closed")):
        (without,) = _faults(None, {"OTKLIK_TELEGRAM__TOKEN": TOKEN, f"OTKLIK_SUPPORT__{name}": value})
        assert "need support.hours" in without


@pytest.mark.parametrize("name", ["FIRST_REPLY", "NEXT_REPLY", "SOLUTION", "CALL_HOLDER", "CALL_OWNERS"])
def test_a_limit_is_within_the_working_time_of_a_year(name: str) -> None:
    env = {"OTKLIK_TELEGRAM__TOKEN": TOKEN, "OTKLIK_SUPPORT__HOURS": "sat 10:00-10:30"}
    (endless,) = _faults(None, env | {f"OTKLIK_SUPPORT__{name}": "99999h"})
    assert endless.startswith(f"OTKLIK_SUPPORT__{name}: support.{name.lower()} is more working time than")
    assert load(None, env | {f"OTKLIK_SUPPORT__{name}": "26h"}).support.hours
    del env["OTKLIK_SUPPORT__HOURS"]
    assert load(None, env | {f"OTKLIK_SUPPORT__{name}": "8000h"}).support.names is False


def test_a_webhook_needs_an_address_and_a_secret() -> None:
    env = {"OTKLIK_TELEGRAM__TOKEN": TOKEN, "OTKLIK_TELEGRAM__MODE": "webhook"}
    (incomplete,) = _faults(None, env)
    assert "also needs telegram.webhook_url and telegram.webhook_secret" in incomplete
    env |= {"OTKLIK_TELEGRAM__WEBHOOK_SECRET": "s-1", "OTKLIK_TELEGRAM__WEBHOOK_URL": "http://127.0.0.1:1/t"}
    (insecure,) = _faults(None, env)
    assert "must begin with https://" in insecure
    assert load(None, env | {"OTKLIK_TELEGRAM__API_URL": "http://127.0.0.1:2"}).telegram.mode == "webhook"
    assert (
        load(None, env | {"OTKLIK_TELEGRAM__WEBHOOK_URL": "https://a.example/t"}).telegram.mode == "webhook"
    )


@pytest.fixture
def _no_zones(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in {"tzdata", *(name for name in sys.modules if name.startswith("tzdata."))}:
        monkeypatch.setitem(sys.modules, name, None)  # our lock has the package, a system need not
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.usefixtures("_no_zones")
def test_a_machine_without_time_zones_is_told_to_install_them() -> None:
    if zoneinfo.available_timezones():
        pytest.fail("time zones come from elsewhere too; this test has to hide that place as well")
    (sentence,) = _faults(None, {"OTKLIK_TELEGRAM__TOKEN": TOKEN})
    assert "tzdata" in sentence


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({}, "no such file"),
        ({"LANG": "en_GB.UTF-8"}, "no such file"),
        ({"LANG": "ru_RU.UTF-8"}, "нет"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, "no such file"),
        ({"LANG": "C", "LC_ALL": "ru_RU"}, "нет"),
    ],
)
def test_the_faults_speak_the_language_of_the_terminal(env: dict[str, str], word: str) -> None:
    (sentence,) = _faults(None, env, terminal_language(env))
    assert word in sentence


def test_every_key_has_a_wrong_value_here() -> None:
    assert set(WRONG) == set(KEYS)


def test_no_secret_shows_in_a_fault_or_a_representation(written: Written) -> None:
    path = written(
        f"""
        tokn = "{TOKEN}"
        [telegram]
        api_url = "https://api.telegram.org/bot{TOKEN}"
        webhook_secret = "canary canary"
        proxy = "ftp://user:canary@host"
        [database]
        url = "postgres://otklik:canary@host/db"
        [http]
        api_key = "canary"
        """
    )
    with pytest.raises(ConfigFault) as caught:
        load(path, {"OTKLIK_TELEGRAM__TOKEN": TOKEN, "OTKLIK_STAFF__OWNER_IDS": TOKEN})
    assert "canary" not in f"{caught.value} {caught.value!r}"
    assert caught.value.__context__ is caught.value.__cause__ is None
    env = {
        "OTKLIK_TELEGRAM__TOKEN": TOKEN,
        "OTKLIK_TELEGRAM__PROXY": "http://user:canary@proxy.example:1",
        "OTKLIK_TELEGRAM__WEBHOOK_SECRET": "canary",
        "OTKLIK_DATABASE__URL": "postgresql://otklik:canary@host/db",
        "OTKLIK_HTTP__API_KEY": "canary-canary-canary",
    }
    config = load(None, env)
    assert config.http.api_key is not None
    assert "canary" not in f"{config} {config!r} {config.model_dump()} {config.model_dump_json()}"
