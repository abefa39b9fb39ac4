"""How content customers are (CSAT, 1…5) and how easy it was for them (CES 2.0, 1…7); None without answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from surveys.statistics.scores import Interval, wilson

_CONTENT: Final = frozenset({4, 5})
_EASY: Final = frozenset({5, 6, 7})
_HARD: Final = frozenset({1, 2, 3})


@dataclass(frozen=True, slots=True)
class _Ratings:
    scores: Sequence[int]

    @property
    def mean(self) -> float | None:
        return fmean(self.scores) if self.scores else None


class Satisfaction(_Ratings):
    """Answers from 1 to 5."""

    __slots__ = ()

    @property
    def share(self) -> float | None:
        """Share of 4 and 5, 0…1: what is called CSAT."""
        return _share(self.scores, _CONTENT)

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval of that share."""
        return wilson(_count(self.scores, _CONTENT), len(self.scores))


class Ease(_Ratings):
    """Answers from 1, it was hard, to 7."""

    __slots__ = ()

    @property
    def share(self) -> float | None:
        """Share of 5 to 7, 0…1."""
        return _share(self.scores, _EASY)

    @property
    def net(self) -> float | None:
        """Share of 5 to 7 minus that of 1 to 3, −1…1."""
        if not self.scores:
            return None
        return (_count(self.scores, _EASY) - _count(self.scores, _HARD)) / len(self.scores)


def _share(scores: Sequence[int], which: frozenset[int]) -> float | None:
    return _count(scores, which) / len(scores) if scores else None


def _count(scores: Sequence[int], which: frozenset[int]) -> int:
    return sum(score in which for score in scores)
