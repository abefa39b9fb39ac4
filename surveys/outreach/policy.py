"""Whether a message may go now: one pure rule, asked when it is planned and again when it is sent.

What a person asked for, and the messages of their case, pass at any hour. Everything that we start waits for
the person's day, keeps a distance from what came before and gives up when it would come too late.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from surveys.outreach.quiet_hours import QuietHours
from surveys.outreach.urgency import Urgency

WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)


class ContactKind(StrEnum):
    """What a message is to the person who gets it. The value is stored."""

    REPLY = "reply"
    """An answer to what they tapped or wrote."""
    CASE = "case"
    """A message of their complaint."""
    SERVICE = "service"
    RELATIONAL = "relational"
    """A survey of the whole base, such as the NPS."""
    SURVEY = "survey"
    """Any other survey."""
    REMINDER = "reminder"
    REQUESTED = "requested"
    """A reminder on the day that the person named: the day is the consent to it."""
    PROMOTION = "promotion"

    @property
    def is_asked_for(self) -> bool:
        """Whether the person asked for it or it is of their case, so that it goes at any hour."""
        return self in (ContactKind.REPLY, ContactKind.CASE)

    @property
    def is_survey(self) -> bool:
        """Whether it begins a survey; a reminder of one does not."""
        return self in (ContactKind.RELATIONAL, ContactKind.SURVEY)

    @property
    def urgency(self) -> Urgency:
        return _URGENCIES[self]


_URGENCIES: Final = {
    ContactKind.REPLY: Urgency.REPLY,
    ContactKind.CASE: Urgency.ESCALATION,
    ContactKind.SERVICE: Urgency.SERVICE,
    ContactKind.RELATIONAL: Urgency.SURVEY,
    ContactKind.SURVEY: Urgency.SURVEY,
    ContactKind.REMINDER: Urgency.REMINDER,
    ContactKind.REQUESTED: Urgency.REMINDER,
    ContactKind.PROMOTION: Urgency.PROMOTION,
}


class Action(StrEnum):
    """What is done with a message. The value is stored."""

    SEND = "send"
    WAIT = "wait"
    NEVER = "never"


class PolicyStage(StrEnum):
    """When the policy is asked. The value is stored."""

    PLANNING = "planning"
    """A plan is made or looked at."""
    SENDING = "sending"
    """A message is about to be sent."""


class PolicyReason(StrEnum):
    """The reason of a verdict. The value is stored."""

    DUE = "due"
    NOT_YET = "not_yet"
    QUIET_HOURS = "quiet_hours"
    WEEKLY_CAP = "weekly_cap"
    RELATIONAL_REST = "relational_rest"
    SURVEY_REST = "survey_rest"
    OPEN_CASE = "open_case"
    ASKED_LESS = "asked_less"
    """They wish to be written to less often."""
    IN_TALK = "in_talk"
    """They are answering something else just now."""
    HELD = "held"
    """The database may be a copy; an owner decides."""
    REVOKED = "revoked"
    """An owner dropped what waited in a copy."""
    TOO_LATE = "too_late"
    UNREACHABLE = "unreachable"
    STOPPED = "stopped"
    NO_PROMOTION = "no_promotion"
    """The company sends no promotion through this channel."""
    NO_CONSENT = "no_consent"
    NOT_AGREED = "not_agreed"
    """The person has not agreed that what they say may be handled."""
    DECLINED = "declined"
    """The person asked not to be asked or reminded of it any more."""
    HELD_OUT = "held_out"
    OBSOLETE = "obsolete"
    PAUSED = "paused"
    """Its campaign is paused."""
    CANCELLED = "cancelled"
    """Its campaign was stopped."""
    QUOTA = "quota"
    """As many have answered already as are wanted."""
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    """The last two became of a message that was let through."""

    @property
    def is_open_ended(self) -> bool:
        """Whether nobody knows how long what it names will last."""
        return self in (PolicyReason.OPEN_CASE, PolicyReason.HELD, PolicyReason.PAUSED)

    @property
    def text_id(self) -> str:
        """The id of the interface text that says it."""
        return f"policy-{self.value.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class ContactLimits:
    """What the company lets go through this channel: how often, how late, and whether promotion at all."""

    relational_rest: timedelta = timedelta(days=90)
    """How long after the last relational survey the next one may go."""
    survey_rest: timedelta = WEEK
    """How long after the last survey of any kind the next one may go."""
    weekly_cap: int = 3
    """How many messages that we start may go within any seven days, of all kinds together."""
    asked_less_cap: int = 1
    """The same for whoever asked to be written to less often."""
    asked_less_rest: timedelta = timedelta(days=30)
    """How long after their last survey of any kind the next one may go to them."""
    promotion: bool = True
    """Whether promotion may go to anybody."""
    lateness: Mapping[ContactKind, timedelta] = field(
        default_factory=lambda: {
            ContactKind.SERVICE: DAY,
            ContactKind.RELATIONAL: WEEK,
            ContactKind.SURVEY: timedelta(days=3),
            ContactKind.REMINDER: timedelta(days=2),
            ContactKind.REQUESTED: WEEK,
            ContactKind.PROMOTION: WEEK,
        }
    )
    """How long after its planned time a message still makes sense; at least a night."""


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """A planned message and everything that may be looked at to judge it."""

    kind: ContactKind
    now: datetime
    planned_at: datetime
    zone: ZoneInfo
    """The person's time zone, else the business's."""
    quiet: QuietHours
    reachable: bool = True
    stopped: bool = False
    consented: bool = False
    """Whether the person allowed promotion."""
    agreed: bool = True
    """Whether what the person says may be handled: not before they agreed, where that is asked for."""
    asked_less: bool = False
    """Whether the person asked to be written to less often."""
    open_case: bool = False
    held_out: bool = False
    held: bool = False
    """Whether the database may be a copy, in which what happened since is not known."""
    obsolete: bool = False
    """Whether it is of no use any more: a reminder of what was answered, an invitation of someone back."""
    talked_at: datetime | None = None
    """When they last did something about another question that waits; None where none does."""
    declined: bool = False
    """Whether the person wants to hear no more of what it is about."""
    paused: bool = False
    """Whether its campaign is paused."""
    enough: bool = False
    """Whether as many have answered its survey as its journey wants."""
    cancelled: bool = False
    """Whether its campaign was stopped, by a person or by the breaker."""
    last_relational_at: datetime | None = None
    last_survey_at: datetime | None = None
    """When the last survey of any kind went, relational ones included; None before the first."""
    started_at: tuple[datetime, ...] = ()
    """When the last messages that we started were sent, in any order."""
    limits: ContactLimits = field(default_factory=ContactLimits)

    @property
    def deadline(self) -> datetime | None:
        """When the message stops making sense; None for one that never does."""
        lateness = self.limits.lateness.get(self.kind)
        return None if lateness is None else self.planned_at + lateness


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done with a message, and why."""

    action: Action
    why: PolicyReason
    until: datetime | None = None
    """When to ask again; for `WAIT` only, always after now and never after the deadline."""


