"""A complaint from its opening to its end: who may do what, and what the customer is told of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from surveys.cases.severity import Severity
from surveys.cases.support_texts import CustomerNotice, SupportTexts
from surveys.roles import Role

REOPENS_WITHIN: Final = timedelta(days=7)
"""What a customer writes later than this after the end is a new matter."""
ASKED_AGAIN_AFTER: Final = timedelta(hours=1)
"""Whoever wrote in a colleague's case is not asked within this time whether they meant to."""


class Status(StrEnum):
    """Where a case stands. The value is stored."""

    OPEN = "open"
    """Nobody has it."""
    TAKEN = "taken"
    """Someone owes the customer an answer."""
    ANSWERED = "answered"
    """The last word was ours."""
    CLOSED = "closed"


class StepRefusal(StrEnum):
    """Why a step is not made; said to whoever tried it."""

    NOT_ENROLLED = "not_enrolled"
    ALREADY_YOURS = "already_yours"
    TAKEN_BY_OTHER = "taken_by_other"
    ALREADY_CLOSED = "already_closed"
    UNREAD_WORDS = "unread_words"
    NO_CAUSE = "no_cause"
    UNKNOWN_CAUSE = "unknown_cause"
    TOO_LATE_TO_REOPEN = "too_late_to_reopen"
    NOT_STAFF = "not_staff"
    """Whom it is given to, or said to be about, is not enrolled."""
    ALREADY_THEIRS = "already_theirs"
    AWAY = "away"
    ABOUT_YOU = "about_you"
    ABOUT_THEM = "about_them"
    ABOUT_TWO = "about_two"
    """Two cases are about two members of the staff."""
    MANAGERS_ONLY = "managers_only"
    SAME_CASE = "same_case"
    OTHER_CUSTOMER = "other_customer"
    OTHER_CLOSED = "other_closed"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Whoever pressed or wrote."""

    id: int
    role: Role | None
    """Their role; None for those who are not enrolled."""


@dataclass(frozen=True, slots=True)
class CaseState:
    number: int
    opened_at: datetime
    status: Status = Status.OPEN
    holder: int | None = None
    """Id of the staff member who has the case; None when nobody has it."""
    cause: str | None = None
    """Id of what the complaint came from; None while it is open."""
    first_reply_at: datetime | None = None
    """When a person first replied, as a receipt is no reply; None before that."""
    closed_at: datetime | None = None
    """When it was closed last; None while it is open."""
    reopened: int = 0
    """How often it was opened again."""
    remedy: str | None = None
    """Id of what was done about it; None while it is open, and where nobody said."""
    about: int | None = None
    """Id of the member of staff whom it is about, who may do nothing in it; None for none."""
    severity: Severity = Severity.NORMAL

    @property
    def is_open(self) -> bool:
        return self.status is not Status.CLOSED

    @property
    def awaits_us(self) -> bool:
        """Whether the customer waits for the staff: nobody has the case, or its holder owes an answer."""
        return self.status in (Status.OPEN, Status.TAKEN)


@dataclass(frozen=True, slots=True)
class CaseStep:
    """The case after a step, unchanged when the step was refused."""

    case: CaseState
    notice: CustomerNotice | None = None
    """What the customer is told; None for nothing."""
    refusal: StepRefusal | None = None
    """Why the step is not made; None when it is made."""


def opened(number: int, now: datetime) -> CaseStep:
    """A new case that nobody has; the customer is told that it was received."""
    return CaseStep(CaseState(number, now), CustomerNotice.RECEIVED)


def take(case: CaseState, staff: StaffMember) -> CaseStep:
    """The case in the hands of `staff`; one that another has is refused to support.

    Refused too when it is theirs already, when it is closed, and to those who are not enrolled.
    """
    refusal = next(_refusals(case, staff), None)
    if refusal is None and case.holder == staff.id:
        refusal = StepRefusal.ALREADY_YOURS
    if refusal is not None:
        return CaseStep(case, refusal=refusal)
    return _in_hands_of(case, staff)


def give(case: CaseState, staff: StaffMember, receiver: StaffMember, *, is_away: bool = False) -> CaseStep:
    """The case in the hands of `receiver`, as if they had taken it.

    Refused where `staff` may not act, and to those who are not enrolled, have it already, are whom it is
    about, or are away.
    """
    refusal = next(_refusals(case, staff), None)
    if refusal is None and receiver.role is None:
        refusal = StepRefusal.NOT_STAFF
    if refusal is None and case.holder == receiver.id:
        refusal = StepRefusal.ALREADY_THEIRS
    if refusal is None and case.about == receiver.id:
        refusal = StepRefusal.ABOUT_THEM
    if refusal is None and is_away:
        refusal = StepRefusal.AWAY
    if refusal is not None:
        return CaseStep(case, refusal=refusal)
    return _in_hands_of(case, receiver)


def _in_hands_of(case: CaseState, holder: StaffMember) -> CaseStep:
    """The case of `holder`; its customer hears of it where nobody had it."""
    is_waiting = case.status is Status.OPEN
    status = Status.TAKEN if is_waiting else case.status
    return CaseStep(
        replace(case, status=status, holder=holder.id), CustomerNotice.TAKEN if is_waiting else None
    )


def mark_about(case: CaseState, staff: StaffMember, subject: StaffMember | None) -> CaseStep:
    """The case marked as one about a colleague, `subject`, or about none; if it is theirs it is freed.

    Anyone of the staff may mark a case. What a case is marked as, only a manager or owner may change who is
    not whom it is about.
    """
    refusal = None
    if staff.role is None:
        refusal = StepRefusal.NOT_ENROLLED
    elif case.about == staff.id:
        refusal = StepRefusal.ABOUT_YOU
    elif case.about is not None and staff.role is Role.SUPPORT:
        refusal = StepRefusal.MANAGERS_ONLY
    elif subject is not None and subject.role is None:
        refusal = StepRefusal.NOT_STAFF
    if refusal is not None:
        return CaseStep(case, refusal=refusal)
    if subject is None:
        return CaseStep(replace(case, about=None))
    freed = released(case) if case.holder == subject.id else case
    return CaseStep(replace(freed, about=subject.id))


def set_severity(case: CaseState, staff: StaffMember, severity: Severity) -> CaseStep:
    """The case as severe as `staff` say; any of them may, whoever has it.

    Refused to those who are not enrolled, to whom it is about, and when it is closed.
    """
    refusal = may_not_act(replace(case, holder=None), staff)  # as if nobody had it
    return CaseStep(case, refusal=refusal) if refusal else CaseStep(replace(case, severity=severity))


def released(case: CaseState) -> CaseState:
    """The case after its holder left the team: nobody's; if they owed an answer, it waits for anybody."""
    status = Status.OPEN if case.status is Status.TAKEN else case.status
    return replace(case, status=status, holder=None)


