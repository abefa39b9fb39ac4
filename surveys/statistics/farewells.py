"""What customers told who leave, and what of it the choice of a group would tell of too few of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from surveys.questions.reasons import NO_ANSWER, ReasonClass
from surveys.statistics import suppression

CauseKey = tuple[str, ReasonClass]
"""What tells causes apart: a reason may have been of another class on another day."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """What some customers told last in the period, all of them the same."""

    group: str
    reason: str
    kind: ReasonClass | None
    """The class of that day; None for those who have not left."""
    shown: Sequence[str]
    """The reasons that could be chosen."""
    money_minor: int | None = None
    """Minor units a month that are lost with all of them; None when it is known of none."""
    customers: int = 1


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A filter: the group that was chosen, and what was told in all groups that it was chosen from."""

    group: str
    farewells: Sequence[Farewell]

    @property
    def is_hidden(self) -> bool:
        """Whether the table of these groups hides the one that was chosen: the filter must then as well."""
        sizes: Counter[str] = Counter()
        for one in self.farewells:
            sizes[one.group] += one.customers if is_told(one) else 0
        return self.group in suppression.hidden(sizes)

    @property
    def secret(self) -> frozenset[CauseKey]:
        """The causes that too few named in this group or in the others: the whole would tell them."""
        sizes: dict[CauseKey, Counter[str]] = {}
        for one in self.farewells:
            if one.kind is not None and is_told(one):
                sizes.setdefault((one.reason, one.kind), Counter())[one.group] += one.customers
        return frozenset(cause for cause, groups in sizes.items() if self.group in suppression.hidden(groups))


def is_told(one: Farewell) -> bool:
    """Whether these left and told why: some would rather not, some have not left."""
    return one.kind is not None and one.reason != NO_ANSWER
