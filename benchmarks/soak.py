"""Serves 64 customers for long and watches what grows: memory, descriptors, the write-ahead log.

python -m benchmarks.soak [--minutes 10]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import family, memory_bytes
from benchmarks.subjects import SUBJECTS

_WARM_UP_S = 30
_SAMPLES = 20


@dataclass(frozen=True)
class Sample:
    seconds: float
    memory: float  # MiB
    descriptors: int
    wal: float  # MiB


def sample(pid: int, database: Path, began: float) -> Sample:
    wal = database.with_name(f"{database.name}-wal")
    return Sample(
        time.monotonic() - began,
        sum(map(memory_bytes, family(pid))) / 2**20,
        len(os.listdir(f"/proc/{pid}/fd")),
        wal.stat().st_size / 2**20 if wal.exists() else 0.0,
    )


def soak(minutes: float) -> None:
    subject = SUBJECTS["otklik"]
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        database = Path(folder) / "soak.db"
        env = os.environ | subject.environment(database)
        subprocess.run(subject.prepare, env=env, check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, "-m", "benchmarks.telegram", "--loads", "64"]
        command += ["--seconds", str(minutes * 60), "--", *subject.command]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as telegram:
            samples = watch(telegram, database, minutes * 60)
            output = telegram.stdout.read() if telegram.stdout else b"{}"
    steps = json.loads(output)["readings"][0]["steps"]
    print("| seconds | memory MiB | descriptors | WAL MiB |\n|---|---|---|---|")
    for one in samples:
        print(f"| {one.seconds:.0f} | {one.memory:.1f} | {one.descriptors} | {one.wal:.1f} |")
    grown = samples[-1].memory - samples[0].memory
    print(f"\n{steps} updates; memory grew {grown / steps * 100_000:.2f} MiB per 100,000 of them.")


def watch(telegram: "subprocess.Popen[bytes]", database: Path, seconds: float) -> list[Sample]:
    """Evenly spaced after the warm-up, while the bot serves."""
    began = time.monotonic()
    time.sleep(_WARM_UP_S)
    samples: list[Sample] = []
    while telegram.poll() is None and time.monotonic() - began < _WARM_UP_S + seconds * 0.9:
        [bot, *_] = [pid for pid in family(telegram.pid) if pid != telegram.pid]
        samples.append(sample(bot, database, began))
        time.sleep(max(seconds / _SAMPLES, 1))
    return samples


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    soak(parser.parse_args().minutes)


if __name__ == "__main__":
    main()
