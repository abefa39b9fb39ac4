"""What is done about a case whose answer is overdue, step by step: who is called next, and when.

The steps belong to one wait of the customer's: a reply ends them, and what the customer writes after it
begins them anew. When something is due: surveys/cases/case_clock.py.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from surveys.hours.business_hours import BusinessHours


class OverdueStep(StrEnum):
    """In the order in which they are made. The value is stored."""

    TOPIC = "topic"
    """The topic of the case says that it is late."""
    HOLDER = "holder"
    """Whoever has the case is called in private."""
    RELEASE = "release"
    """The case is taken back from them, so that anybody may take it."""
    MANAGERS = "managers"
    """Managers are called in private."""
    OWNERS = "owners"
    """The owners of the company are called in private."""


@dataclass(frozen=True, slots=True)
class StepTimes:
    """How much working time passes before each step, from the one before.

    The topic says at once when an answer is due that it is late.
    """

    holder: timedelta = timedelta(minutes=10)
    release: timedelta = timedelta(minutes=20)
    managers: timedelta = timedelta(minutes=30)
    owners: timedelta = timedelta(hours=1)

    def before(self, step: OverdueStep) -> timedelta:
        """The time that passes before this step."""
        time: timedelta = getattr(self, step, timedelta())
        return time

    @property
    def total(self) -> timedelta:
        """The time from the deadline to the last step where all are made."""
        return sum((getattr(self, one.name) for one in fields(self)), timedelta())


USUAL_STEP_TIMES: Final = StepTimes()


@dataclass(frozen=True, slots=True)
class CallRules:
    """By which clocks people are called."""

    times: StepTimes
    hours: BusinessHours
    """The working time that passes between the steps."""
    calling_hours: BusinessHours
    """When somebody may be called in private who did not choose to be called at any hour."""


@dataclass(frozen=True, slots=True)
class OverdueState:
    """What has been done during one wait of a customer's."""

    step: OverdueStep | None = None
    """The last step that was made or had nobody; None before the first."""
    counts_from: datetime | None = None
    """From when the time of the next step counts; None for since the answer was due."""
    owners_called_at: datetime | None = None
    """When those owners were called who are called at any hour; None before that."""

    def next_step(self, *, has_holder: bool) -> OverdueStep | None:
        """The step that comes next, without those about a holder where nobody has the case.

        None after the last.
        """
        steps = list(OverdueStep)
        left = steps[steps.index(self.step) + 1 :] if self.step is not None else steps
        of_holder = (OverdueStep.HOLDER, OverdueStep.RELEASE)
        return next((one for one in left if has_holder or one not in of_holder), None)

    def made(self, step: OverdueStep, at: datetime, *, has_reached: bool) -> "OverdueState":
        """The state after a step; one that reached nobody takes no time from the next."""
        return replace(self, step=step, counts_from=at if has_reached else self.counts_from)

    def taken(self, at: datetime) -> "OverdueState":
        """The state after somebody took the case: they have the whole time of the step that is about them."""
        if self.step not in (OverdueStep.TOPIC, OverdueStep.HOLDER):
            return self
        return replace(self, counts_from=max(at, self.counts_from or at))

    def step_at(self, due_at: datetime, rules: CallRules, *, has_holder: bool) -> datetime | None:
        """When the next step is to be made; None after the last. `due_at` is when the answer was due."""
        step = self.next_step(has_holder=has_holder)
        if step is None:
            return None
        at = rules.hours.after(self.counts_from or due_at, rules.times.before(step).total_seconds())
        return at if step is OverdueStep.TOPIC else rules.calling_hours.next_opening(at)

    def owners_at(self, due_at: datetime, rules: CallRules) -> datetime | None:
        """When owners are called who are called at any hour: after the same time on the clock on the wall.

        None once they were, and after the last step.
        """
        is_over = self.owners_called_at is not None or self.step is OverdueStep.OWNERS
        return None if is_over else due_at + rules.times.total

    def next_at(self, due_at: datetime, rules: CallRules, *, has_holder: bool) -> datetime | None:
        """When something is to be done next; None for never."""
        found = self.step_at(due_at, rules, has_holder=has_holder), self.owners_at(due_at, rules)
        return min(filter(None, found), default=None)


NOTHING_DONE: Final = OverdueState()