def given_back(case: CaseState, holder: int, status: Status) -> CaseState | None:
    """A released case in the hands of `holder` as before, when it had that status.

    None where it went on without them: somebody has it, or it was closed or opened again meanwhile.
    """
    was = replace(case, status=status, holder=holder)
    return was if released(was) == case else None


def reply(case: CaseState, staff: StaffMember) -> CaseStep:
    """The case after `staff` wrote an answer, who takes it when nobody has it.

    It counts as answered once that was sent: see `delivered`.
    Refused when it is closed, to those who are not enrolled, and to whom it is about.
    """
    if staff.role is None:
        return CaseStep(case, refusal=StepRefusal.NOT_ENROLLED)
    if case.about == staff.id:
        return CaseStep(case, refusal=StepRefusal.ABOUT_YOU)
    if not case.is_open:
        return CaseStep(case, refusal=StepRefusal.ALREADY_CLOSED)
    status = Status.TAKEN if case.status is Status.OPEN else case.status
    return CaseStep(replace(case, status=status, holder=case.holder or staff.id))


def is_of_colleague(case: CaseState, staff: StaffMember, wrote_at: datetime | None, now: datetime) -> bool:
    """Whether somebody else has the case, so that whoever answers it is asked first.

    `wrote_at` is when they last wrote in it, None for never: soon after that they are not asked again.
    """
    if case.holder in (None, staff.id):
        return False
    return wrote_at is None or now - wrote_at > ASKED_AGAIN_AFTER


