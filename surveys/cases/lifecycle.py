"""A complaint from its opening to its end: who may do what, and what the customer is told of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from surveys.cases.support_texts import CustomerNotice, SupportTexts
from surveys.roles import Role

REOPENS_WITHIN: Final = timedelta(days=7)
"""What a customer writes later than this after the end is a new matter."""


class Status(StrEnum):
    OPEN = "open"
    """Nobody has it."""
    TAKEN = "taken"
    """Someone owes the customer an answer."""
    ANSWERED = "answered"
    """The last word was ours."""
    CLOSED = "closed"


class Refusal(StrEnum):
    """Why a step is not made; said to whoever tried it."""

    NOT_ENROLLED = "not_enrolled"
    ALREADY_YOURS = "already_yours"
    TAKEN_BY_OTHER = "taken_by_other"
    ALREADY_CLOSED = "already_closed"
    NO_CAUSE = "no_cause"
    UNKNOWN_CAUSE = "unknown_cause"
    TOO_LATE_TO_REOPEN = "too_late_to_reopen"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Whoever pressed or wrote; no role for those who are not enrolled."""

    id: int
    role: Role | None


@dataclass(frozen=True, slots=True)
class CaseState:
    number: int
    opened_at: datetime
    status: Status = Status.OPEN
    holder: int | None = None
    cause: str | None = None
    first_reply_at: datetime | None = None
    """Of a person; a receipt does not stop the clock."""
    closed_at: datetime | None = None
    reopened: int = 0

    @property
    def is_open(self) -> bool:
        return self.status is not Status.CLOSED

    @property
    def awaits_us(self) -> bool:
        return self.status in (Status.OPEN, Status.TAKEN)


@dataclass(frozen=True, slots=True)
class CaseStep:
    """The case afterwards, unchanged when the step was refused."""

    case: CaseState
    notice: CustomerNotice | None = None
    refusal: Refusal | None = None


def opened(number: int, now: datetime) -> CaseStep:
    return CaseStep(CaseState(number, now), CustomerNotice.RECEIVED)


def take(case: CaseState, staff: StaffMember) -> CaseStep:
    """A case that someone has passes to another only at a manager's or owner's hand."""
    refusal = next(_hindered(case, staff), None)
    if refusal is None and case.holder == staff.id:
        refusal = Refusal.ALREADY_YOURS
    if refusal is not None:
        return CaseStep(case, refusal=refusal)
    status = Status.TAKEN if case.status is Status.OPEN else case.status
    return CaseStep(
        replace(case, status=status, holder=staff.id), None if case.holder else CustomerNotice.TAKEN
    )


def reply(case: CaseState, staff: StaffMember, now: datetime) -> CaseStep:
    """StaffMember's own words reach the customer. Whoever answers a case that nobody has, takes it."""
    if staff.role is None:
        return CaseStep(case, refusal=Refusal.NOT_ENROLLED)
    if not case.is_open:
        return CaseStep(case, refusal=Refusal.ALREADY_CLOSED)
    return CaseStep(
        replace(
            case,
            status=Status.ANSWERED,
            holder=case.holder or staff.id,
            first_reply_at=case.first_reply_at or now,
        )
    )


def customer_wrote(case: CaseState, now: datetime) -> CaseStep:
    """Always kept; after an answer it is our turn again, soon after the end the case opens again."""
    if case.closed_at is None:
        status = Status.TAKEN if case.status is Status.ANSWERED else case.status
        return CaseStep(replace(case, status=status))
    if now - case.closed_at > REOPENS_WITHIN:
        return CaseStep(case, refusal=Refusal.TOO_LATE_TO_REOPEN)
    status = Status.TAKEN if case.holder else Status.OPEN
    again = replace(case, status=status, closed_at=None, cause=None, reopened=case.reopened + 1)
    return CaseStep(again, CustomerNotice.REOPENED)


def close(
    case: CaseState, staff: StaffMember, cause: str | None, texts: SupportTexts, now: datetime
) -> CaseStep:
    """With the cause, so that the same complaint can be prevented; without one the caller asks for it."""
    refusal = next(_hindered(case, staff), None)
    if refusal is None and cause is None:
        refusal = Refusal.NO_CAUSE
    if refusal is None and cause is not None and texts.cause(cause) is None:
        refusal = Refusal.UNKNOWN_CAUSE
    if refusal is not None:
        return CaseStep(case, refusal=refusal)
    ended = replace(case, status=Status.CLOSED, holder=case.holder or staff.id, cause=cause, closed_at=now)
    return CaseStep(ended, CustomerNotice.CLOSED)


def _hindered(case: CaseState, staff: StaffMember) -> Iterator[Refusal]:
    if staff.role is None:
        yield Refusal.NOT_ENROLLED
    if not case.is_open:
        yield Refusal.ALREADY_CLOSED
    if case.holder not in (None, staff.id) and staff.role is Role.SUPPORT:
        yield Refusal.TAKEN_BY_OTHER
