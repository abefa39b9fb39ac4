"""Measures bots beside the yardstick, in turn, and prints medians of the pairwise ratios.

python -m benchmarks [--pairs 5] [--seconds 5] [--paced-seconds 15] [--complaints] [--beside CHECKOUT]
                     [subject ...]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks import nps
from benchmarks.subjects import SUBJECTS, YARDSTICK, Subject, installed
from benchmarks.table import Lives, compared, cost_of_storage
from benchmarks.telegram import Life, Reading, Seconds

LOADS = ("64", "4", "30/s")
WITH_STORAGE, WITHOUT_STORAGE, BESIDE = "otklik", "otklik-memory", "beside"


def live(subject: Subject, seconds: Seconds, loads: tuple[str, ...] = LOADS) -> Life:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        database = Path(folder) / "bench.db"
        env = os.environ | subject.environment(database)
        if subject.prepare:
            subprocess.run(subject.prepare, env=env, check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, "-m", "benchmarks.telegram", "--loads", ",".join(loads)]
        command += ["--seconds", str(seconds.full), "--paced-seconds", str(seconds.paced)]
        command += ["--", *subject.command]
        output = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout
        fields = json.loads(output)
        life = Life(**fields | {"readings": [Reading(**reading) for reading in fields["readings"]]})
        if subject.stored is not None and subject.stored(database) != life.taps:
            raise SystemExit(f"{life.taps} taps were answered, {subject.stored(database)} are stored")
    return life


def lives_of(subjects: Mapping[str, Subject], pairs: int, seconds: Seconds) -> Lives:
    """Each subject lives in turn, `pairs` times over, so that a slow minute slows them all."""
    lives: dict[str, list[Life]] = {name: [] for name in subjects}
    for number in range(pairs):
        for name, lived in lives.items():
            lived.append(live(subjects[name], seconds))
        print(f"round {number + 1} of {pairs}", file=sys.stderr, flush=True)
    return lives


def ceiling(seconds: Seconds) -> str:
    """Shows that the fake server is not what limits the bots."""
    reading = live(SUBJECTS["floor"], seconds, ("64",)).readings[0]
    return f"The fake server carries {reading.steps_per_second:.0f} steps/s with a client without framework."


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5, help="measured time at 64 and at 4 customers")
    parser.add_argument("--paced-seconds", type=float, default=15, help="measured time at 30 steps/s")
    parser.add_argument(
        "--complaints", action="store_true", help="every score is given equally often: 7 of 11 open a case"
    )
    parser.add_argument("--beside", type=Path, help="a checkout of another version, with its .venv")
    parser.add_argument(
        "subjects", nargs="*", default=[WITH_STORAGE, WITHOUT_STORAGE], help=", ".join(SUBJECTS)
    )
    options = parser.parse_args()
    os.environ["BENCH_COMPLAINTS"] = "1" if options.complaints else "0"
    if unknown := set(options.subjects) - set(SUBJECTS):
        parser.error(f"unknown subjects: {', '.join(unknown)}")
    seconds = Seconds(options.seconds, options.paced_seconds)
    subjects = {name: SUBJECTS[name] for name in (YARDSTICK, *options.subjects)}
    if options.beside:
        subjects[BESIDE] = installed(options.beside)
    lives = lives_of(subjects, options.pairs, seconds)
    print("\n".join(compared(lives, YARDSTICK)), flush=True)
    if {WITH_STORAGE, BESIDE} <= lives.keys():
        both = {name: lives[name] for name in (BESIDE, WITH_STORAGE)}
        print("", *compared(both, BESIDE), sep="\n", flush=True)
    if {WITH_STORAGE, WITHOUT_STORAGE} <= lives.keys():
        print("", *cost_of_storage(lives, WITH_STORAGE, WITHOUT_STORAGE), sep="\n", flush=True)
    print("", ceiling(seconds), sep="\n", flush=True)
    print("", *nps.report(), sep="\n")


if __name__ == "__main__":
    main()
