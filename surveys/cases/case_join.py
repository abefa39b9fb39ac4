"""Two cases of one customer about the same matter become one: the one is joined to the other and ends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from surveys.cases.lifecycle import CaseState, StaffMember, Status, StepRefusal, may_not_act
from surveys.cases.severity import higher


@dataclass(frozen=True, slots=True)
class CaseJoin:
    """Both cases afterwards, unchanged when it was refused."""

    joined: CaseState
    into: CaseState
    refusal: StepRefusal | None = None
    """Why they are not joined; None when they are."""


def join(
    case: CaseState,
    into: CaseState,
    staff: StaffMember,
    now: datetime,
    *,
    is_same_customer: bool,
    has_unread_words: bool = False,
) -> CaseJoin:
    """`case` ended and its matter in `into`, which waits for staff if either did and keeps its holder.

    The first reply to either counts, and the higher severity. Refused where `staff` may not close `case`, and
    while words of its customer are on their way; unless both are open, of one customer, and about one member
    of the staff at most.
    """
    refusals = _refusals(case, into, staff, is_same_customer=is_same_customer)
    refusal = may_not_act(case, staff) or next(refusals, None)
    if refusal is None and has_unread_words:
        refusal = StepRefusal.UNREAD_WORDS
    if refusal is not None:
        return CaseJoin(case, into, refusal)
    about = into.about or case.about
    holder = next((one for one in (into.holder, case.holder) if one not in (None, about)), None)
    status = into.status
    if case.awaits_us or into.awaits_us:
        status = Status.OPEN if holder is None else Status.TAKEN
    first_reply_at = min(filter(None, (into.first_reply_at, case.first_reply_at)), default=None)
    ended = replace(case, status=Status.CLOSED, closed_at=now)
    kept = replace(
        into, status=status, holder=holder, about=about, first_reply_at=first_reply_at,
        severity=higher(case.severity, into.severity),
    )  # fmt: skip
    return CaseJoin(ended, kept)


def _refusals(
    case: CaseState, into: CaseState, staff: StaffMember, *, is_same_customer: bool
) -> Iterator[StepRefusal]:
    if into.number == case.number:
        yield StepRefusal.SAME_CASE
    if not is_same_customer:
        yield StepRefusal.OTHER_CUSTOMER
    if not into.is_open:
        yield StepRefusal.OTHER_CLOSED
    if into.about == staff.id:
        yield StepRefusal.ABOUT_YOU
    if None not in (case.about, into.about) and case.about != into.about:
        yield StepRefusal.ABOUT_TWO
