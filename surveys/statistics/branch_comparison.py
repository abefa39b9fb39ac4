"""Each branch held against the rest: which scores are lower or higher than those of all others, for sure.

Whoever scored counts once, at the branch of their latest score, so a branch and its rest are independent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.statistics.alerts import discoveries
from surveys.statistics.scores import Change, Counts, Level, level, nps_change


@dataclass(frozen=True, slots=True)
class BranchComparison:
    """A branch beside all others together."""

    rest: Counts
    """How the people of the others scored."""
    difference: Change
    """The NPS of the branch minus that of the rest."""
    differs: bool | None
    """Whether the difference is hardly chance among all that were tested; None where either side is small."""

    @property
    def is_lower(self) -> bool:
        """Whether the branch scores lower than the rest for sure."""
        return self.differs is True and self.difference.points < 0

    @property
    def is_higher(self) -> bool:
        """Whether the branch scores higher than the rest for sure."""
        return self.differs is True and self.difference.points > 0


def compare(branches: Mapping[str, Counts], everybody: Counts) -> dict[str, BranchComparison]:
    """Each of the branches against the rest of `everybody`, at a false discovery rate of 5 % over them all.

    A branch beside which nobody scored is missing. Only where both sides have `FULL_FROM` people a difference
    is judged.
    """
    differences = {name: nps_change(counts, everybody - counts) for name, counts in branches.items()}
    known = {name: found for name, found in differences.items() if found is not None}
    judged = [name for name in known if _is_enough(branches[name], everybody - branches[name])]
    stands = dict(zip(judged, discoveries([known[name].p for name in judged]), strict=True))
    return {
        name: BranchComparison(
            everybody - branches[name],
            difference,
            stands[name] and difference.is_significant if name in stands else None,
        )
        for name, difference in known.items()
    }


def _is_enough(branch: Counts, rest: Counts) -> bool:
    return all(level(one.n) is Level.FULL for one in (branch, rest))
