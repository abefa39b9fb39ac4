import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.observability.redaction import described, harmless, one_line, place, redacted
from surveys.errors import LoggableError
from tests.bot.observability import leaks

LINE = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{12}Z (INFO|WARNING|ERROR|CRITICAL) [\w.]+ \S.*")
CANARIES = (leaks.NAME, "Канарейкина", "курьер", "canary", leaks.TOKEN.partition(":")[2], "anna.jpg")


@pytest.fixture(scope="module", params=["utf-8", "ascii"])
def process(request: pytest.FixtureRequest) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bot.observability.leaks"],
        env=os.environ | {"PYTHONIOENCODING": request.param},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        encoding=request.param,
        timeout=60,
        check=False,
    )


def test_nothing_that_is_secret_or_said_by_a_customer_leaves_the_process(
    process: subprocess.CompletedProcess[str],
) -> None:
    output = process.stdout + process.stderr
    for canary in CANARIES:
        assert canary not in output
        assert ascii(canary).strip("'") not in output


def test_every_way_out_leaves_the_type_and_the_place_of_its_error(
    process: subprocess.CompletedProcess[str],
) -> None:
    ways = ["InLog", "InCause", "InContext", "GroupChat", "InThread", "InFinalizer", "InTask", "InCallback"]
    ways += ["InServer", "InLibrary", "AtExit", "AtEnd", "FromHere", "ValidationError", "IntegrityError"]
    assert [way for way in ways if way not in process.stderr] == []
    assert "InThread at tests/bot/observability/leaks.py:" in process.stderr
    assert "coroutine=in_task" in process.stderr
    assert process.returncode == 1


def test_each_event_is_one_line(process: subprocess.CompletedProcess[str]) -> None:
    assert [line for line in process.stderr.splitlines() if not LINE.fullmatch(line)] == []


def test_own_words_and_ids_are_readable(process: subprocess.CompletedProcess[str]) -> None:
    assert "INFO bot.leaks letter stored update=17 chat=chat-5\n" in process.stderr
    assert "token=[token]" in process.stderr
    assert r"Said: first line\nsecond line \udcff [token]" in process.stderr
    assert "[2] Said: may be said" in process.stderr


def test_a_lone_surrogate_on_standard_output_does_not_end_the_process(
    process: subprocess.CompletedProcess[str],
) -> None:
    assert process.stdout.startswith(r"a lone surrogate \udcff and ")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"token {leaks.TOKEN}!", "token [token]!"),
        (leaks.TOKEN.replace(":", "%3A"), "[token]"),
        (f"https://api.telegram.org/file/bot{leaks.TOKEN}/photos/a.jpg, 404", "[bot url] 404"),
        ("GET http://127.0.0.1:8081/bot1:short/getMe failed", "GET [bot url] failed"),
        ("path /bot1%3ashort/getMe", "path /[bot]"),
        ("9" * 40 + ":" + "a" * 30, "9" * 20 + "[token]"),
        ("case 17: at 12:30 in /botany", "case 17: at 12:30 in /botany"),
    ],
)
def test_tokens_and_bot_addresses_are_cut_out(text: str, left: str) -> None:
    assert redacted(text) == left


def test_control_characters_cannot_forge_a_line() -> None:
    assert (
        one_line("a\r\n2026 ERROR b\x1b[2J\u2028c\x85\udc80") == r"a\r\n2026 ERROR b\x1b[2J\u2028c\x85\udc80"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5, 5),
        (None, None),
        ("sendMessage", "sendMessage"),
        ("two words", "<text of 9>"),
        ("Анна", "<text of 4>"),
        (b"bytes", "<bytes>"),
        (["list"], "<list>"),
        (ValueError("Анна"), "ValueError"),
        (LoggableError("may be said"), "may be said"),
    ],
)
def test_only_numbers_ids_and_what_may_be_said_are_written(value: object, shown: object) -> None:
    assert harmless(value) == shown


def test_codes_of_the_system_and_of_databases_are_told() -> None:
    error = OSError(errno.ENOSPC, "Анна", "/srv/Анна")
    assert described(error) == "OSError(ENOSPC)"
    error.errno = None
    assert described(error) == "OSError"


def test_what_led_to_an_error_is_told_unless_it_was_set_aside() -> None:
    error, origin = ValueError("a"), KeyError("b")
    error.__context__ = origin
    assert described(error) == "ValueError | while handling KeyError"
    error.__suppress_context__ = True
    assert described(error) == "ValueError"
    error.__cause__ = origin
    origin.__context__ = error
    assert described(error) == "ValueError | because of KeyError"


def test_a_description_is_bounded() -> None:
    def deeper(depth: int) -> None:
        if depth:
            deeper(depth - 1)
        raise ExceptionGroup("many", [ValueError(number) for number in range(500)])

    with pytest.raises(ExceptionGroup) as caught:
        deeper(300)
    said = described(caught.value)
    assert said.endswith("| and more")
    assert "282 more" in said
    assert len(said) < 5000


def test_a_source_file_is_named_without_the_folders_of_the_machine() -> None:
    assert place(__file__) == "tests/bot/observability/test_logs.py"
    assert place(pytest.__file__) == "pytest/__init__.py"
    assert place("/nowhere/at/all.py") == "all.py"