def delivered(case: CaseState, sent_at: datetime, *, is_last_word: bool) -> CaseState:
    """The case after an answer was sent: answered, if it is open and that was the last word in it."""
    is_answered = case.is_open and is_last_word
    status = Status.ANSWERED if is_answered else case.status
    return replace(case, status=status, first_reply_at=case.first_reply_at or sent_at)


def taken_back(case: CaseState, first_reply_at: datetime | None, *, awaits_us: bool) -> CaseState:
    """The case after an answer was deleted at the customer's.

    `first_reply_at` is when they got the first of what they still have, None for nothing. Where they wait for
    an answer again, as `awaits_us` says, the case is its holder's to answer, or anybody's.
    """
    status = case.status
    if awaits_us and status is Status.ANSWERED:
        status = Status.TAKEN if case.holder else Status.OPEN
    return replace(case, status=status, first_reply_at=first_reply_at)


def customer_wrote(case: CaseState, now: datetime, *, asks_nothing: bool = False) -> CaseStep:
    """The case after a message of the customer's: after an answer it awaits us, a closed one opens again.

    Nothing changes where it `asks_nothing`, as thanks do. Opening again is refused when it was closed longer
    than `REOPENS_WITHIN` ago.
    """
    if asks_nothing:
        return CaseStep(case)
    status = Status.TAKEN if case.holder else Status.OPEN
    if case.closed_at is None:
        return CaseStep(replace(case, status=status if case.status is Status.ANSWERED else case.status))
    if now - case.closed_at > REOPENS_WITHIN:
        return CaseStep(case, refusal=StepRefusal.TOO_LATE_TO_REOPEN)
    again = replace(case, status=status, closed_at=None, cause=None, remedy=None, reopened=case.reopened + 1)
    return CaseStep(again, CustomerNotice.REOPENED)


def close(
    case: CaseState,
    staff: StaffMember,
    cause: str | None,
    texts: SupportTexts,
    now: datetime,
    *,
    has_unread_words: bool = False,
    remedy: str | None = None,
) -> CaseStep:
    """The case closed with its cause, so that the same complaint can be prevented, and with what was done.

    Refused without a known cause, when it is closed already, to support when another has it, and to those who
    are not enrolled; also while words of the customer are still on their way to the staff.
    """
    refusal = next(_refusals(case, staff), None)
    if refusal is None and has_unread_words:
        refusal = StepRefusal.UNREAD_WORDS
    if refusal is None and cause is None:
        refusal = StepRefusal.NO_CAUSE
    if refusal is None and cause is not None and texts.cause(cause) is None:
        refusal = StepRefusal.UNKNOWN_CAUSE
    if refusal is not None:
        return CaseStep(case, refusal=refusal)
    holder = case.holder or staff.id
    ended = replace(case, status=Status.CLOSED, holder=holder, cause=cause, remedy=remedy, closed_at=now)
    return CaseStep(ended, CustomerNotice.CLOSED)


def may_not_act(case: CaseState, staff: StaffMember) -> StepRefusal | None:
    """Why this member may not take or close the case; None where they may."""
    return next(_refusals(case, staff), None)


def _refusals(case: CaseState, staff: StaffMember) -> Iterator[StepRefusal]:
    """Why this member may not act: enrolled staff may on open cases, support on free ones and their own.

    Nobody may on a case that is about them.
    """
    if staff.role is None:
        yield StepRefusal.NOT_ENROLLED
    if case.about == staff.id:
        yield StepRefusal.ABOUT_YOU
    if not case.is_open:
        yield StepRefusal.ALREADY_CLOSED
    if case.holder not in (None, staff.id) and staff.role is Role.SUPPORT:
        yield StepRefusal.TAKEN_BY_OTHER
