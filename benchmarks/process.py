"""Readings of a process and its descendants from /proc."""

import os
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
CORES = os.sched_getaffinity(0) if hasattr(os, "sched_setaffinity") else set[int]()


def cpu_seconds(pid: int) -> float:
    """User and system time of all threads, descendants included; 10 ms resolution."""
    ticks = 0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS_PER_SECOND


def memory_bytes(pid: int) -> int:
    """Proportional set size of one process: what it shares with others counts in part."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rollup.partition("\nPss:")[2].split()[0]) * 1024


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        return [pid]
    return [pid, *(member for child in children.read_text().split() for member in family(int(child)))]


def pin(core: int) -> None:
    """Keep this process, and those it starts from now on, on one core, where the system allows it."""
    if core in CORES:
        os.sched_setaffinity(0, {core})
