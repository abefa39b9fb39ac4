"""`otklik demo` as a person starts it, in a folder of its own."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.e2e.life import PATIENCE_S, ROOT

_ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+")
_LOCALES = {"ru": "ru_RU.UTF-8", "en": "en_US.UTF-8"}
_GLANCE_S = 0.1


@asynccontextmanager
async def showing(
    folder: Path, *arguments: str, language: str = "ru", source: Path = ROOT
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """The page's address and the process, which ends with the block if nothing else ended it."""
    environment = os.environ | {
        "PYTHONPATH": str(source),
        "PYTHONUNBUFFERED": "1",
        "LC_ALL": _LOCALES[language],
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser", *arguments,
        cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)
        address = _ADDRESS.search(line)
        assert address, line
        yield address[0].decode(), process
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def ctrl_c(process: asyncio.subprocess.Process) -> None:
    """As a terminal does it: the whole group is told. Nothing of it may be left."""
    os.killpg(process.pid, signal.SIGINT)
    _, said = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    assert process.returncode in (0, 130)
    assert b"Traceback" not in said
    ends = time.monotonic() + PATIENCE_S
    while left := _members(process.pid):
        assert time.monotonic() < ends, left
        await asyncio.sleep(_GLANCE_S)


def _members(group: int) -> list[str]:
    """Names of the processes of the group that have not ended, whether or not somebody has collected them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            name, _, fields = (folder / "stat").read_text().rpartition(")")
            state, _, its_group, *_ = fields.split()
            if int(its_group) == group and state != "Z":
                found.append(name)
    return found
