"""What is read from the lives of the bots, and the table that shows it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.telegram import Life, Reading

Lives = Mapping[str, Sequence[Life]]


@dataclass(frozen=True)
class Figure:
    """One line of the table: what is read from a life, and its unit."""

    name: str
    read: Callable[[Life], float]
    unit: str
    scale: float = 1.0

    def of(self, lives: Iterable[Life]) -> list[float]:
        return [self.read(life) * self.scale for life in lives]


def at(load: str, read: Callable[[Reading], float]) -> Callable[[Life], float]:
    return lambda life: read(next(reading for reading in life.readings if reading.load == load))


AT_64 = Figure("steps per CPU-second, 64 customers", at("64", lambda r: r.steps_per_cpu_second), "/s")
AT_4 = Figure("steps per CPU-second, 4 customers", at("4", lambda r: r.steps_per_cpu_second), "/s")
FIGURES = (
    AT_64,
    AT_4,
    Figure("p50, 64 customers", at("64", lambda r: r.p50), "ms", 1000),
    Figure("p99, 64 customers", at("64", lambda r: r.p99), "ms", 1000),
    Figure("p50, 4 customers", at("4", lambda r: r.p50), "ms", 1000),
    Figure("CPU a step, 30 steps/s", at("30/s", lambda r: 1 / r.steps_per_cpu_second), "ms", 1000),
    Figure("p50, 30 steps/s", at("30/s", lambda r: r.p50), "ms", 1000),
    Figure("p99, 30 steps/s", at("30/s", lambda r: r.p99), "ms", 1000),
    Figure("calls per step, 64 customers", at("64", lambda r: r.calls_per_step), ""),
    Figure("start to first getUpdates", lambda life: life.start_seconds, "s"),
    Figure("memory of the serving process", lambda life: life.memory_bytes, "MiB", 1 / 2**20),
    Figure("memory of its children", lambda life: life.children_bytes, "MiB", 1 / 2**20),
    Figure("fake server's share of its core, 64", at("64", lambda r: r.server_load), ""),
)


def compared(lives: Lives, yardstick: str) -> Iterator[str]:
    """Each subject beside the yardstick: medians, and medians of the ratios within a round [min..max]."""
    subjects = [name for name in lives if name != yardstick]
    scheduler = len(lives[yardstick])
    yield row(f"medians of {scheduler} pairs", yardstick, *(f"{name} | : {yardstick}" for name in subjects))
    yield rule(2 + 2 * len(subjects))
    for figure in FIGURES:
        base = figure.of(lives[yardstick])
        cells = [f"{median(base):.4g} {figure.unit}"]
        for name in subjects:
            own = figure.of(lives[name])
            cells += [f"{median(own):.4g} {figure.unit}", ratio(own, base)]
        yield row(figure.name, *cells)


def cost_of_storage(lives: Lives, stored: str, unstored: str) -> Iterator[str]:
    """The same bot with storage beside itself without."""
    yield row("with storage : without", f"{stored} : {unstored}")
    yield rule(2)
    for figure in (AT_64, AT_4):
        yield row(figure.name, ratio(figure.of(lives[stored]), figure.of(lives[unstored])))


def ratio(own: Sequence[float], base: Sequence[float]) -> str:
    if not all(base):  # a bot without children
        return ""
    ratios = [one / other for one, other in zip(own, base, strict=True)]
    return f"**{median(ratios):.2f}** [{min(ratios):.2f}..{max(ratios):.2f}]"


def row(*cells: str) -> str:
    return f"| {' | '.join(cell.strip() for cell in cells)} |"


def rule(columns: int) -> str:
    return "|" + "---|" * columns
