"""The clock of a case: how long its customer has waited for staff, and by when staff must have acted.

It runs from the customer's first meaningful message in working time, and is frozen while staff wait for the
customer. What starts and stops it are steps of the case: see surveys/cases/lifecycle.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from surveys.cases.courtesy import asks_nothing
from surveys.cases.greetings import tells_something
from surveys.cases.lifecycle import CaseState
from surveys.cases.overdue_steps import USUAL_STEP_TIMES, CallRules, StepTimes
from surveys.hours.business_hours import BusinessHours
from surveys.questions.message_kind import MessageKind


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """How much working time staff have; None is no limit."""

    first_reply: timedelta | None = None
    """From the customer's first meaningful message."""
    next_reply: timedelta | None = None
    """From each message that the customer writes after an answer."""
    solution: timedelta | None = None
    """Of waiting for staff in all, until the case is closed."""
    warn_before: timedelta = timedelta(minutes=30)
    """How much working time before a limit staff are warned."""
    steps: StepTimes = USUAL_STEP_TIMES
    """When who is called once a limit is over."""

    @property
    def without_replies(self) -> "ServiceLimits":
        """The limits of a case whose customer cannot be answered here."""
        return replace(self, first_reply=None, next_reply=None)


NO_LIMITS: Final = ServiceLimits()


@dataclass(frozen=True, slots=True)
class ClockRules:
    """What a case is timed by."""

    hours: BusinessHours
    limits: ServiceLimits = NO_LIMITS
    calling_hours: BusinessHours | None = None
    """When staff may be called in private; None for whenever they work."""

    @property
    def calls(self) -> CallRules:
        """By which clocks people are called when a case is overdue."""
        return CallRules(self.limits.steps, self.hours, self.calling_hours or self.hours)


class DeadlineKind(StrEnum):
    """What must have happened by a deadline."""

    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    SOLUTION = "solution"


@dataclass(frozen=True, slots=True)
class Deadline:
    kind: DeadlineKind
    due_at: datetime
    warn_at: datetime
    """When staff are warned of it, no later than it is due."""


@dataclass(frozen=True, slots=True)
class CaseClock:
    started_at: datetime
    """When the customer first said something meaningful."""
    awaiting_since: datetime | None
    """Since when they wait for staff; None while staff wait for them, and once the case is closed."""
    waited_s: float = 0.0
    """Working seconds that they waited for staff before that."""

    @classmethod
    def started(cls, at: datetime) -> "CaseClock":
        """The clock of a new case whose customer told it at that instant."""
        return cls(at, at)

    def follow(self, before: CaseState, after: CaseState, at: datetime, hours: BusinessHours) -> "CaseClock":
        """The clock after a step of the case: it stops when nobody waits for staff any more, and goes on."""
        if after.awaits_us and not before.awaits_us:
            return replace(self, awaiting_since=at)
        return self if after.awaits_us else self._frozen(at, hours)

    def answered(self, unanswered_since: datetime, hours: BusinessHours) -> "CaseClock":
        """The clock after an answer that does not yet tell of what the customer wrote since that instant."""
        since = max(unanswered_since, self.awaiting_since or unanswered_since)
        return replace(self._frozen(since, hours), awaiting_since=since)

    def unanswered(self, since: datetime, answered_at: datetime, hours: BusinessHours) -> "CaseClock":
        """The clock as if the answer of that instant had not stopped it: they wait since `since`."""
        stopped_at = min(answered_at, self.awaiting_since or answered_at)
        waited_s = self.waited_s - hours.seconds_between(since, stopped_at)
        return replace(self, awaiting_since=since, waited_s=max(0.0, waited_s))

    def stopped(self, at: datetime, hours: BusinessHours) -> "CaseClock":
        """The clock that stands still since that instant, for staff wait for the customer."""
        return self._frozen(max(at, self.awaiting_since or at), hours)

    def resumed(self, at: datetime) -> "CaseClock":
        """The clock that goes on at that instant, if it stood still."""
        return replace(self, awaiting_since=self.awaiting_since or at)

    def deadlines(self, case: CaseState, rules: ClockRules) -> list[Deadline]:
        """What is due by when as long as nothing happens, the first reply before the solution."""
        limits = rules.limits
        if self.awaiting_since is None or not case.awaits_us:
            return []
        is_first = case.first_reply_at is None
        reply = limits.first_reply if is_first else limits.next_reply
        kind = DeadlineKind.FIRST_REPLY if is_first else DeadlineKind.NEXT_REPLY
        found = [self._deadline(kind, reply, 0.0, rules)] if reply is not None else []
        if limits.solution is not None:
            found.append(self._deadline(DeadlineKind.SOLUTION, limits.solution, self.waited_s, rules))
        return found

    def _deadline(self, kind: DeadlineKind, limit: timedelta, spent_s: float, rules: ClockRules) -> Deadline:
        assert self.awaiting_since is not None
        left_s = limit.total_seconds() - spent_s
        warn_s = left_s - rules.limits.warn_before.total_seconds()
        due_at, warn_at = (rules.hours.after(self.awaiting_since, one) for one in (left_s, warn_s))
        return Deadline(kind, due_at, warn_at)

    def _frozen(self, at: datetime, hours: BusinessHours) -> "CaseClock":
        if self.awaiting_since is None:
            return self
        waited_s = self.waited_s + hours.seconds_between(self.awaiting_since, at)
        return replace(self, awaiting_since=None, waited_s=waited_s)


def overdue_first(found: Sequence[Deadline], since: datetime) -> Deadline | None:
    """The deadline of a wait that has lasted since then by which its steps go: the first to come.

    One that was over before the wait began counts only where there is no other. None without any.
    """
    of_wait = [one for one in found if one.due_at > since]
    return min(of_wait or found, key=lambda one: one.due_at, default=None)


def is_meaningful(kind: MessageKind, words: str | None, *, has_file: bool) -> bool:
    """Whether a message of a customer's says what their case is about: thanks, signs and greetings do not.

    A place or a contact without words does.
    """
    if asks_nothing(kind, words):
        return False
    return has_file or words is None or tells_something(words)
