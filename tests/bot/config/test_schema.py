import re
import subprocess
import sys
import tomllib
import zoneinfo
from collections.abc import Callable
from datetime import time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.config.fields import Address
from bot.config.schema import KEYS, Config, load

pytestmark = pytest.mark.usefixtures("elsewhere")

TOKEN = "123456789:AAH-canary_canary-canary_canary-can"
EXAMPLE = Path(__file__).parents[3] / "config.example.toml"

Written = Callable[[str], Path]


def _keys(text: str) -> set[str]:
    return {f"{section}.{key}" for section, table in tomllib.loads(text).items() for key in table}


def test_the_example_loads_with_only_a_token_and_holds_the_defaults() -> None:
    from_example = load(EXAMPLE, {"OTKLIK_TELEGRAM__TOKEN": TOKEN})
    assert from_example == Config.model_validate({"telegram": {"token": TOKEN}})


def test_the_example_names_every_key_and_no_other() -> None:
    uncommented = re.sub(r"^#(?=\w+ = )", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert _keys(uncommented) == set(KEYS)


def test_the_values_that_the_example_suggests_are_acceptable(tmp_path: Path, written: Written) -> None:
    for folder in ("my-surveys", "my-texts", "my-hooks", "my-journeys", "telegram-files"):
        (tmp_path / folder).mkdir()
    (tmp_path / "token.txt").write_text(TOKEN)
    (tmp_path / "token.txt").chmod(0o600)
    (tmp_path / "offers.toml").touch()
    uncommented = re.sub(r"^#(?=\w+ = )", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    config = load(written(uncommented), {"OTKLIK_TELEGRAM__MODE": "webhook"})
    assert config.telegram.webhook_url == "https://bot.example.com/telegram"
    assert config.staff.support_chat == -1001234567890


def test_a_comment_stands_above_every_key_of_the_example() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    bare = [
        line for above, line in pairwise(lines) if re.match(r"#?\w+ = ", line) and not above.startswith("# ")
    ]
    assert bare == []


def test_variables_alone_are_enough(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    config = load(
        None,
        {
            "OTKLIK_TELEGRAM__TOKEN": TOKEN,
            "OTKLIK_TELEGRAM__API_URL": "http://127.0.0.1:8081/",
            "OTKLIK_TELEGRAM__MESSAGES_PER_SECOND": "0",
            "OTKLIK_DATABASE__URL": "postgresql://otklik@127.0.0.1/otklik",
            "OTKLIK_BUSINESS__TIMEZONE": "Asia/Yekaterinburg",
            "OTKLIK_BUSINESS__QUIET_HOURS": "22:30, 08:00",
            "OTKLIK_STAFF__OWNER_IDS": "[7, 8]",
            "OTKLIK_STAFF__SUPPORT_CHAT": "-100500",
            "OTKLIK_SUPPORT__HOURS": "mon-fri 09:00-13:00 14:00-18:00, sat 10:00-15:00",
            "OTKLIK_SUPPORT__FIRST_REPLY": "4h",
            "OTKLIK_SURVEYS__DIRECTORY": "own",
            "OTKLIK_HTTP__LISTEN": "[::1]:0",
            "OTKLIK_TEST_POSTGRES_URL": "not a setting",
            "LANG": "C",
        },
    )
    assert config.telegram.token.get_secret_value() == TOKEN
    assert config.telegram.api_url == "http://127.0.0.1:8081"
    assert config.telegram.messages_per_second == 0
    assert config.database.url.get_secret_value() == "postgresql://otklik@127.0.0.1/otklik"
    assert config.business.timezone == zoneinfo.ZoneInfo("Asia/Yekaterinburg")
    assert config.business.quiet_hours == (time(22, 30), time(8))
    assert config.staff.owner_ids == (7, 8)
    assert config.staff.support_chat == -100500
    assert config.support.hours == ("mon-fri 09:00-13:00 14:00-18:00", "sat 10:00-15:00")
    assert config.support.first_reply == timedelta(hours=4)
    assert config.surveys.directory == Path("own")
    assert config.http.listen == Address("::1", 0)


def test_a_variable_wins_over_the_file_and_an_empty_one_does_not(written: Written) -> None:
    path = written(f'[telegram]\ntoken = "{TOKEN}"\n[business]\nname = "Bakery"\ncurrency = "EUR"\n')
    config = load(path, {"OTKLIK_BUSINESS__NAME": "Булочная", "OTKLIK_BUSINESS__CURRENCY": ""})
    assert (config.business.name, config.business.currency) == ("Булочная", "EUR")


def test_the_file_is_the_named_one_else_that_of_the_variable_else_config_toml(
    tmp_path: Path, written: Written
) -> None:
    named = written('[business]\nname = "named"')
    by_variable = tmp_path / "variable.toml"
    by_variable.write_text('[business]\nname = "variable"')
    token = {"OTKLIK_TELEGRAM__TOKEN": TOKEN}
    env = token | {"OTKLIK_CONFIG": str(by_variable)}
    assert load(None, token).business.name == "Otklik"
    (tmp_path / "config.toml").write_text('[business]\nname = "usual"')
    assert load(None, token).business.name == "usual"
    assert load(None, env).business.name == "variable"
    assert load(named, env).business.name == "named"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "notepad.toml"
    path.write_text(f'[telegram]\ntoken = "{TOKEN}"\n', encoding="utf-8-sig")
    assert load(path, {}).telegram.token.get_secret_value() == TOKEN


def test_the_configuration_cannot_be_changed_after_it_was_read() -> None:
    config = load(None, {"OTKLIK_TELEGRAM__TOKEN": TOKEN})
    with pytest.raises(ValueError, match="frozen"):
        config.business.name = "Other"  # type: ignore[misc]  # it must not work


def test_reading_the_configuration_imports_nothing_heavy() -> None:
    heavy = {"aiogram", "aiohttp", "sqlalchemy", "alembic", "asyncio"}
    code = f"import sys, bot.config.schema; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", ()),
        (
            'proxy = "http://user:canary@proxy.example.com:3128"',
            ("http://user:canary@proxy.example.com:3128",),
        ),
        ('proxy = "socks5://127.0.0.1:9050"', ("socks5://127.0.0.1:9050",)),
        ('proxy = ["socks5://a:1", "https://b:2"]', ("socks5://a:1", "https://b:2")),
        ("proxy = []", ()),
    ],
)
def test_a_proxy_may_be_one_or_several(written: Written, given: str, meant: tuple[str, ...]) -> None:
    telegram = load(written(f'[telegram]\ntoken = "{TOKEN}"\n{given}\n'), {}).telegram
    assert tuple(proxy.get_secret_value() for proxy in telegram.proxy) == meant
    assert "canary" not in repr(telegram)


def test_an_address_of_the_api_may_be_one_or_several(written: Written) -> None:
    for given, meant in (
        ('"http://127.0.0.1:8081/"', ("http://127.0.0.1:8081",)),
        (
            '["http://127.0.0.1:8081/", "https://api.telegram.org"]',
            ("http://127.0.0.1:8081", "https://api.telegram.org"),
        ),
    ):
        path = written(f'[telegram]\ntoken = "{TOKEN}"\napi_url = {given}\n')
        assert load(path, {}).telegram.api_urls == meant
    env = {
        "OTKLIK_TELEGRAM__TOKEN": TOKEN,
        "OTKLIK_TELEGRAM__API_URL": "http://a.example, http://b.example/",
        "OTKLIK_TELEGRAM__PROXY": "socks5://a:1, http://b:2",
    }
    telegram = load(None, env).telegram
    assert telegram.api_urls == ("http://a.example", "http://b.example")
    assert len(telegram.proxy) == 2
