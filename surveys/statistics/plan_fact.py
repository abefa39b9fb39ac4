"""What was planned beside what came of it, and the shares by which work with a customer base is judged."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A target and the number that it is held against; None where that is unknown."""

    plan: float
    fact: float | None
    lower_is_better: bool = False

    @property
    def deviation(self) -> float | None:
        """The fact minus the plan."""
        return None if self.fact is None else self.fact - self.plan

    @property
    def completion(self) -> float | None:
        """The fact as a part of the plan, 1 when equal; None for a plan of zero."""
        return None if self.fact is None or not self.plan else self.fact / self.plan

    @property
    def met(self) -> bool | None:
        """Whether the fact is at least as good as the plan."""
        if self.fact is None:
            return None
        return self.fact <= self.plan if self.lower_is_better else self.fact >= self.plan


@dataclass(frozen=True, slots=True)
class ContactCounts:
    """A customer base and what messages to it brought. Who opened a message is known to nobody in a chat."""

    records: int
    reachable: int
    fields: int
    """Fields that the profiles have together."""
    filled: int
    contacted: int
    clicked: int
    """People who pressed a button at least once."""
    sales: float
    credited: float
    """Of the sales, those that messages are credited with."""

    @property
    def reachable_share(self) -> float | None:
        """Of the records; None without any, as each share here is for a base of zero."""
        return _share(self.reachable, self.records)

    @property
    def completeness(self) -> float | None:
        """Share of the fields that are filled."""
        return _share(self.filled, self.fields)

    @property
    def reach(self) -> float | None:
        """Share of the reachable who were written to."""
        return _share(self.contacted, self.reachable)

    @property
    def click_rate(self) -> float | None:
        """Share of those written to who pressed a button."""
        return _share(self.clicked, self.contacted)

    @property
    def credited_share(self) -> float | None:
        """Share of the sales that messages are credited with."""
        return _share(self.credited, self.sales)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
