"""`otklik check` finds what would bite later: open files, secrets easily guessed, folders of the program."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line.terminal import ROOT, TOKEN, Said, Terminal

Check = Callable[..., Said]
BOM = "\ufeff"
NPS = 'id = "nps"\nversion = 1\n'
SECRET = "canary-webhook-secret"


@pytest.fixture
def check(otklik: Terminal, tmp_path: Path) -> Check:
    """Writes a configuration and checks it, in English."""

    def check(text: str, mode: int = 0o600, **variables: str) -> Said:
        file = tmp_path / "config.toml"
        file.write_text(text, encoding="utf-8")
        file.chmod(mode)
        return otklik(tmp_path, "check", **({"TELEGRAM__TOKEN": ""} | variables))

    return check


def _fault(said: Said, *words: str) -> None:
    assert said.code == 2, said
    for word in words:
        assert word in said.sentence


def _in_order(said: Said) -> None:
    assert (said.code, said.out.splitlines()[-1], said.err) == (0, "Everything is in order.", "")


# Modes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "secret",
    [
        f'[telegram]\ntoken = "{TOKEN}"\n',
        f'[telegram]\nwebhook_secret = "{SECRET}"\n',
        '[telegram]\nproxy = "http://user:canary@127.0.0.1:3128"\n',
        '[http]\napi_key = "canary-canary-canary"\n',
        '[http]\nping_url = "https://watch.example.com/ping/canary"\n',
    ],
)
def test_a_configuration_with_a_secret_is_closed_to_others(check: Check, secret: str) -> None:
    _fault(check(secret, 0o644), "config.toml: ", "chmod 600")
    assert check(secret, 0o640).code == 0
    assert check(secret, 0o444).code == 0


def test_a_configuration_without_a_secret_may_be_read_by_everybody(check: Check) -> None:
    _in_order(check('[business]\nname = "Bakery"\n', 0o644, TELEGRAM__TOKEN=TOKEN))


def test_a_secret_that_a_container_mounts_read_only_is_accepted(check: Check, tmp_path: Path) -> None:
    """Compose and Swarm mount secrets with 0444, and nobody can change that."""
    file = tmp_path / "secret"
    file.write_text(TOKEN)
    for mode, is_fine in ((0o444, True), (0o440, True), (0o400, True), (0o644, False), (0o666, False)):
        file.chmod(mode)
        said = check('[telegram]\ntoken_file = "secret"\n')
        if is_fine:
            _in_order(said)
        else:
            _fault(said, "telegram.token_file", "chmod 600")


def test_a_database_that_everybody_can_read_is_a_fault(
    check: Check, otklik: Terminal, tmp_path: Path
) -> None:
    otklik(tmp_path, "migrate")
    for name in tmp_path.glob("otklik.db*"):
        name.chmod(0o644)
    _fault(check("", TELEGRAM__TOKEN=TOKEN), "otklik.db", "chmod 600")
    for name in tmp_path.glob("otklik.db*"):
        name.chmod(0o600)
    _in_order(check("", TELEGRAM__TOKEN=TOKEN))


# The token ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "token",
    [
        "12345:abc",
        f'{TOKEN}\\"',
        TOKEN.replace("AAF", "ААF"),  # two Cyrillic letters
        "123456789:AAExample",
        f"bot{TOKEN}",
        TOKEN.replace(":", ""),
        TOKEN.replace("-", "."),
        f"{TOKEN}\\n",
        TOKEN.replace("987654321", "９８７６５４３２１"),
    ],
)
def test_what_has_not_the_form_of_a_token_is_a_fault(check: Check, tmp_path: Path, token: str) -> None:
    _fault(check(f'[telegram]\ntoken = "{token}"\n'), "telegram.token must be")
    assert check(f'[telegram]\ntoken = "{TOKEN}"\n').code == 0


def test_a_token_file_may_begin_with_a_byte_order_mark(check: Check, tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    file.write_text(f"{BOM}{TOKEN}\r\n", encoding="utf-8")
    file.chmod(0o600)
    _in_order(check('[telegram]\ntoken_file = "token.txt"\n'))


def test_a_token_file_in_another_encoding_is_one_sentence(check: Check, tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    file.write_bytes(TOKEN.encode("utf-16"))
    file.chmod(0o600)
    _fault(check('[telegram]\ntoken_file = "token.txt"\n'), "telegram.token_file must be")


def test_a_missing_token_is_said_and_no_fault(check: Check) -> None:
    said = check("")
    assert (said.code, said.err) == (0, "")
    assert "telegram.token" in said.out
    assert "otklik run" in said.out


# Folders ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", ["surveys", "texts"])
def test_a_folder_of_the_program_is_nobodys_own(check: Check, section: str, tmp_path: Path) -> None:
    inside = "surveys/catalogue" if section == "surveys" else "texts/terminal"
    for folder in (section, inside, "tests", f"{section}/../{section}"):
        _fault(
            check(f'[{section}]\ndirectory = "{ROOT / folder}"\n', TELEGRAM__TOKEN=TOKEN),
            f"{section}.directory",
        )
    (tmp_path / "link").symlink_to(ROOT / section)
    _fault(check(f'[{section}]\ndirectory = "link"\n', TELEGRAM__TOKEN=TOKEN), f"{section}.directory")


@pytest.mark.parametrize(
    ("section", "misnamed"),
    [("surveys", "nps.toml.txt"), ("surveys", "sub/nps.toml"), ("texts", "russian.txt")],
)
def test_a_folder_that_holds_nothing_to_read_is_a_fault(
    check: Check, tmp_path: Path, section: str, misnamed: str
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    config = f'[{section}]\ndirectory = "own"\n'
    _fault(check(config, TELEGRAM__TOKEN=TOKEN), "own: ")
    (own / misnamed).parent.mkdir(exist_ok=True)
    (own / misnamed).touch()
    _fault(check(config, TELEGRAM__TOKEN=TOKEN), "own: ")


DEEP = 20_000
NESTED = {
    "arrays": "a = " + "[" * DEEP + "]" * DEEP,
    "open arrays": "a = " + "[" * DEEP,
    "tables": "a = " + "{ a = " * DEEP + "1" + "}" * DEEP,
    "arrays as deep as may be read": NPS + "questions = " + "[" * 300 + "]" * 300,
    "keys": ".".join("a" * 4000) + " = 1",
    "a header": "[" + ".".join("a" * 4000) + "]",
    "a number": "version = " + "9" * 5000,
}


@pytest.mark.parametrize("content", NESTED.values(), ids=NESTED.keys())
@pytest.mark.parametrize("name", ["config.toml", "own/deep.toml", "own/reasons.toml", "own/support.toml"])
def test_endless_nesting_is_one_sentence(otklik: Terminal, tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "own").mkdir()
    config = tmp_path / "config.toml"
    config.write_text('[surveys]\ndirectory = "own"\n')
    (tmp_path / name).write_text(content)
    said = otklik(tmp_path, "check")
    assert (said.code, said.out) == (2, "")
    assert all(line.startswith(f"{name}: ") or line.startswith(f"{name}, ") for line in said.err.splitlines())
    assert len(said.err) < 2000


@pytest.mark.parametrize(
    "content",
    [
        "help-asked = " + "{ " * DEEP,
        "help-asked = " + "{ " * DEEP + "1" + " }" * DEEP,
        "a = { " + "NUMBER(" * DEEP,
    ],
    ids=["open placeables", "placeables", "calls"],
)
def test_endless_nesting_in_texts_is_one_sentence(otklik: Terminal, tmp_path: Path, content: str) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/ru.ftl").write_text(content)
    (tmp_path / "config.toml").write_text('[texts]\ndirectory = "own"\n')
    said = otklik(tmp_path, "check")
    assert (said.code, said.out) == (2, "")
    assert said.sentence.startswith("own/ru.ftl: ")


# What is open to others ---------------------------------------------------------------------------

WEBHOOK = """
[telegram]
mode = "webhook"
api_url = "http://127.0.0.1:8081"
webhook_url = "{url}"
webhook_secret = "{secret}"
"""


@pytest.mark.parametrize(
    ("url", "secret", "words"),
    [
        ("http://bot.example.com/t", SECRET, "telegram.webhook_url"),
        ("http://93.184.216.34/t", SECRET, "telegram.webhook_url"),
        ("https://bot.example.com/t", "abc", "telegram.webhook_secret"),
        ("http://127.0.0.1:8080/t", "0123456789abcde", "telegram.webhook_secret"),
        ("https://bot.example.com/t", SECRET, None),
        ("http://127.0.0.1:8080/t", SECRET, None),
        ("http://[::1]:8080/t", SECRET, None),
        ("http://10.0.0.7:8080/t", SECRET, None),
    ],
)
def test_a_webhook_that_others_can_read_or_guess_is_a_fault(
    check: Check, url: str, secret: str, words: str | None
) -> None:
    said = check(WEBHOOK.format(url=url, secret=secret), TELEGRAM__TOKEN=TOKEN)
    if words is None:
        _in_order(said)
    else:
        _fault(said, words)


@pytest.mark.parametrize(
    ("http", "word"),
    [
        ('listen = "0.0.0.0:8080"', "/metrics"),
        ('listen = "[::]:8080"', "/healthz"),
        ('listen = "93.184.216.34:8080"', "/healthz"),
        ('listen = "0.0.0.0:8080"\nadmin_listen = "0.0.0.0:8081"', "http.admin_listen"),
    ],
)
def test_what_is_open_to_everybody_is_said(check: Check, http: str, word: str) -> None:
    said = check(f"[http]\n{http}\n", TELEGRAM__TOKEN=TOKEN)
    assert (said.code, said.err) == (0, "")
    note, _ = said.out.splitlines()
    assert word in note


@pytest.mark.parametrize(
    "http",
    ["", 'listen = "127.0.0.1:80"', 'listen = "[::1]:0"', 'listen = "localhost:8080"',
     'listen = "0.0.0.0:8080"\nadmin_listen = "127.0.0.1:8081"', 'listen = "10.1.2.3:8080"'],
)  # fmt: skip
def test_what_only_this_machine_can_reach_needs_no_word(check: Check, http: str) -> None:
    said = check(f"[http]\n{http}\n", TELEGRAM__TOKEN=TOKEN)
    assert said == (0, "Everything is in order.\n", "")
