"""What an import of a large file does to the customers' wait, at 30 taps a second.

    python -m benchmarks.import_taps FILE [--alone 15] [--url URL]

The real bot serves thirty taps a second alone, and then while `otklik import orders FILE` runs beside it on
the same database and the same cores. FILE is one that benchmarks.imports makes.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.customers import Customers
from benchmarks.subjects import SUBJECTS
from benchmarks.telegram import Reading, Seconds, Telegram, measure, serving

LOAD = "30/s"
WINDOW_S = 15.0


async def disturbed(file: Path, alone_s: float) -> tuple[Reading, list[Reading], float]:
    """Taps alone, those of each window beside the import, and the seconds that it took."""
    telegram = Telegram(Customers)
    async with serving(telegram, SUBJECTS["otklik"].command, pinned=False) as bot:
        alone = await measure(telegram.audience, bot.pid, LOAD, Seconds(alone_s, alone_s))
        began = time.monotonic()
        command = sys.executable, "-m", "bot", "import", "orders", str(file)
        importing = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
        beside: list[Reading] = []
        while importing.returncode is None:
            window = Seconds(WINDOW_S, WINDOW_S, paced_warm_up=0)
            beside.append(await measure(telegram.audience, bot.pid, LOAD, window))
        return alone, beside, time.monotonic() - began


def report(alone: Reading, beside: Sequence[Reading], seconds: float) -> str:
    """Milliseconds of each, and how often the p99 alone fits into that of a window."""
    windows = sorted(reading.p99 for reading in beside)
    times = [window / alone.p99 for window in windows]
    middle = len(times) // 2
    shown = f"alone: p50 {1000 * alone.p50:.1f} ms, p99 {1000 * alone.p99:.1f} ms\n"
    shown += f"beside the import, {seconds:.0f} s, {len(beside)} windows, p99 of "
    for name, at in (("the middle", middle), ("the worst", -1)):
        shown += f"{name}: {1000 * windows[at]:.1f} ms, {times[at]:.1f} x; "
    return shown.rstrip("; ")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--alone", type=float, default=15, help="measured seconds without the import")
    parser.add_argument("--url", help="another database than a fresh file, which is empty")
    options = parser.parse_args()
    subject = SUBJECTS["otklik"]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.update(subject.environment(Path(folder) / "bench.db"))
        if options.url:
            os.environ["OTKLIK_DATABASE__URL"] = options.url
        subprocess.run(subject.prepare, check=True, stdout=subprocess.DEVNULL)
        print(report(*asyncio.run(disturbed(options.file.resolve(), options.alone))), flush=True)


if __name__ == "__main__":
    main()
