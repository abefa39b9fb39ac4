"""One wiring: the process, the tests and the benchmarks are put together in the same place."""

import re
from pathlib import Path

import pytest

from bot.delivery.enqueue import Enqueuer
from bot.delivery.policy_gate import PolicyGate
from bot.delivery.sender import Sender
from bot.processing.acknowledger import Acknowledger
from bot.processing.processor import UpdateProcessor
from bot.processing.worker import Worker
from bot.schedule.downtime_recovery import DowntimeRecovery
from bot.schedule.housekeeping import Housekeeping
from bot.schedule.outreach import Outreach
from bot.schedule.undelivered import Undelivered
from bot.web.health import Health

ROOT = Path(__file__).parents[2]
PARTS: list[type] = [
    Acknowledger,
    UpdateProcessor,
    Enqueuer,
    Health,
    Housekeeping,
    Outreach,
    PolicyGate,
    DowntimeRecovery,
    Sender,
    Undelivered,
    Worker,
]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_a_part_is_built_in_one_place_only(part: type) -> None:
    built = re.compile(rf"(?<!class )\b{part.__name__}\(")
    files = [file for room in ("bot", "tests", "benchmarks") for file in (ROOT / room).rglob("*.py")]
    places = [file for file in files if built.search(file.read_text(encoding="utf-8"))]
    assert places == [ROOT / "bot" / "build.py"]
