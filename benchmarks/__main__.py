"""Measures bots beside the yardstick, in turn, and prints medians of the pairwise ratios.

python -m benchmarks [--pairs 5] [--seconds 5] [subject ...]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.subjects import SUBJECTS, YARDSTICK, Subject
from benchmarks.telegram import Life, Reading

LOADS = ("64", "4", "30/s")


@dataclass(frozen=True)
class Figure:
    """One line of the table: what is read from a life, and its unit."""

    name: str
    read: Callable[[Life], float]
    unit: str
    scale: float = 1.0


def at(load: str, read: Callable[[Reading], float]) -> Callable[[Life], float]:
    return lambda life: read(next(reading for reading in life.readings if reading.load == load))


FIGURES = (
    Figure("steps per CPU-second, 64 customers", at("64", lambda r: r.steps_per_cpu_second), "/s"),
    Figure("steps per CPU-second, 4 customers", at("4", lambda r: r.steps_per_cpu_second), "/s"),
    Figure("p50, 64 customers", at("64", lambda r: r.p50), "ms", 1000),
    Figure("p99, 64 customers", at("64", lambda r: r.p99), "ms", 1000),
    Figure("p50, 4 customers", at("4", lambda r: r.p50), "ms", 1000),
    Figure("p50, 30 steps/s", at("30/s", lambda r: r.p50), "ms", 1000),
    Figure("p99, 30 steps/s", at("30/s", lambda r: r.p99), "ms", 1000),
    Figure("calls per step, 64 customers", at("64", lambda r: r.calls_per_step), ""),
    Figure("start to first getUpdates", lambda life: life.start_seconds, "s"),
    Figure("memory", lambda life: life.resident_bytes, "MiB", 1 / 2**20),
    Figure("fake server's share of its core, 64", at("64", lambda r: r.server_load), ""),
)


def live(subject: Subject, seconds: float, loads: tuple[str, ...] = LOADS) -> Life:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        database = Path(folder) / "bench.db"
        if subject.prepare:
            subprocess.run(
                subject.prepare,
                env=os.environ | subject.environment(database),
                check=True,
                stdout=subprocess.DEVNULL,
            )
        command = [sys.executable, "-m", "benchmarks.telegram", "--seconds", str(seconds)]
        command += ["--loads", ",".join(loads), "--", *subject.command]
        env = os.environ | subject.environment(database)
        output = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout
        fields = json.loads(output)
        life = Life(**fields | {"readings": [Reading(**reading) for reading in fields["readings"]]})
        if subject.stored is not None and subject.stored(database) != life.taps:
            raise SystemExit(f"{life.taps} taps were answered, {subject.stored(database)} are stored")
    return life


def compare(names: list[str], pairs: int, seconds: float) -> None:
    """The yardstick and every subject in turn, `pairs` times over."""
    lives: dict[str, list[Life]] = {name: [] for name in (YARDSTICK, *names)}
    for number in range(pairs):
        for name, lived in lives.items():
            lived.append(live(SUBJECTS[name], seconds))
        print(f"round {number + 1} of {pairs}", file=sys.stderr, flush=True)
    print(
        f"| medians of {pairs} pairs | {YARDSTICK} |"
        + "".join(f" {name} | : {YARDSTICK} |" for name in names)
    )
    print("|---|---|" + "---|---|" * len(names))
    for figure in FIGURES:
        yardstick = [figure.read(life) * figure.scale for life in lives[YARDSTICK]]
        cells = [f"{median(yardstick):.4g} {figure.unit}"]
        for name in names:
            ours = [figure.read(life) * figure.scale for life in lives[name]]
            cells += [f"{median(ours):.4g} {figure.unit}", ratio_cell(ours, yardstick)]
        print(f"| {figure.name} | {' | '.join(cells)} |")


def ratio_cell(ours: list[float], yardstick: list[float]) -> str:
    ratios = [own / other for own, other in zip(ours, yardstick, strict=True)]
    return f"**{median(ratios):.2f}** [{min(ratios):.2f}..{max(ratios):.2f}]"


def ceiling(seconds: float) -> None:
    """Shows that the fake server is not what limits the bots."""
    reading = live(SUBJECTS["floor"], seconds, ("64",)).readings[0]
    print(
        f"\nThe fake server carries {reading.steps_per_second:.0f} steps/s with a client without framework."
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5, help="measured time of each load")
    parser.add_argument("subjects", nargs="*", default=["sketch"], help=", ".join(SUBJECTS))
    options = parser.parse_args()
    if unknown := set(options.subjects) - set(SUBJECTS):
        parser.error(f"unknown subjects: {', '.join(unknown)}")
    compare(options.subjects, options.pairs, options.seconds)
    ceiling(options.seconds)


if __name__ == "__main__":
    main()
