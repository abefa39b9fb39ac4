"""How long something took: the median and the time within which nine of ten were done.

A database counts how many lie in each bucket of five minutes. Exact seconds are only read of the buckets that
a quantile lies in: putting all rows in order takes three times as long.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Integer, Select, Subquery, cast, func, literal, select

from storage.engines.functions import seconds_between
from storage.reports.grouping import Column, Group, Whole, with_wholes
from storage.tables import cases

_BUCKET_S: Final = 300

_Step = tuple[int, float]
"""A bucket and the exact seconds, 0.0 where these were not read: steps are in the order of their seconds."""


def worked_s(counted: ColumnElement[float | None], until: ColumnElement[Any]) -> ColumnElement[float]:
    """Working seconds of a case as they were counted; all seconds since its opening where nothing was.

    Null where `until` is.
    """
    return func.coalesce(counted, seconds_between(cases.c.opened_at, until))


class Durations:
    """Times in order, by how many lie on each step."""

    def __init__(self, counts: Mapping[_Step, int]) -> None:
        self._steps = sorted(counts)
        self._ends = list(accumulate(counts[step] for step in self._steps))

    @property
    def median(self) -> float | None:
        """Median in seconds, the mean of the two in the middle of an even number; None without times."""
        if not self.n:
            return None
        return (self._seconds((self.n - 1) // 2) + self._seconds(self.n // 2)) / 2

    @property
    def p90(self) -> float | None:
        """90th percentile in seconds, None without times.

        Interpolated between the two nearest, as `statistics.quantiles` does with its method inclusive.
        """
        if not self.n:
            return None
        place, tenths = divmod(9 * (self.n - 1), 10)
        following = self._seconds(min(place + 1, self.n - 1))
        return (self._seconds(place) * (10 - tenths) + following * tenths) / 10

    def buckets(self) -> Iterator[int]:
        """Where the median and the nine tenths lie; none without times."""
        if not self.n:
            return
        last = self.n - 1
        nine_tenths = 9 * last // 10
        for place in (last // 2, self.n // 2, nine_tenths, min(nine_tenths + 1, last)):
            yield self._step(place)[0]

    @property
    def n(self) -> int:
        """How many times there are."""
        return self._ends[-1] if self._ends else 0

    def _step(self, place: int) -> _Step:
        return self._steps[bisect_right(self._ends, place)]

    def _seconds(self, place: int) -> float:
        return self._step(place)[1]


NONE: Final = Durations({})


def durations(
    connection: Connection, rows: Subquery, kind: str, names: Sequence[str]
) -> dict[Whole, Durations]:
    """The times in a column of seconds, by the columns of these names, by some of them and by none.

    Nulls are passed over, groups without times are missing.
    """
    timed = _timed(rows, kind, names)
    key = [timed.c[name] for name in names]
    counts = _counts(connection, _rough(timed, key))
    buckets = {bucket for one in _with_wholes(counts).values() for bucket in one.buckets()}
    exact = _counts(connection, _exact(timed, key, buckets))
    for group, steps in counts.items():
        rest = {step: n for step, n in steps.items() if step[0] not in buckets}
        counts[group] = Counter(rest) + exact.get(group, Counter())
    return _with_wholes(counts)


def _with_wholes(counts: Mapping[Group, Counter[_Step]]) -> dict[Whole, Durations]:
    together: dict[Whole, Counter[_Step]] = {}
    for group, steps in counts.items():
        for whole in with_wholes(group):
            together.setdefault(whole, Counter()).update(steps)
    return {group: Durations(steps) for group, steps in together.items()}


def _timed(rows: Subquery, kind: str, names: Sequence[str]) -> Subquery:
    seconds = rows.c[kind]
    bucket = cast(seconds / _BUCKET_S, Integer).label("bucket")
    key = [rows.c[name] for name in names]
    return select(*key, bucket, seconds.label("seconds")).where(seconds.is_not(None)).subquery()


def _rough(timed: Subquery, key: Sequence[Column]) -> Select[Any]:
    steps = *key, timed.c.bucket
    return select(*steps, literal(0.0), func.count()).group_by(*steps)


def _exact(timed: Subquery, key: Sequence[Column], buckets: set[int]) -> Select[Any]:
    steps = *key, timed.c.bucket, timed.c.seconds
    return select(*steps, func.count()).where(timed.c.bucket.in_(sorted(buckets))).group_by(*steps)


def _counts(connection: Connection, steps: Select[Any]) -> dict[Group, Counter[_Step]]:
    found: dict[Group, Counter[_Step]] = {}
    for *group, bucket, seconds, n in connection.execute(steps):
        found.setdefault(tuple(group), Counter())[bucket, seconds] = n
    return found
