"""What is shipped for running as a service names only what exists, and keeps what the program promises."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config.schema import KEYS, load

ROOT = Path(__file__).parents[2]
UNIT, DOCKERFILE, COMPOSE = (
    (ROOT / "deploy" / name).read_text(encoding="utf-8")
    for name in ("otklik.service", "Dockerfile", "compose.yaml")
)
ENDS_WITHIN_S = 10


@pytest.mark.parametrize("text", [UNIT, DOCKERFILE, COMPOSE], ids=["systemd", "Dockerfile", "compose"])
def test_every_variable_is_a_key_of_the_configuration(text: str) -> None:
    named = {name.lower().replace("__", ".") for name in re.findall(r"\bOTKLIK_([A-Z]+__[A-Z_]+)", text)}
    assert named
    assert named <= set(KEYS)


def test_who_ends_it_waits_longer_than_it_takes() -> None:
    for text, pattern in ((UNIT, r"TimeoutStopSec=(\d+)"), (COMPOSE, r"stop_grace_period: (\d+)s")):
        [seconds] = re.findall(pattern, text)
        assert int(seconds) > ENDS_WITHIN_S


def test_nobody_runs_it_as_root_or_with_the_token_in_a_variable() -> None:
    assert "DynamicUser=yes" in UNIT
    assert re.search(r"^USER (?!root)", DOCKERFILE, re.MULTILINE)
    assert "read_only: true" in COMPOSE
    for text in (UNIT, DOCKERFILE, COMPOSE):
        assert not re.search(r"TELEGRAM__TOKEN\b(?!_FILE)", text)


def test_a_wrong_configuration_is_not_restarted_for_ever() -> None:
    assert "RestartPreventExitStatus=2" in UNIT
    assert re.search(r"restart: on-failure:\d+", COMPOSE)


def test_the_variables_of_the_image_are_a_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    secret = tmp_path / "telegram_token"
    secret.write_text("123456789:AAH-canary_canary-canary_canary-can")
    secret.chmod(0o444)
    env = dict(re.findall(r"\b(OTKLIK_\w+)=(\S+)", DOCKERFILE)) | {"OTKLIK_TELEGRAM__TOKEN_FILE": str(secret)}
    config = load(None, env)
    assert config.http.listen.port == int(re.findall(r"http://127\.0\.0\.1:(\d+)/healthz", DOCKERFILE)[0])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    unit = tmp_path / "otklik.service"
    unit.write_text(UNIT.replace("/opt/otklik/.venv/bin/otklik", sys.executable), encoding="utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(unit)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert [line for line in said.stderr.splitlines() if "otklik.service" in line] == []