def judge(request: ContactRequest) -> Verdict:
    """The verdict on a message: whether it may go now, has to wait, or is never sent, and why."""
    refusal = next(_refusals(request), None)
    if refusal is not None:
        return Verdict(Action.NEVER, refusal)
    earliest, why = max(_hindrances(request), key=lambda hindrance: hindrance[0])
    if not request.kind.is_asked_for and request.quiet.covers(earliest, request.zone):
        earliest = request.quiet.next_allowed(earliest, request.zone)
        why = PolicyReason.QUIET_HOURS if why is PolicyReason.DUE else why
    if earliest <= request.now:
        return Verdict(Action.SEND, PolicyReason.DUE)
    deadline = request.deadline
    if deadline is None or earliest <= deadline:
        return Verdict(Action.WAIT, why, earliest)
    # It is looked at once more before giving up.
    if why.is_open_ended and request.now < deadline:
        return Verdict(Action.WAIT, why, deadline)
    return Verdict(Action.NEVER, why)


def _refusals(request: ContactRequest) -> Iterator[PolicyReason]:
    """The reasons for which the message never goes, since no waiting changes them."""
    if not request.reachable:
        yield PolicyReason.UNREACHABLE
    if request.kind.is_asked_for:
        return
    if request.stopped:
        yield PolicyReason.STOPPED
    if not request.agreed:
        yield PolicyReason.NOT_AGREED
    if request.kind is ContactKind.PROMOTION:
        yield from _refusals_of_promotion(request)
    if request.held_out:
        yield PolicyReason.HELD_OUT
    if request.cancelled:
        yield PolicyReason.CANCELLED
    if request.declined:
        yield PolicyReason.DECLINED
    if request.obsolete:
        yield PolicyReason.OBSOLETE
    if request.enough:
        yield PolicyReason.QUOTA
    if request.deadline is not None and request.now > request.deadline:
        yield PolicyReason.TOO_LATE


def _refusals_of_promotion(request: ContactRequest) -> Iterator[PolicyReason]:
    if not request.limits.promotion:
        yield PolicyReason.NO_PROMOTION
    if not request.consented:
        yield PolicyReason.NO_CONSENT


def _hindrances(request: ContactRequest) -> Iterator[tuple[datetime, PolicyReason]]:
    """What the message waits for and when each is over; one that is over already has a time before now."""
    yield request.now, PolicyReason.DUE
    yield request.planned_at, PolicyReason.NOT_YET
    if request.kind.is_asked_for:
        return
    limits = request.limits
    if request.held:
        yield request.now + HOUR, PolicyReason.HELD
    if request.paused:
        yield request.now + HOUR, PolicyReason.PAUSED
    if request.open_case and request.kind is not ContactKind.SERVICE:
        yield request.now + DAY, PolicyReason.OPEN_CASE
    if request.kind.is_survey and request.talked_at is not None:
        yield request.talked_at + HOUR, PolicyReason.IN_TALK
    if request.kind is ContactKind.RELATIONAL and request.last_relational_at is not None:
        yield request.last_relational_at + limits.relational_rest, PolicyReason.RELATIONAL_REST
    if request.kind.is_survey and request.last_survey_at is not None:
        yield request.last_survey_at + limits.survey_rest, PolicyReason.SURVEY_REST
    if request.kind is not ContactKind.REQUESTED:
        yield from _cap(request, limits.weekly_cap, PolicyReason.WEEKLY_CAP)
        if request.asked_less:
            yield from _wish_for_less(request)


def _wish_for_less(request: ContactRequest) -> Iterator[tuple[datetime, PolicyReason]]:
    """What whoever asked to be written to less often waits for."""
    if request.kind.is_survey and request.last_survey_at is not None:
        yield request.last_survey_at + request.limits.asked_less_rest, PolicyReason.ASKED_LESS
    yield from _cap(request, request.limits.asked_less_cap, PolicyReason.ASKED_LESS)


def _cap(request: ContactRequest, cap: int, why: PolicyReason) -> Iterator[tuple[datetime, PolicyReason]]:
    """A weekly cap, if it is reached; it is over once fewer messages than it are younger than a week."""
    newest = sorted(request.started_at, reverse=True)[:cap]
    if len(newest) == cap:
        yield (newest[-1] + WEEK if newest else request.now + WEEK), why
